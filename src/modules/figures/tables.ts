import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { count, countTable, laterThan, monthsOf, passedOf, summaryOf, type Question, type Summary } from '#modules/ledger/index.ts'
import { programmeOf, said, wordOf, type Names, type Programme } from '#modules/plans/index.ts'
import { columnKeys, monthsBetween, nameParts, plain, targetOf, figure } from './figure.ts'
import { companionOf } from './receipt.ts'
import { readAsk, type Ask, type Asked, type FigureRefusal } from './question.ts'
import { figureView } from './view.ts'

const asOfView = ({ asOf }: Asked) => ({ journal: String(asOf.journal), at: asOf.at })
const monthFirst = (day: string) => `${day.slice(0, 7)}-01`
const dayBefore = (day: string) => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()

/** The highest level at work that every entry has passed; null where none has. */
function checkedTo(programme: Programme, entries: number, passed: Readonly<Record<string, number>>): string | null {
  return programme.levels.filter((level) => entries > 0 && passed[level.id] === entries).at(-1)?.id ?? null
}

/**
 * Figures of home by everything they depend on, the journal number among it: such a figure never changes (decisions/0004), so it may be kept
 * as long as there is room. A new posting is a new number, and counts anew.
 */
const kept = new WeakMap<object, Map<string, Map<string, unknown>>>()
function keptOf({ db }: Pick<Ctx, 'db'>): Map<string, unknown> {
  const ofPool = kept.get(db.pool) ?? new Map<string, Map<string, unknown>>()
  kept.set(db.pool, ofPool)
  const ofSchema = ofPool.get(db.schema) ?? new Map<string, unknown>()
  ofPool.set(db.schema, ofSchema)
  return ofSchema
}

/** Home: every indicator for one unit against its target, in one snapshot; the same question is counted once. */
export async function home(ctx: Ctx, ask: Omit<Ask, 'indicator'>) {
  const programme = programmeOf(ctx.workspace.programme)
  const say = (names: Names) => said(names, ctx.language)
  return inSnapshot(ctx.db, async (tx) => {
    const known = keptOf(ctx)
    // Persons and person-times of the same entries are one question.
    const keep = async <T>(what: string, asked: Asked, q: Question, work: () => Promise<T>): Promise<T> => {
      const key = JSON.stringify({ ...q, what, counts: null, asOf: String(asked.asOf.journal) })
      if (!known.has(key)) {
        const found = await work()
        if (known.size > 500) known.clear()
        known.set(key, found)
      }
      return known.get(key) as T
    }
    const rows: { asked: Asked; value: number; entries: number; month: number; checked: string | null }[] = []
    for (const indicator of programme.indicators) {
      const asked = await readAsk(tx, ctx, programme, { ...ask, by: null, indicator: indicator.id })
      if (isRefusal(asked)) return asked
      const first = monthFirst(asked.to)
      const q = asked.question
      const summary = (one: Question) => keep(first, asked, one, () => summaryOf(tx, one, first))
      const valueOf = (one: Summary) => (q.counts === 'subjects' ? one.subjects : one.times)
      const all = await summary(q)
      const ofMonth = q.counts === 'subjects' ? all.subjectsOfMonth : all.timesOfMonth
      const month = indicator.take === 'every' ? ofMonth : valueOf(all) - valueOf(await summary({ ...q, to: dayBefore(first) }))
      const passed = all.entries === 0 ? {} : await keep('passed', asked, q, () => passedOf(tx, q))
      rows.push({ asked, value: valueOf(all), entries: all.entries, month, checked: checkedTo(programme, all.entries, passed) })
    }
    const { asked } = rows[0]!
    const later = await laterThan(tx, { ...asked.question, kinds: [...new Set(programme.indicators.flatMap((one) => one.kinds))] })
    return {
      asOf: asOfView(asked), unit: asked.unit.code, unitName: asked.unit.name, from: asked.from, to: asked.to, level: asked.level, later,
      figures: rows.map(({ asked, value, entries, month, checked }) => {
        const target = targetOf(programme, asked)
        const other = rows.find((row) => row.asked.indicator.id === asked.indicator.companion)
        return {
          ...figureView({ asked, value, entries, overlap: null, parts: [], target }, ctx.language),
          companion: other ? { indicator: other.asked.indicator.id, counts: other.asked.indicator.counts, value: other.value } : null,
          month, checkedTo: checked, name: say(asked.indicator.name),
          targetPeriod: target && { from: target.from, to: target.to, gone: shareGone(target.from, target.to, asked.to) },
        }
      }),
    }
  })
}

/** How much of a period is over at the end of a day, 0 to 1. */
export function shareGone(from: string, to: string, day: string): number {
  const days = (a: string, b: string) => Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b)).days + 1
  return Math.min(1, Math.max(0, days(from, day) / days(from, to)))
}

/** One figure with its parts, companion, and how far it is checked. */
export async function figurePage(ctx: Ctx, ask: Ask) {
  const programme = programmeOf(ctx.workspace.programme)
  return inSnapshot(ctx.db, async (tx) => {
    const one = await figure(tx, ctx, programme, ask)
    if (isRefusal(one)) return one
    const q = one.asked.question
    const all = await count(tx, { ...q, level: null }, null)
    const levels = []
    for (const level of programme.levels.filter((l) => l.atWork)) {
      const passed = (await count(tx, { ...q, level: level.id }, null)).value
      levels.push({ level: level.id, passed, waiting: all.value - passed })
    }
    return {
      ...figureView(one, ctx.language), companion: await companionOf(tx, programme, one), how: said(one.asked.indicator.how, ctx.language),
      checkedTo: checkedTo(programme, one.entries, await passedOf(tx, q)), later: await laterThan(tx, q), levels,
    }
  })
}

/** The units directly below down, a facet or the months across; all numbers of one snapshot. `by` unit or nothing means the indicator's own cut. */
export async function pivot(ctx: Ctx, ask: Ask) {
  const programme = programmeOf(ctx.workspace.programme)
  const indicator = programme.indicators.find((one) => one.id === ask.indicator)
  const by = ask.by && ask.by !== 'unit' ? ask.by : (indicator?.defaultBy ?? indicator?.facets[0]?.id ?? 'month')
  return inSnapshot(ctx.db, async (tx) => {
    const asked = await readAsk(tx, ctx, programme, { ...ask, by }, true)
    if (isRefusal(asked)) return asked
    return pivotOf(tx, ctx, programme, asked)
  })
}

async function pivotOf(tx: Tx, ctx: Ctx, programme: Programme, asked: Asked) {
  const { question: q, cut, indicator } = asked
  const say = (names: Names) => said(names, ctx.language)
  const cells = await countTable(tx, q, cut as Exclude<typeof cut, null | { by: 'unit' }>)
  const at = new Map(cells.map((cell) => [`${cell.row ?? ''}|${cell.column ?? ''}`, cell]))
  const cell = (row: string | null, column: string | null) => at.get(`${row ?? ''}|${column ?? ''}`) ?? { value: 0, times: 0, entries: 0 }
  const found = [...new Set(cells.flatMap((one) => (one.column === null ? [] : [one.column])))]
  const keys = cut!.by === 'month' ? monthsBetween(found) : columnKeys(indicator, (cut as { facet: string }).facet, found)
  const totals = new Map(cells.filter((one) => one.column === null).map((one) => [one.row ?? '', one.value]))
  const passed = await passedOf(tx, q)
  const waiting = await waitingBy(tx, programme, asked, totals, passed)
  const whole = cell(null, null)

  const units = nameParts(programme, { ...asked, cut: { by: 'unit' } }, cells.filter((one) => one.row !== null && one.column === null).map((one) => ({ key: one.row!, value: Math.max(one.value, waiting.get(one.row!) ?? 0) })))
  const rows = units.map((unit) => {
    const mine = Object.fromEntries(keys.map((key) => [key, cell(unit.key, key).value]))
    const { value: total, times } = cell(unit.key, null)
    return {
      key: unit.key, name: say(unit.name), pseudo: unit.pseudo ?? false, own: unit.own ?? false, cells: mine,
      overlap: Object.values(mine).reduce((a, b) => a + b, 0) - total, total, times, waiting: waiting.get(unit.key) ?? 0,
    }
  })
  const columns = keys.map((key) => {
    const sum = rows.reduce((s, row) => s + row.cells[key]!, 0)
    const { value } = cell(null, key)
    return { key, name: say(cut!.by === 'month' ? plain(key) : wordOf(programme, (cut as { facet: string }).facet, key)), sum, overlap: sum - value, value }
  })
  const rowSum = rows.reduce((sum, row) => sum + row.total, 0)
  return {
    indicator: indicator.id, version: indicator.version, name: say(indicator.name), counts: indicator.counts, how: say(indicator.how),
    unit: asked.unit.code, unitName: asked.unit.name, from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay, asOf: asOfView(asked), level: asked.level, by: asked.by!,
    later: await laterThan(tx, q), columns, rows, rowSum, rowOverlap: rowSum - whole.value,
    columnOverlap: columns.reduce((sum, column) => sum + column.value, 0) - whole.value, value: whole.value, times: whole.times, waiting: waiting.get('') ?? 0,
    checkedTo: checkedTo(programme, whole.entries, passed),
  }
}

/** By unit (and '' for the whole): what is reported and has not passed the level asked for, else the highest one at work. */
async function waitingBy(tx: Tx, programme: Programme, { question: q }: Asked, totals: ReadonlyMap<string, number>, passed: Readonly<Record<string, number>>): Promise<Map<string, number>> {
  const level = q.level ?? programme.levels.filter((one) => one.atWork).at(-1)?.id
  if (level === undefined) return new Map()
  const counted = async (of: string | null) => {
    const { value, parts } = await count(tx, { ...q, level: of }, { by: 'unit' })
    return new Map([['', value], ...parts.map((part) => [part.key, part.value] as [string, number])])
  }
  const all = q.level === null ? totals : await counted(null)
  const done = q.level !== null ? totals : passed[level] ? await counted(level) : new Map<string, number>()
  return new Map([...all].map(([key, value]) => [key, value - (done.get(key) ?? 0)]))
}

/** Month by month; the last one says until when it goes where it is not over. */
export async function trend(ctx: Ctx, ask: Ask): Promise<Refusal<FigureRefusal> | { asOf: { journal: string; at: string | null }; counts: Asked['indicator']['counts']; months: { month: string; value: number; first: number; times: number; until: string | null }[] }> {
  return inSnapshot(ctx.db, async (tx) => {
    const asked = await readAsk(tx, ctx, programmeOf(ctx.workspace.programme), { ...ask, by: null })
    if (isRefusal(asked)) return asked
    const found = await monthsOf(tx, asked.question)
    const byMonth = new Map(found.map((row) => [row.month, row]))
    const until = (month: string) => (month === asked.to.slice(0, 7) && Temporal.PlainDate.from(asked.to).add({ days: 1 }).day !== 1 ? asked.to : null)
    return {
      asOf: asOfView(asked), counts: asked.indicator.counts,
      months: monthsBetween(found.map((row) => row.month)).map((month) => ({ ...(byMonth.get(month) ?? { month, value: 0, first: 0, times: 0 }), until: until(month) })),
    }
  })
}
