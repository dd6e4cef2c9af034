import type { Piece } from '#platform/columnar/duck.ts'
import { noTally, type Across, type Question, type Tally, type TallyRow } from '../question.ts'
import { counted, wordings, type Wanted } from './counted.store.ts'
import { Marked, tallied, type Rows } from './fold.ts'
import type { Reader } from './reader.ts'
import { levels, passedColumn } from './shape.ts'
import type { View } from './view.ts'

/* DuckDB finds the rows that a question counts, once; they are counted here, every way that is asked (`fold.ts`). */

/** A question's whole at no level and at each that has passed anything; `both`: entries passed by two, `<one> <other>` both ways. */
export type Wholes = { readonly whole: Tally; readonly levels: Readonly<Record<string, Tally>>; readonly both: Readonly<Record<string, number>> }

/** What is read of each row: subject, count, whether it is the first of its entry and its money where that is asked, and then `more`, expressions over `counted`. */
function reading(view: View, q: Question, wanted: Wanted, more: readonly string[]): { statement: string; rowsOf(piece: Piece): Rows; moreAt: number } {
  const [isFirst, hasMoney] = [q.through === 'members', view.words.hasMoney(view.words.kinds(q.kinds))]
  const columns = ['subject', 'count', ...(isFirst ? ['is_first::int'] : []), ...(hasMoney ? ['coalesce(amount, 0)'] : [])]
  return {
    statement: `with ${counted(view, q, 'q', wanted).join(', ')} select ${[...columns, ...more.map((one) => `(${one})::int`)].join(', ')} from q`,
    rowsOf: ({ columns: of, rows }) => ({
      length: rows, subjects: of[0] as Int32Array, counts: of[1] as Int32Array, first: isFirst ? (of[2] as Int32Array) : null, amounts: hasMoney ? (of[isFirst ? 3 : 2] as BigInt64Array) : null,
    }),
    moreAt: columns.length,
  }
}

/** The levels that have passed anything, as marks of a row: a bit each, in this order. */
function marksOf(view: View): { work: string[]; marks: string } {
  const work = levels.filter((level) => view.words.atWork.has(level))
  return { work, marks: work.map((level, place) => `case when ${passedColumn(level)} <= ${view.n} then ${1 << place} else 0 end`).join(' + ') || '0' }
}

function told(folded: Marked, work: readonly string[]): Wholes {
  return {
    whole: folded.tally(null), levels: Object.fromEntries(work.map((level, place) => [level, folded.tally(place)])),
    both: Object.fromEntries(work.flatMap((one, i) => work.flatMap((other, j) => (i === j ? [] : [[`${one} ${other}`, folded.both(i, j)]])))),
  }
}

/** One reading for everything that a figure's page tells of levels. In: a question that asks for no level. */
export async function wholes(reader: Reader, view: View, q: Question): Promise<Wholes> {
  const { work, marks } = marksOf(view)
  const { statement, rowsOf, moreAt } = reading(view, q, { passed: work.length > 0 }, [marks])
  const folded = new Marked(work.length, view.subjects)
  await reader.duck.pieces(statement, (piece) => folded.add(piece.rows, { ...rowsOf(piece), marks: piece.columns[moreAt] as Int32Array }))
  return told(folded, work)
}

/** The rows of a table, and what `wholes` tells, from the same reading. */
export async function tally(reader: Reader, view: View, q: Question, by: { units: boolean; across: Across | null }): Promise<{ wholes: Wholes; rows: TallyRow[] }> {
  const where = view.words.stretches(q.ranges)
  const keys = where?.keys ?? ['']
  const words = by.across === null ? null : wordings(view, q, by.across)
  const byPath = by.units && keys.length > 1
  const { work, marks } = marksOf(view)
  const { statement, rowsOf, moreAt } = reading(view, { ...q, level: null }, { cut: by.across, passed: work.length > 0 }, [marks, ...(byPath ? ['path'] : []), ...(words === null ? [] : [words.wording])])
  const [folded, pieces] = [new Marked(work.length, view.subjects), new Gathered()]
  await reader.duck.pieces(statement, (piece) => {
    const rows = rowsOf(piece)
    folded.add(piece.rows, { ...rows, marks: piece.columns[moreAt] as Int32Array })
    pieces.add(piece, rows, moreAt)
  })
  const { rows, more } = pieces
  const whole = told(folded, work)
  const out: TallyRow[] = [{ row: null, column: null, ...((q.level === null ? whole.whole : whole.levels[q.level]) ?? noTally) }]
  const tell = (of: Map<number, Tally>, place: (cell: number) => Pick<TallyRow, 'row' | 'column'>) => {
    for (const [cell, one] of of) out.push({ ...place(cell), ...one })
  }
  const down = byPath ? keysOfPaths(more[1], where!, view.words.paths) : new Int32Array(rows.length)
  // What the level has not passed stands in no cell.
  if (q.level !== null) {
    const bit = work.includes(q.level) ? 1 << work.indexOf(q.level) : 0
    more[0]?.forEach((mark, row) => (mark & bit) === 0 && (down[row] = -1))
  }
  if (by.units) tell(tallied(rows, down, keys.length), (cell) => ({ row: keys[cell]!, column: null }))
  if (words !== null) {
    const { names, parts, rowOf } = partsOf(more[byPath ? 2 : 1], words.parts)
    const at = (place: number) => down[rowOf === null ? place : rowOf[place]!]!
    const columns = q.level === null && !byPath ? parts : parts.map((part, place) => (at(place) < 0 ? -1 : part))
    tell(tallied(rows, columns, names.length, rowOf), (cell) => ({ row: null, column: names[cell]! }))
    const cells = by.units ? columns.map((part, place) => (part < 0 ? -1 : at(place) * names.length + part)) : null
    if (cells) tell(tallied(rows, cells, keys.length * names.length, rowOf), (cell) => ({ row: keys[Math.floor(cell / names.length)]!, column: names[cell % names.length]! }))
  }
  return { wholes: whole, rows: out.sort(byPlace) }
}

const byPlace = (a: TallyRow, b: TallyRow) => inOrder(a.row, b.row) || inOrder(a.column, b.column)
const inOrder = (a: string | null, b: string | null) => (a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1)

/** Pieces put together. */
class Gathered {
  rows: Rows = { length: 0, subjects: new Int32Array(0), counts: new Int32Array(0), first: null, amounts: null }
  more: Int32Array[] = []

  add({ columns, at, total }: Piece, of: Rows, moreAt: number): void {
    if (at === 0) {
      this.rows = { length: total, subjects: new Int32Array(total), counts: new Int32Array(total), first: of.first && new Int32Array(total), amounts: of.amounts && new BigInt64Array(total) }
      this.more = columns.slice(moreAt).map(() => new Int32Array(total))
    }
    const { subjects, counts, first, amounts } = this.rows
    subjects.set(of.subjects, at)
    counts.set(of.counts, at)
    first?.set(of.first!, at)
    amounts?.set(of.amounts!, at)
    this.more.forEach((one, place) => one.set(columns[moreAt + place] as Int32Array, at))
  }
}

/** Of each row's path the place of its key; −1 where it counts for none. */
function keysOfPaths(paths: Int32Array = new Int32Array(0), where: { stretches: readonly { from: number; to: number; key: number }[] }, howMany: number): Int32Array {
  const keyOf = new Int32Array(howMany).fill(-1)
  for (const { from, to, key } of where.stretches) keyOf.fill(key, from, to + 1)
  return paths.map((path) => keyOf[path]!)
}

/** The parts that the rows' wordings mean: of each row its one part, or, where a wording means several, a place for each and (`rowOf`) whose it is. */
function partsOf(wordings: Int32Array = new Int32Array(0), meant: ReadonlyMap<string, readonly number[]> | null): { names: string[]; parts: Int32Array; rowOf: Int32Array | null } {
  if (meant === null) {
    let [first, last] = [Infinity, -Infinity]
    for (const month of wordings) [first, last] = [Math.min(first, month), Math.max(last, month)]
    const names = wordings.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, i) => monthOf(first + i))
    return { names, parts: wordings.map((month) => month - first), rowOf: null }
  }
  const names = [...meant.keys()]
  const of: number[][] = []
  for (const [place, ids] of [...meant.values()].entries()) for (const id of ids) (of[id + 1] ??= []).push(place)
  if (of.every((parts) => parts.length === 1)) {
    const one = Int32Array.from(of, (parts) => parts?.[0] ?? -1)
    return { names, parts: wordings.map((id) => one[id + 1] ?? -1), rowOf: null }
  }
  let many = 0
  for (const id of wordings) many += of[id + 1]?.length ?? 0
  const [parts, rowOf] = [new Int32Array(many), new Int32Array(many)]
  let next = 0
  wordings.forEach((id, row) => {
    for (const part of of[id + 1] ?? []) {
      parts[next] = part
      rowOf[next++] = row
    }
  })
  return { names, parts, rowOf }
}

const monthOf = (month: number) => `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
