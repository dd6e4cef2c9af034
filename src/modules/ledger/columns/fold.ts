import { BeyondExact } from '#kernel/exact.ts'
import type { Tally } from '../question.ts'
import type { Room } from './room.ts'

/* Numbers of rows, folded to tallies. Subjects are numbered without gaps, so an array tells them apart: half the time of DuckDB's own count(distinct), and for many cuts at once. */

/** Sums of money by place, exact: what a number cannot tell exactly is carried on as a bigint. */
class Sums {
  readonly #low: Float64Array
  readonly #carried = new Map<number, bigint>()
  constructor(places: number) {
    this.#low = new Float64Array(places)
  }
  add(place: number, amount: bigint): void {
    const sum = this.#low[place]! + Number(amount)
    if (Number.isSafeInteger(sum) && Number.isSafeInteger(Number(amount))) this.#low[place] = sum
    else {
      this.#carried.set(place, (this.#carried.get(place) ?? 0n) + amount + BigInt(this.#low[place]!))
      this.#low[place] = 0
    }
  }
  /** NaN beyond ±2^53: one reading tells of many tallies, and only who asks for that one is refused (`exact`). */
  at(places: readonly number[]): number {
    const sum = Number(places.reduce((all, place) => all + BigInt(this.#low[place]!) + (this.#carried.get(place) ?? 0n), 0n))
    return Number.isSafeInteger(sum) ? sum : NaN
  }
}

/** Tallies that are answered. Throws `BeyondExact` where one's money is beyond what a number tells exactly. */
export function exact<T extends Tally>(tallies: T[]): T[] {
  if (tallies.some(({ amount }) => Number.isNaN(amount))) throw new BeyondExact('a sum of money is more than a number tells exactly')
  return tallies
}

/** Beside the marks of a subject: she was met in more than one row. */
const again = 128

/** Rows that come piece by piece, each with a set of marks (a bit each); told are all of them, and those that have a mark. */
export class Marked {
  readonly #room: Room
  readonly #seen: Uint8Array
  readonly #marks: number
  /** Rows by what was known of their subject before and by their set of marks: who is new to which mark follows from it, and millions of turns only count. */
  readonly #met: Int32Array
  /** By set of marks: times beyond one a row, rows that stand for an entry told elsewhere, money. */
  readonly #moreTimes: Float64Array
  readonly #notFirst: Float64Array
  readonly #amounts: Sums

  /** In: how many marks there may be, at most six; the number below which all subjects are. */
  constructor(room: Room, marks: number, subjects: number) {
    this.#room = room
    const sets = 1 << (marks + 1)
    this.#marks = marks
    this.#seen = room.uint8(subjects).fill(0)
    this.#met = new Int32Array(256 * sets)
    ;[this.#moreTimes, this.#notFirst] = [new Float64Array(sets), new Float64Array(sets)]
    this.#amounts = new Sums(sets)
  }

  add({ length: rows, subjects, counts, first, amounts }: Rows, marks: Int32Array): void {
    // Millions of turns without a branch: what they look at is fetched once.
    const [seen, met, all, shift] = [this.#seen, this.#met, 1 << this.#marks, this.#marks + 1]
    for (let i = 0; i < rows; i += 1) {
      const subject = subjects[i]!
      const set = marks[i]! | all
      const before = seen[subject]!
      met[(before << shift) | set]! += 1
      seen[subject] = before | set | ((-before >>> 31) * again)
    }
    if (!allOne(counts, rows)) for (let i = 0; i < rows; i += 1) this.#moreTimes[marks[i]! | all]! += counts[i]! - 1
    if (first !== null) for (let i = 0; i < rows; i += 1) this.#notFirst[marks[i]! | all]! += 1 - first[i]!
    if (amounts !== null) for (let i = 0; i < rows; i += 1) this.#amounts.add(marks[i]! | all, amounts[i]!)
  }

  /** Of each of these rows, which were added: 1 where its subject was met in others as well. */
  metAgain({ length, subjects }: Rows): Uint8Array {
    const [met, seen] = [this.#room.uint8(length), this.#seen]
    for (let i = 0; i < length; i += 1) met[i] = seen[subjects[i]!]! >> 7
    return met
  }

  #sets(...marks: number[]): number[] {
    return Array.from({ length: this.#notFirst.length }, (_, set) => set).filter((set) => marks.every((mark) => set & (1 << mark)))
  }

  /** Rows of these sets of which `holds` is true for what was known of their subject before. */
  #rows(sets: readonly number[], holds: (before: number) => boolean): number {
    let rows = 0
    for (let before = 0; before < 256; before += 1) if (holds(before)) for (const set of sets) rows += this.#met[(before << (this.#marks + 1)) | set]!
    return rows
  }

  #entriesOf(sets: readonly number[]): number {
    return this.#rows(sets, () => true) - total(this.#notFirst, sets)
  }

  /** The rows that have a mark, by its place; null: all. */
  tally(mark: number | null): Tally {
    const place = mark ?? this.#marks
    const sets = this.#sets(place)
    return {
      subjects: this.#rows(sets, (before) => (before & (1 << place)) === 0), times: this.#rows(sets, () => true) + total(this.#moreTimes, sets),
      entries: this.#entriesOf(sets), amount: this.#amounts.at(sets),
    }
  }

  /** Entries that have both marks. */
  both(one: number, other: number): number {
    return this.#entriesOf(this.#sets(one, other))
  }
}

const total = (of: Float64Array, places: readonly number[]) => places.reduce((all, place) => all + of[place]!, 0)

function allOne(numbers: Int32Array, rows: number): boolean {
  let differing = 0
  for (let i = 0; i < rows; i += 1) differing |= numbers[i]! ^ 1
  return differing === 0
}

/** Rows as columns. `first[i]` 0: the entry stands in another row too, and is told there; null: each row is an entry. `amounts` null: there is no money. */
export type Rows = { readonly length: number; readonly subjects: Int32Array; readonly counts: Int32Array; readonly first: Int32Array | null; readonly amounts: BigInt64Array | null }

/** In which cell a subject was last met: one array for all, since each folding is done before the next begins. */
let stamps = new Int32Array(0)
let stamp = 0

/**
 * Rows by cell. In: of each row its cell (`cells[i]`, below `howMany`; under 0: none), or of each of some places its cell and (`rowOf`) its row, where a row stands
 * in several, those of one row beside one another; `metAgain` as `Marked` tells it: subjects of one row need not be told apart. Out: by cell, those that hold anything.
 */
export function tallied(room: Room, rows: Rows, cells: Int32Array, howMany: number, metAgain: Uint8Array, rowOf: Int32Array | null = null): Map<number, Tally> {
  if (cells.length * 4 + 1_000 < howMany) {
    const { own, names } = renumbered(cells)
    return new Map([...tallied(room, rows, own, names.length, metAgain, rowOf)].map(([cell, one]) => [names[cell]!, one]))
  }
  const { subjects, counts, first, amounts } = rows
  // By cell: rows; what of them makes no other subject; and, where it is told of rows at all, times beyond one, rows told elsewhere, money.
  const [held, size, repeated] = [new Int32Array(howMany), new Int32Array(howMany + 1), new Int32Array(howMany)]
  const moreTimes = allOne(counts, rows.length) ? null : new Float64Array(howMany)
  const notFirst = first && new Float64Array(howMany)
  const money = amounts && new Sums(howMany)
  for (let place = 0; place < cells.length; place += 1) {
    const cell = cells[place]!
    if (cell < 0) continue
    const row = rowOf === null ? place : rowOf[place]!
    held[cell]! += 1
    if (metAgain[row] === 1) size[cell + 1]! += 1
    else if (rowOf !== null && place > 0 && rowOf[place - 1] === row && cells[place - 1] === cell) repeated[cell]! += 1
    if (moreTimes !== null) moreTimes[cell]! += counts[row]! - 1
    if (notFirst !== null) notFirst[cell]! += 1 - first![row]!
    if (money !== null) money.add(cell, amounts![row]!)
  }
  for (let cell = 0; cell < howMany; cell += 1) size[cell + 1]! += size[cell]!
  const order = room.int32(size[howMany]!)
  const next = size.slice()
  for (let place = 0; order.length > 0 && place < cells.length; place += 1) {
    const row = rowOf === null ? place : rowOf[place]!
    if (metAgain[row] === 1 && cells[place]! >= 0) order[next[cells[place]!]!++] = subjects[row]!
  }
  const told = new Map<number, Tally>()
  for (let cell = 0; cell < howMany; cell += 1) {
    const mine = held[cell]!
    if (mine === 0) continue
    const [from, to] = [size[cell]!, size[cell + 1]!]
    told.set(cell, {
      subjects: mine - (to - from) - repeated[cell]! + different(order, from, to), times: mine + (moreTimes?.[cell] ?? 0), entries: mine - (notFirst?.[cell] ?? 0), amount: money?.at([cell]) ?? 0,
    })
  }
  return told
}

/** How many different subjects stand from one place to before another. */
function different(subjects: Int32Array, from: number, to: number): number {
  if (stamp === 2_147_483_647) stamps.fill((stamp = 0))
  stamp += 1
  let met = 0
  for (let place = from; place < to; place += 1) {
    const subject = subjects[place]!
    if (subject >= stamps.length) stamps = grown(stamps, subject)
    if (stamps[subject] !== stamp) {
      stamps[subject] = stamp
      met += 1
    }
  }
  return met
}

function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(65_536, Math.ceil((least + 1) * 1.25)))
  larger.set(array)
  return larger
}

/** Where there are far more cells than rows: those that hold anything, by numbers of their own. */
function renumbered(cells: Int32Array): { own: Int32Array; names: number[] } {
  const places = new Map<number, number>()
  const names: number[] = []
  const own = cells.map((cell) => {
    if (cell < 0) return -1
    const place = places.get(cell)
    if (place !== undefined) return place
    places.set(cell, names.length)
    return names.push(cell) - 1
  })
  return { own, names }
}

/** Of each subject its newest row (or its `first`), in the order of rows. In: of each row its subject, and what orders it, the weightiest first; no two rows of a subject are alike in all of it. */
export function newest(room: Room, subjects: Int32Array, order: readonly Int32Array[], howMany: number, first: boolean): Int32Array {
  const [days, postings, lines] = order as [Int32Array, Int32Array, Int32Array]
  const best = room.int32(howMany).fill(-1)
  const isBehind = room.uint8(subjects.length).fill(0)
  let met = 0
  for (let row = 0; row < subjects.length; row += 1) {
    const subject = subjects[row]!
    const other = best[subject]!
    if (other < 0) met += 1
    else {
      const ahead = days[row]! - days[other]! || postings[row]! - postings[other]! || lines[row]! - lines[other]!
      if (first ? ahead > 0 : ahead < 0) {
        isBehind[row] = 1
        continue
      }
      isBehind[other] = 1
    }
    best[subject] = row
  }
  const rows = room.int32(met)
  for (let [row, place] = [0, 0]; row < subjects.length; row += 1) if (isBehind[row] === 0) rows[place++] = row
  return rows
}

/** Those of some rows (null: all of so many) that `hold`. */
export function holding(room: Room, rows: Int32Array | null, howMany: number, holds: (row: number) => boolean): Int32Array {
  const [out, length] = [room.int32(rows?.length ?? howMany), rows?.length ?? howMany]
  let met = 0
  for (let place = 0; place < length; place += 1) {
    const row = rows === null ? place : rows[place]!
    if (holds(row)) out[met++] = row
  }
  return out.subarray(0, met)
}

/** Some rows of a column; null: all. */
export function picked<A extends Int32Array | BigInt64Array>(room: Room, column: A, rows: Int32Array | null): A {
  if (rows === null) return column
  const out = (column instanceof Int32Array ? room.int32(rows.length) : room.bigInt64(rows.length)) as A
  for (let place = 0; place < rows.length; place += 1) out[place] = column[rows[place]!]!
  return out
}
