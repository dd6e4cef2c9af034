import type { Tally } from '../question.ts'

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

/** Tallies that are answered. Throws RangeError where one's money is beyond what a number tells exactly. */
export function exact<T extends Tally>(tallies: T[]): T[] {
  if (tallies.some(({ amount }) => Number.isNaN(amount))) throw new RangeError('a sum of money is more than a number tells exactly')
  return tallies
}

/** Beside the marks of a subject: she was met in more than one row. */
const again = 128

/** Arrays for the marks of all subjects, used again: made anew for each question they would keep the collector of garbage busier than the counting. */
const spare: Uint8Array[] = []
const sparesKept = 4

function cleared(length: number): Uint8Array {
  const found = spare.findIndex((one) => one.length >= length)
  return found < 0 ? new Uint8Array(Math.ceil(length * 1.1)) : spare.splice(found, 1)[0]!.fill(0)
}

/** Rows that come piece by piece, each with a set of marks (a bit each); told are all of them, and those that have a mark. */
export class Marked {
  readonly #seen: Uint8Array
  readonly #marks: number
  /** By set of marks: entries, times and money of the rows that have just these; subjects of whom just these were new. */
  readonly #entries: Float64Array
  readonly #times: Float64Array
  readonly #fresh: Float64Array
  readonly #amounts: Sums

  /** In: how many marks there may be, at most seven; the number below which all subjects are. */
  constructor(marks: number, subjects: number) {
    const sets = 1 << (marks + 1)
    this.#marks = marks
    this.#seen = cleared(subjects)
    ;[this.#entries, this.#times, this.#fresh] = [new Float64Array(sets), new Float64Array(sets), new Float64Array(sets)]
    this.#amounts = new Sums(sets)
  }

  add({ length: rows, subjects, counts, first, amounts }: Rows, marks: Int32Array): void {
    // Millions of turns: what they look at is fetched once.
    const [seen, entries, times, freshly, all] = [this.#seen, this.#entries, this.#times, this.#fresh, 1 << this.#marks]
    for (let i = 0; i < rows; i += 1) {
      const subject = subjects[i]!
      const set = marks[i]! | all
      const before = seen[subject]!
      const fresh = set & ~before
      if (fresh !== 0) freshly[fresh]! += 1
      seen[subject] = before === 0 ? set : before | set | again
      times[set]! += counts[i]!
      entries[set]! += first === null ? 1 : first[i]!
    }
    if (amounts !== null) for (let i = 0; i < rows; i += 1) this.#amounts.add(marks[i]! | all, amounts[i]!)
  }

  /** Of each of these rows, which were added: 1 where its subject was met in others as well. */
  metAgain({ length, subjects }: Rows): Uint8Array {
    const [met, seen] = [new Uint8Array(length), this.#seen]
    for (let i = 0; i < length; i += 1) met[i] = seen[subjects[i]!]! >> 7
    return met
  }

  #sets(...marks: number[]): number[] {
    return Array.from({ length: this.#entries.length }, (_, set) => set).filter((set) => marks.every((mark) => set & (1 << mark)))
  }

  /** The rows that have a mark, by its place; null: all. */
  tally(mark: number | null): Tally {
    const sets = this.#sets(mark ?? this.#marks)
    const sum = (of: Float64Array) => sets.reduce((all, set) => all + of[set]!, 0)
    return { subjects: sum(this.#fresh), times: sum(this.#times), entries: sum(this.#entries), amount: this.#amounts.at(sets) }
  }

  /** Nothing is added any more; what was counted is still told. */
  close(): void {
    if (spare.length < sparesKept) spare.push(this.#seen)
  }

  /** Entries that have both marks. */
  both(one: number, other: number): number {
    return this.#sets(one, other).reduce((all, set) => all + this.#entries[set]!, 0)
  }
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
export function tallied(rows: Rows, cells: Int32Array, howMany: number, metAgain: Uint8Array, rowOf: Int32Array | null = null): Map<number, Tally> {
  if (cells.length * 4 + 1_000 < howMany) {
    const { own, names } = renumbered(cells)
    return new Map([...tallied(rows, own, names.length, metAgain, rowOf)].map(([cell, one]) => [names[cell]!, one]))
  }
  const { subjects, counts, first, amounts } = rows
  const [times, entries, met, size] = [new Float64Array(howMany), new Float64Array(howMany), new Int32Array(howMany), new Int32Array(howMany + 1)]
  const held = new Uint8Array(howMany)
  const money = amounts && new Sums(howMany)
  for (let place = 0; place < cells.length; place += 1) {
    const cell = cells[place]!
    if (cell < 0) continue
    const row = rowOf === null ? place : rowOf[place]!
    held[cell] = 1
    times[cell]! += counts[row]!
    entries[cell]! += first === null ? 1 : first[row]!
    money?.add(cell, amounts![row]!)
    if (metAgain[row] === 1) size[cell + 1]! += 1
    else if (rowOf === null || place === 0 || rowOf[place - 1] !== row || cells[place - 1] !== cell) met[cell]! += 1
  }
  for (let cell = 0; cell < howMany; cell += 1) size[cell + 1]! += size[cell]!
  const order = new Int32Array(size[howMany]!)
  const next = size.slice()
  for (let place = 0; place < cells.length; place += 1) {
    const row = rowOf === null ? place : rowOf[place]!
    if (cells[place]! >= 0 && metAgain[row] === 1) order[next[cells[place]!]!++] = subjects[row]!
  }
  const told = new Map<number, Tally>()
  for (let cell = 0; cell < howMany; cell += 1) {
    if (held[cell] === 0) continue
    told.set(cell, { subjects: met[cell]! + different(order, size[cell]!, size[cell + 1]!), times: times[cell]!, entries: entries[cell]!, amount: money?.at([cell]) ?? 0 })
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

/** Of each subject the place of her newest row so far: one array for all, as above. */
let newestRows = new Int32Array(0)

/** Of each subject its newest row (or its `first`), in no order. In: of each row its subject, and what orders it, the weightiest first; no two rows of a subject are alike in all of it. */
export function newest(subjects: Int32Array, order: readonly Int32Array[], howMany: number, first: boolean): Int32Array {
  const [days, postings, lines] = order as [Int32Array, Int32Array, Int32Array]
  if (howMany > newestRows.length) newestRows = new Int32Array(Math.ceil(howMany * 1.1))
  const best = newestRows.subarray(0, howMany).fill(-1)
  let met = 0
  for (let row = 0; row < subjects.length; row += 1) {
    const other = best[subjects[row]!]!
    if (other < 0) met += 1
    const ahead = other < 0 ? 1 : days[row]! - days[other]! || postings[row]! - postings[other]! || lines[row]! - lines[other]!
    if (other < 0 || (first ? ahead < 0 : ahead > 0)) best[subjects[row]!] = row
  }
  const rows = new Int32Array(met)
  let place = 0
  for (const row of best) if (row >= 0) rows[place++] = row
  return rows
}

/** Some rows of a column; null: all. */
export function only<A extends Int32Array | BigInt64Array>(column: A, rows: Int32Array | null): A {
  if (rows === null) return column
  const out = new (column.constructor as new (length: number) => A)(rows.length)
  for (let place = 0; place < rows.length; place += 1) out[place] = column[rows[place]!]!
  return out
}
