import { listed } from '#kernel/writing.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { changedEntries, changesBetween, countBehind, entriesBehind, leftOut, passedLevelsOfEntries, type ChangeRow, type CountedEntry, type Question } from '#modules/ledger/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import { facetName, said, wordOf } from '#modules/plans/index.ts'
import { narrowed } from './axes.ts'
import { inReach, readCell, type Cell, type CellAsk } from './cell.ts'
import { countedBy } from './figure.ts'
import { pageSize } from './listing.ts'
import { idsOf, namesOfSubjects } from './people.ts'
import { maySeePeople } from './policy.ts'
import { readAsOf, type FigureRefusal } from './question.ts'
import { notPassed } from './receipt.ts'
import { asOfView } from './view.ts'

/** The entries behind a cell, newest first, 50 a page; of one subject where asked. Names stand beside them for those who may see people. */
export async function entries(ctx: Ctx, ask: CellAsk & { page: number; subject?: string | undefined }) {
  return inSnapshot(ctx.db, async (tx) => {
    const whole = await readCell(tx, ctx, ask)
    if (isRefusal(whole)) return whole
    const cell = inReach(whole, ctx.actor.reach)
    const { asked, part } = cell
    const subject = ask.subject ?? null
    const all = await entriesBehind(tx, asked.question, part, { subject, limit: pageSize, offset: (ask.page - 1) * pageSize })
    const total = subject === null ? (await countBehind(tx, asked.question, part)).entries : (ask.page - 1) * pageSize + all.length
    return { total, page: ask.page, size: pageSize, asOf: asOfView(asked), entries: await entryViews(tx, ctx, cell, all) }
  })
}

type Listed = Pick<CountedEntry, 'journal' | 'posting' | 'line' | 'at' | 'happenedOn' | 'subject' | 'unitId' | 'count' | 'facets'>

/** Entries as a list shows them: with names for those who may see people, the place, how far checked, facets in words. */
async function entryViews(tx: Tx, ctx: Ctx, { programme, asked }: Cell, all: readonly Listed[]) {
  const units = await unitsById(tx, ctx.actor.reach, all.map((entry) => entry.unitId))
  const passed = await passedLevelsOfEntries(tx, all, asked.question.asOf)
  const withNames = maySeePeople(ctx.actor) && asked.indicator.subject === 'person'
  const persons = withNames ? await namesOfSubjects(tx, ctx, [...new Set(all.map((entry) => entry.subject))]) : new Map()
  tx.note({ subjects: idsOf([...persons.values()]), facts: { indicator: asked.indicator.id } })
  return all.map(({ journal, posting, line, at, happenedOn, subject, unitId, count, facets }) => ({
    journal, posting, line, at, happenedOn, subject, personId: persons.get(subject)?.personId ?? null, name: persons.get(subject)?.name ?? null,
    unitName: units.get(unitId)?.name ?? null, count, checked: programme.levels.findLast(({ id }) => passed.get(`${posting}.${line}`)?.includes(id))?.id ?? null,
    facets: Object.entries(facets).map(([name, value]) => ({
      name: said(facetName(programme, name), ctx.language), value: listed(ctx.language, [value].flat().map((one) => said(wordOf(programme, name, one), ctx.language))),
    })),
  }))
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

type ChangesAsk = CellAsk & { readonly before: string }

/** What changed in a cell between two readings of the journal, the tree read as known at each. Refuses as a figure does; the earlier of the two is the first. */
export async function changes(ctx: Ctx, ask: ChangesAsk) {
  return inSnapshot(ctx.db, async (tx) => {
    const both = await readings(tx, ctx, ask)
    if (isRefusal(both)) return both
    const reasons = await changesBetween(tx, both.then.asked.question, both.now.asked.question)
    const told = async ({ asked }: Cell) => {
      const { whole } = await countedBy(tx, asked, null)
      return { asOf: asOfView(asked), value: whole.value, entries: whole.entries }
    }
    return { before: await told(both.then), after: await told(both.now), reasons: reasons.map((one) => ({ ...one, text: translate(ctx.language, `figures:changed.${one.reason}`) })) }
  })
}

/** The entries behind one reason of `changes`, newest first, 50 a page. */
export async function changedBehind(ctx: Ctx, ask: ChangesAsk & { reason: ChangeRow['reason']; page: number }) {
  return inSnapshot(ctx.db, async (tx) => {
    const both = await readings(tx, ctx, ask)
    if (isRefusal(both)) return both
    const [then, now] = [both.then, both.now].map((cell) => inReach(cell, ctx.actor.reach).asked.question) as [Question, Question]
    const total = (await changesBetween(tx, then, now)).find(({ reason }) => reason === ask.reason)?.entries ?? 0
    const all = await changedEntries(tx, then, now, ask.reason, { limit: pageSize, offset: (ask.page - 1) * pageSize })
    const views = await entryViews(tx, ctx, both.now, all)
    return { total, page: ask.page, size: pageSize, asOf: asOfView(both.now.asked), entries: views.map((view, i) => ({ ...view, in: all[i]!.in, out: all[i]!.out })) }
  })
}

/** A cell at two numbers, the earlier first, its part said by the question itself. Refuses `axes-clash` for the cell of a month: its last day is also that of the class. */
async function readings(tx: Tx, ctx: Ctx, ask: ChangesAsk): Promise<{ then: Cell; now: Cell } | Refusal<FigureRefusal>> {
  const [a, b] = [await readAsOf(tx, ctx, ask.before), await readAsOf(tx, ctx, ask.asOf)]
  if (isRefusal(a)) return { ...a, field: 'before' }
  if (isRefusal(b)) return b
  const numbers = [a.journal, b.journal].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
  const cells: Cell[] = []
  for (const number of numbers) {
    const cell = await readCell(tx, ctx, { ...ask, asOf: String(number) })
    if (isRefusal(cell)) return cell
    const { asked, part } = cell
    const question = part === null ? asked.question : part.cut.by === 'facet' ? narrowed(asked.question, asked.indicator, part.cut.facet, part.key) : null
    if (question === null) return refuse('axes-clash', {}, 'key')
    cells.push({ ...cell, part: null, asked: { ...asked, question: { ...question, asOf: number } } })
  }
  return { then: cells[0]!, now: cells[1]! }
}
