import { noTally, type Across, type Question, type Tally, type TallyRow } from '../question.ts'
import { wordings } from './counted.store.ts'
import { Marked, tallied, type Rows } from './fold.ts'
import { marksOf, read } from './reading.store.ts'
import type { Reader } from './reader.ts'
import { Room } from './room.ts'
import type { View } from './view.ts'

/** A question's whole at no level and at each that has passed anything; `both`: entries passed by two, `<one> <other>` both ways. */
export type Wholes = { readonly whole: Tally; readonly levels: Readonly<Record<string, Tally>>; readonly both: Readonly<Record<string, number>> }

function told(folded: Marked, work: readonly string[]): Wholes {
  return {
    whole: folded.tally(null), levels: Object.fromEntries(work.map((level, place) => [level, folded.tally(place)])),
    both: Object.fromEntries(work.flatMap((one, i) => work.flatMap((other, j) => (i === j ? [] : [[`${one} ${other}`, folded.both(i, j)]])))),
  }
}

/** One reading for everything that a figure's page tells of levels. In: a question that asks for no level. */
export async function wholes(reader: Reader, view: View, q: Question): Promise<Wholes> {
  const { work } = marksOf(view)
  const room = new Room()
  try {
    const folded = new Marked(room, work.length, view.subjects)
    const add = (rows: Rows, marks: Int32Array) => folded.add(rows, marks)
    const all = await read(room, reader, view, q, { cut: null, paths: false }, add)
    if (all) add(all.rows, all.marks)
    return told(folded, work)
  } finally {
    room.close()
  }
}

/**
 * The rows of a table, and from the same reading what else is asked beside it: what `wholes` tells, and where units are asked against something across also
 * each unit alone at no level and at each that has passed anything (`units`, by the level, '' for none): a table tells what waits for a level.
 */
export async function tally(reader: Reader, view: View, q: Question, by: Cuts): Promise<Table> {
  const room = new Room()
  try {
    return await tallyIn(room, reader, view, q, by)
  } finally {
    room.close()
  }
}

type Cuts = { units: boolean; across: Across | null }
type Table = { wholes: Wholes; rows: TallyRow[]; units: Map<string, TallyRow[]> }

async function tallyIn(room: Room, reader: Reader, view: View, q: Question, by: Cuts): Promise<Table> {
  const where = view.words.stretches(q.ranges)
  const keys = where?.keys ?? ['']
  const byPath = by.units && keys.length > 1
  const { work } = marksOf(view)
  const { rows, marks, paths, wordings: worded } = (await read(room, reader, view, { ...q, level: null }, { cut: by.across, paths: byPath }))!
  const folded = new Marked(room, work.length, view.subjects)
  folded.add(rows, marks)
  const again = folded.metAgain(rows)
  const whole = told(folded, work)
  const wholeAt = (level: string | null): TallyRow => ({ row: null, column: null, ...((level === null ? whole.whole : whole.levels[level]) ?? noTally) })
  const down = byPath ? keysOfPaths(room, paths!, where!, view.words.paths) : room.int32(rows.length).fill(0)
  // What a level has not passed stands in no cell.
  const at = (level: string | null) => {
    const place = level === null ? -1 : work.indexOf(level)
    return place < 0 ? down : room.numbered(rows.length, (row) => ((marks[row]! >> place) & 1 ? down[row]! : -1))
  }
  const unitsAt = (passed: Int32Array): TallyRow[] => [...tallied(room, rows, passed, keys.length, again)].map(([cell, one]) => ({ row: keys[cell]!, column: null, ...one }))
  const asked = [null, ...work].filter((level) => by.across !== null || level === q.level)
  const units = new Map(by.units ? asked.map((level) => [level ?? '', [wholeAt(level), ...unitsAt(at(level))].sort(byPlace)]) : [])
  // A level that has passed nothing yet.
  if (q.level !== null && !work.includes(q.level)) return { wholes: whole, rows: [wholeAt(q.level)], units }
  const out = by.units ? [...units.get(q.level ?? '')!] : [wholeAt(q.level)]
  if (by.across !== null) {
    const passed = at(q.level)
    const { names, parts, rowOf } = partsOf(room, worded!, wordings(view, q, by.across).parts)
    const keyAt = (place: number) => passed[rowOf === null ? place : rowOf[place]!]!
    const columns = q.level === null && !byPath ? parts : room.numbered(parts.length, (place) => (keyAt(place) < 0 ? -1 : parts[place]!))
    for (const [cell, one] of tallied(room, rows, columns, names.length, again, rowOf)) out.push({ row: null, column: names[cell]!, ...one })
    const cells = by.units ? room.numbered(columns.length, (place) => (columns[place]! < 0 ? -1 : keyAt(place) * names.length + columns[place]!)) : none
    for (const [cell, one] of tallied(room, rows, cells, by.units ? keys.length * names.length : 0, again, rowOf)) out.push({ row: keys[Math.floor(cell / names.length)]!, column: names[cell % names.length]!, ...one })
  }
  return { wholes: whole, rows: out.sort(byPlace), units }
}

const none = new Int32Array(0)
const byPlace = (a: TallyRow, b: TallyRow) => inOrder(a.row, b.row) || inOrder(a.column, b.column)
const inOrder = (a: string | null, b: string | null) => (a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1)

/** Of each row's path the place of its key; −1 where it counts for none. */
function keysOfPaths(room: Room, paths: Int32Array, where: { stretches: readonly { from: number; to: number; key: number }[] }, howMany: number): Int32Array {
  const keyOf = new Int32Array(howMany).fill(-1)
  for (const { from, to, key } of where.stretches) keyOf.fill(key, from, to + 1)
  return room.numbered(paths.length, (row) => keyOf[paths[row]!]!)
}

/** The parts that the rows' wordings mean: of each row its one part, or, where a wording means several, a place for each and (`rowOf`) whose it is. */
function partsOf(room: Room, wordings: Int32Array, meant: ReadonlyMap<string, readonly number[]> | null): { names: string[]; parts: Int32Array; rowOf: Int32Array | null } {
  if (meant === null) {
    let [first, last] = [Infinity, -Infinity]
    for (const month of wordings) [first, last] = [Math.min(first, month), Math.max(last, month)]
    const names = wordings.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, i) => monthOf(first + i))
    return { names, parts: room.numbered(wordings.length, (row) => wordings[row]! - first), rowOf: null }
  }
  const names = [...meant.keys()]
  const of: number[][] = []
  for (const [place, ids] of [...meant.values()].entries()) for (const id of ids) (of[id + 1] ??= []).push(place)
  if (of.every((parts) => parts.length === 1)) {
    const one = Int32Array.from(of, (parts) => parts?.[0] ?? -1)
    return { names, parts: room.numbered(wordings.length, (row) => one[wordings[row]! + 1] ?? -1), rowOf: null }
  }
  // The parts of each wording, one wording after another; what none names has no part.
  const all = Int32Array.from(of.flatMap((one) => one ?? []))
  const starts = new Int32Array(of.length + 2).fill(all.length)
  for (let [place, start] = [0, 0]; place < of.length; place += 1) {
    starts[place] = start
    start += of[place]?.length ?? 0
  }
  const wordedAs = room.numbered(wordings.length, (row) => Math.min(wordings[row]! + 1, of.length))
  let many = 0
  for (let row = 0; row < wordedAs.length; row += 1) many += starts[wordedAs[row]! + 1]! - starts[wordedAs[row]!]!
  const [parts, rowOf] = [room.int32(many), room.int32(many)]
  for (let [row, next] = [0, 0]; row < wordedAs.length; row += 1) {
    const end = starts[wordedAs[row]! + 1]!
    for (let i = starts[wordedAs[row]!]!; i < end; i += 1) {
      parts[next] = all[i]!
      rowOf[next++] = row
    }
  }
  return { names, parts, rowOf }
}

const monthOf = (month: number) => `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
