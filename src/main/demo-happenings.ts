import { idCheckCharacter } from '#kernel/id-number.ts'
import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { endAgency, joinAgency, renameAgency } from '#modules/agencies/index.ts'
import { changeUnits } from '#modules/boundaries/index.ts'
import { startWork } from '#modules/care/index.ts'
import { childrenOf, unitByCode, type Unit } from '#modules/organisation/index.ts'
import { filePerson, mergeCards } from '#modules/register/index.ts'
import { hasOpenRequest } from '#modules/rights/index.ts'
import { auditedAs } from './audited.ts'

/** The operator's context for one act of the demo: its request id follows from what it is called, its clock is the one given. */
export type At = (what: string, instant: string) => Ctx

/** What happens besides rosters and starts of work, all in one county that no other part of the demo looks at closely. */
const county = '320382'
/** Today's town, and the one that is made up: it is said to have stood beside it until it was merged into it. */
const town = '320382116'
const former = { name: '南河镇', code: '320382117' }
/** Two cards each that may be one woman: the same birth, names that sound alike, numbers one slip of the pen apart or one phone. The first two are merged. */
const twins = [
  { names: ['周桂兰', '周桂岚'], birth: '1972-03-08', orders: ['046', '064'] },
  { names: ['陈秀英', '陈秀瑛'], birth: '1968-09-15', orders: ['122', '142'] },
  { names: ['李玉珍', '李玉贞'], birth: '1975-06-21', orders: ['208', '326'], phone: '13952200117' },
] as const

function must<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(`demo: ${answer.refused}`)
  return answer
}

const unitOf = (ctx: Ctx, code: string): Promise<Unit | undefined> => inSnapshot(ctx.db, (tx) => unitByCode(tx, ctx.actor.reach, code))
const below = (ctx: Ctx, unit: Unit): Promise<Unit[]> => inSnapshot(ctx.db, (tx) => childrenOf(tx, ctx.actor.reach, unit.id))

/** The request under which the first act of the demo stands. */
export const firstAct = 'town before'

/**
 * A town with half of today's town's villages stood since 1990 and was merged into it in July 2018: told before anything else, so that the rosters find
 * the villages where they stand today. Cards say since when theirs does; figures may be asked under the boundaries of before.
 */
export async function tellOfTown(at: At): Promise<void> {
  const [split, merge] = [auditedAs(at(firstAct, '2016-12-20T01:30:00Z'), 'boundaries.change'), auditedAs(at('town merged', '2018-07-05T01:30:00Z'), 'boundaries.change')]
  const standing = await unitOf(split, town)
  if (!standing) return
  const villages = await below(split, standing)
  must(await changeUnits(split, {
    id: split.requestId, reason: '演示：补录以前的乡镇', codesConfirmed: true,
    change: { verb: 'split', onDay: '1990-01-01', unitId: standing.id, into: [{ ...former, children: villages.slice(0, villages.length / 2).map(({ id }) => id) }], ends: false, heir: null },
  }))
  const gone = await unitOf(merge, former.code)
  if (gone) must(await changeUnits(merge, { id: merge.requestId, reason: '演示：乡镇合并', change: { verb: 'merge', onDay: '2018-07-01', unitIds: [gone.id], into: { unitId: standing.id } } }))
}

/** Three pairs of likely twins, filed by hand in one village; of the first, one started work, and the two cards were merged later. */
export async function fileTwins(at: At): Promise<void> {
  const reading = at('read twins', '2017-05-02T01:00:00Z')
  const standing = await unitOf(reading, town)
  const village = standing && (await below(reading, standing)).at(-1)
  if (!village) return
  for (const { names, birth, orders, ...more } of twins) {
    for (const [nth, name] of names.entries()) {
      const ctx = auditedAs(at(`card ${name}`, `2017-05-0${2 + nth}T03:10:00Z`), 'register.file')
      const digits = `${county}${birth.replaceAll('-', '')}${orders[nth]}`
      must(await filePerson(ctx, { id: ctx.requestId, name, idNumber: digits + idCheckCharacter(digits), unitId: village.id, filedOn: ctx.today, ability: 'full', wish: 'work-at-home', hardships: [], ...more }))
    }
  }
  const [stays, closes] = twins[0].names.map((name) => at(`card ${name}`, '2017-05-02T03:10:00Z').requestId)
  const work = auditedAs(at('work of a twin', '2017-09-06T02:00:00Z'), 'care.start-work')
  must(await startWork(work, { id: work.requestId, personIds: [closes!], trade: 'handicraft', startedOn: '2017-09-05' }))
  const merge = auditedAs(at('merge', '2018-03-12T02:20:00Z'), 'register.merge')
  must(await mergeCards(merge, { id: merge.requestId, stays: stays!, closes: closes!, reason: '入户核对，是同一个人，第二次建卡写错了字' }, hasOpenRequest))
}

/** Three partner agencies: one at work under its second name, one that left, one beside a town. */
export async function recordAgencies(at: At): Promise<void> {
  const acting = (what: string, instant: string, verb: 'join' | 'rename' | 'leave') => auditedAs(at(what, instant), `agencies.${verb}`)
  const reading = at('read agencies', '2017-06-01T01:00:00Z')
  const [whole, part] = [await unitOf(reading, county), await unitOf(reading, town)]
  if (!whole || !part) return
  const joins = [
    { name: '邳州市巧手编织协会', kind: 'association', unitId: whole.id, joinedOn: '2017-06-01' },
    { name: '邳州市家政服务站', kind: 'enterprise', unitId: whole.id, joinedOn: '2017-07-10' },
    { name: '岔河镇巾帼志愿队', kind: 'volunteers', unitId: part.id, joinedOn: '2017-09-01' },
  ] as const
  const ids: string[] = []
  for (const join of joins) {
    const ctx = acting(`agency ${join.name}`, `${join.joinedOn}T02:00:00Z`, 'join')
    ids.push(must(await joinAgency(ctx, { id: ctx.requestId, ...join })).id)
  }
  const [renaming, leaving] = [acting('agency renamed', '2018-01-08T02:00:00Z', 'rename'), acting('agency left', '2018-06-29T02:00:00Z', 'leave')]
  must(await renameAgency(renaming, ids[0]!, { id: renaming.requestId, name: '邳州市巧手手工艺协会', on: '2018-01-08' }))
  must(await endAgency(leaving, ids[1]!, { id: leaving.requestId, on: '2018-06-29' }))
}
