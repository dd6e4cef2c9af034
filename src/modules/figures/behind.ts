import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { changesBetween, countBehind, entriesBehind, leftOut, passedLevelsOfEntries } from '#modules/ledger/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { facetName, said, wordOf } from '#modules/plans/index.ts'
import { readCell, type CellAsk } from './cell.ts'
import { countedBy } from './figure.ts'
import { idsOf, namesOfSubjects, pageSize } from './people.ts'
import { maySeePeople } from './policy.ts'
import { readAsOf, type FigureRefusal } from './question.ts'
import { notPassed } from './receipt.ts'
import { asOfView } from './view.ts'

/** The entries behind a cell, newest first, 50 a page; of one subject where asked. Names stand beside them for those who may see people. */
export async function entries(ctx: Ctx, ask: CellAsk & { page: number; subject?: string | undefined }) {
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await readCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { programme, asked, part } = cell
    const subject = ask.subject ?? null
    const all = await entriesBehind(tx, asked.question, part, { subject, limit: pageSize, offset: (ask.page - 1) * pageSize })
    const total = subject === null ? (await countBehind(tx, asked.question, part)).entries : (ask.page - 1) * pageSize + all.length
    const units = await unitsById(tx, ctx.actor.reach, all.map((entry) => entry.unitId))
    const passed = await passedLevelsOfEntries(tx, all, asked.question.asOf)
    const withNames = maySeePeople(ctx.actor) && asked.indicator.subject === 'person'
    const persons = withNames ? await namesOfSubjects(tx, ctx, [...new Set(all.map((entry) => entry.subject))]) : new Map()
    tx.note({ subjects: idsOf([...persons.values()]), facts: { indicator: ask.indicator } })
    return {
      total, page: ask.page, size: pageSize, asOf: asOfView(asked),
      entries: all.map(({ journal, posting, line, at, happenedOn, subject: whose, unitId, count: times, facets }) => ({
        journal, posting, line, at, happenedOn, subject: whose, personId: persons.get(whose)?.personId ?? null, name: persons.get(whose)?.name ?? null,
        unitName: units.get(unitId)?.name ?? null, count: times, checked: programme.levels.findLast(({ id }) => passed.get(`${posting}.${line}`)?.includes(id))?.id ?? null,
        facets: Object.entries(facets).map(([name, value]) => ({
          name: said(facetName(programme, name), ctx.language), value: [value].flat().map((one) => said(wordOf(programme, name, one), ctx.language)).join(ctx.language === 'en' ? ', ' : '、'),
        })),
      })),
    }
  })
}

/** What is not in a cell's row, and why: one line a reason, the sentence in the reader's language. A column does not narrow it. */
export async function leftOutOf(ctx: Ctx, ask: CellAsk) {
  return inSnapshot(ctx.db, async (tx) => {
    const cell = await readCell(tx, ctx, ask)
    if (isRefusal(cell)) return cell
    const { asked } = cell
    const waits = asked.level === null ? null : await notPassed(tx, asked.question)
    const reasons = [...(waits && waits.entries > 0 ? [{ reason: 'not-passed' as const, ...waits }] : []), ...(await leftOut(tx, asked.question, asked.asOf.journal))]
    return {
      asOf: asOfView(asked),
      reasons: reasons.map(({ reason, subjects, entries: n }) => ({ reason, text: translate(ctx.language, `figures:left-out.${reason}`), subjects, entries: n })),
    }
  })
}

/** What changed in a cell between two readings of the journal, the tree read as known at each. Refuses as a figure does; `as-of-ahead` where `before` is the later one. */
export async function changes(ctx: Ctx, ask: CellAsk & { before: string }) {
  return inSnapshot(ctx.db, async (tx) => {
    const now = await reading(tx, ctx, ask)
    if (isRefusal(now)) return now
    const earlier = await readAsOf(tx, ctx, ask.before)
    if (isRefusal(earlier)) return { ...earlier, field: 'before' }
    const then = await reading(tx, ctx, { ...ask, asOf: String(earlier.journal < now.asked.asOf.journal ? earlier.journal : now.asked.asOf.journal) })
    if (isRefusal(then)) return then
    const reasons = await changesBetween(tx, { ...then.asked.question, asOf: then.asked.asOf.journal }, { ...now.asked.question, asOf: now.asked.asOf.journal })
    const told = ({ asked, value, entries: n }: typeof now) => ({ asOf: asOfView(asked), value, entries: n })
    return { before: told(then), after: told(now), reasons: reasons.map((one) => ({ ...one, text: translate(ctx.language, `figures:changed.${one.reason}`) })) }
  })
}

/** A cell's value and entries; a facet or month across is said by narrowing where one question can. */
async function reading(tx: Tx, ctx: Ctx, ask: CellAsk) {
  const cell = await readCell(tx, ctx, ask)
  if (isRefusal(cell)) return cell as Refusal<FigureRefusal>
  const { asked, part } = cell
  const { whole, parts } = await countedBy(tx, asked, part === null || part.cut.by === 'unit' ? null : part.cut)
  const one = part === null ? whole : parts.get(part.key)
  return { asked, value: one?.value ?? 0, entries: one?.entries ?? 0 }
}
