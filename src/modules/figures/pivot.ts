import { isRefusal, refuse } from '#kernel/refusal.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { laterThan, noTally, passedOf, tally, type Question, type Tally } from '#modules/ledger/index.ts'
import { said, type Names, type Programme } from '#modules/plans/index.ts'
import { acrossOf, insideOut, narrowed, type Axis } from './axes.ts'
import { countedBy, nameParts, targetOf, type Counted, type FigurePart } from './figure.ts'
import { adds, measured, sumOf } from './measure.ts'
import { indicatorsForAsk, readAsk, type Ask, type Asked } from './question.ts'
import { asOfView, checkedTo, onlyView } from './view.ts'

/** A table counted: each cell by row and column, '' for the whole of a side. */
type Cells = { at(row: string, column: string): Counted; readonly rowKeys: readonly string[]; readonly columnKeys: readonly string[] }

/**
 * One cut down, another across; all numbers of one snapshot. `rows`: the units directly below where nothing is said; `by`: the indicator's own
 * cut where nothing, or the same as the rows, is said; `none` for no cut.
 */
export async function pivot(ctx: Ctx, ask: Ask) {
  return inSnapshot(ctx.db, async (tx) => {
    const programme = await indicatorsForAsk(tx, ctx, ask)
    const indicator = programme.indicators.find((one) => one.id === ask.indicator)
    const rows = ask.rows || 'unit'
    const usual = indicator?.defaultBy ?? indicator?.facets[0]?.id ?? 'month'
    const by = ask.by && (ask.by !== rows || ask.by === 'none') ? ask.by : usual === rows ? (rows === 'month' ? 'unit' : 'month') : usual
    const asked = await readAsk(tx, ctx, programme, { ...ask, by, rows })
    if (isRefusal(asked)) return asked
    const cells = await cellsOf(tx, asked)
    if (cells === null) return refuse('axes-clash', {}, 'rows')
    return tableOf(tx, ctx, programme, asked, cells, { by, rows })
  })
}

/** Counts every cell. Null where rows and columns cannot be asked together. */
async function cellsOf(tx: Tx, { question, over, indicator, rows, across }: Asked): Promise<Cells | null> {
  const counted = await grid(tx, question, indicator, rows, across)
  const base = over && (await grid(tx, over, indicator, rows, across))
  if (counted === null || (over && base === null)) return null
  const keys = (side: 0 | 1) => [...new Set([...counted.keys(), ...(base?.keys() ?? [])].map((key) => key.split('|')[side]!))].filter((key) => key !== '')
  return {
    rowKeys: keys(0), columnKeys: keys(1),
    at(row, column) {
      const one = counted.get(`${row}|${column}`) ?? noTally
      return { ...measured(indicator, one, base?.get(`${row}|${column}`)), entries: one.entries, times: one.times, subjects: one.subjects }
    },
  }
}

/** The tallies of a table by `row|column`. Units against anything are one question; a facet against a facet or the months is one for each of its values. */
async function grid(tx: Tx, q: Question, indicator: Asked['indicator'], rows: Axis | null, across: Axis | null): Promise<Map<string, Tally> | null> {
  const cells = new Map<string, Tally>()
  const [down, over] = [acrossOf(rows), acrossOf(across)]
  if (down === null || over === null) {
    const units = rows?.by === 'unit' || across?.by === 'unit'
    for (const one of await tally(tx, q, { units, across: down ?? over })) {
      const [unit, part] = [one.row ?? '', one.column ?? '']
      cells.set(rows?.by === 'unit' || (rows === null && across?.by !== 'unit') ? `${unit}|${part}` : `${part}|${unit}`, one)
    }
    return cells
  }
  const order = insideOut(q, indicator, down, over)
  if (order === null) return null
  const put = (outer: string, inner: string, one: Tally) => cells.set(order.swapped ? `${inner}|${outer}` : `${outer}|${inner}`, one)
  for (const one of await tally(tx, q, { units: false, across: order.inner })) put('', one.column ?? '', one)
  for (const { column } of await tally(tx, q, { units: false, across: order.outer })) {
    if (column === null) continue
    for (const one of await tally(tx, narrowed(q, indicator, order.outer.facet, column)!, { units: false, across: order.inner })) put(column, one.column ?? '', one)
  }
  return cells
}

async function tableOf(tx: Tx, ctx: Ctx, programme: Programme, asked: Asked, cells: Cells, { by, rows: rowsBy }: { by: string; rows: string }) {
  const { question: q, indicator, rows, across } = asked
  const say = (names: Names) => said(names, ctx.language)
  const additive = adds(indicator)
  const whole = cells.at('', '')
  const passed = await passedOf(tx, q)
  const waiting = await waitingBy(tx, programme, asked, passed, whole)
  const named = (axis: Axis | null, keys: readonly string[], value: (key: string) => number | null): FigurePart[] =>
    axis === null ? [] : nameParts(programme, asked, axis, keys.map((key) => ({ key, value: value(key) })))
  const columnsOf = named(across, cells.columnKeys, (key) => cells.at('', key).value)
  const rowsOf = named(rows, cells.rowKeys, (key) => Math.max(cells.at(key, '').value ?? 0, waiting.get(key) ?? 0))

  const table = rowsOf.map(({ key, name, pseudo, own }) => {
    const mine = Object.fromEntries(columnsOf.map((column) => [column.key, cells.at(key, column.key).value]))
    const { value: total, times } = cells.at(key, '')
    return {
      key, name: say(name), pseudo: pseudo ?? false, own: own ?? false, cells: mine,
      overlap: additive && across ? sumOf(Object.values(mine)) - (total ?? 0) : null, total, times, waiting: waiting.get(key) ?? 0,
      target: rows?.by === 'unit' && !own && asked.only.length === 0 ? (targetOf(programme, { indicator, to: asked.to, unit: { ...asked.unit, code: key } })?.value ?? null) : null,
    }
  })
  const columns = columnsOf.map(({ key, name, pseudo, own }) => {
    const { value } = cells.at('', key)
    const added = additive && rows ? sumOf(table.map((row) => row.cells[key]!)) : null
    return { key, name: say(name), ...(pseudo ? { pseudo } : {}), ...(own ? { own } : {}), sum: added, overlap: added === null ? null : added - (value ?? 0), value }
  })
  const rowSum = additive && rows ? sumOf(table.map((row) => row.total)) : null
  return {
    indicator: indicator.id, version: indicator.version, name: say(indicator.name), counts: indicator.counts, how: say(indicator.how),
    tally: indicator.tally, currency: indicator.currency, adds: additive,
    unit: asked.unit.code, unitName: asked.unitName, only: onlyView(asked), from: asked.from, to: asked.to, boundaryDay: asked.boundaryDay, asOf: asOfView(asked), level: asked.level, by, rowsBy,
    later: await laterThan(tx, q), columns, rows: table, rowSum, rowOverlap: rowSum === null ? null : rowSum - (whole.value ?? 0),
    columnOverlap: additive && across ? sumOf(columns.map((column) => column.value)) - (whole.value ?? 0) : null, value: whole.value, times: whole.times, waiting: waiting.get('') ?? 0,
    checkedTo: checkedTo(programme, whole.entries, passed),
  }
}

/** By row (and '' for the whole): what is reported and has not passed the level asked for, else the highest one at work. Nothing where parts do not add. */
async function waitingBy(tx: Tx, programme: Programme, asked: Asked, passed: Readonly<Record<string, number>>, whole: Counted): Promise<Map<string, number>> {
  const { question, rows, indicator } = asked
  const level = question.level ?? programme.levels.filter((one) => one.atWork).at(-1)?.id
  if (level === undefined || !adds(indicator)) return new Map()
  const counted = async (of: string | null) => {
    const found = await countedBy(tx, { question: { ...question, level: of }, over: null, indicator }, rows)
    return new Map([['', found.whole.value ?? 0], ...[...found.parts].map(([key, one]) => [key, one.value ?? 0] as [string, number])])
  }
  // Everything passed: nothing waits, and nothing needs counting.
  if (question.level === null && whole.entries > 0 && passed[level] === whole.entries) return new Map()
  const all = await counted(null)
  const done = question.level !== null || passed[level] ? await counted(level) : new Map<string, number>()
  return new Map([...all].map(([key, value]) => [key, value - (done.get(key) ?? 0)]))
}
