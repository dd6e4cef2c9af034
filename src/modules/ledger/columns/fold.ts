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
  /** Throws RangeError beyond ±2^53. */
  at(places: readonly number[]): number {
    const sum = places.reduce((all, place) => all + BigInt(this.#low[place]!) + (this.#carried.get(place) ?? 0n), 0n)
    if (!Number.isSafeInteger(Number(sum))) throw new RangeError(`a sum of ${sum} is more than a number tells exactly`)
    return Number(sum)
  }
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
    this.#seen = new Uint8Array(subjects)
    ;[this.#entries, this.#times, this.#fresh] = [new Float64Array(sets), new Float64Array(sets), new Float64Array(sets)]
    this.#amounts = new Sums(sets)
  }

  /** `first[i]` 0: the entry stands in another row too, and is told there; null: each row is an entry. */
  add(rows: number, of: { subjects: Int32Array; counts: Int32Array; marks: Int32Array; first: Int32Array | null; amounts: BigInt64Array | null }): void {
    const { subjects, counts, marks, first, amounts } = of
    // Millions of turns: what they look at is fetched once.
    const [seen, entries, times, freshly, all] = [this.#seen, this.#entries, this.#times, this.#fresh, 1 << this.#marks]
    for (let i = 0; i < rows; i += 1) {
      const subject = subjects[i]!
      const set = marks[i]! | all
      const fresh = set & ~seen[subject]!
      if (fresh !== 0) {
        seen[subject]! |= set
        freshly[fresh]! += 1
      }
      times[set]! += counts[i]!
      entries[set]! += first === null ? 1 : first[i]!
    }
    if (amounts !== null) for (let i = 0; i < rows; i += 1) this.#amounts.add(marks[i]! | all, amounts[i]!)
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

  /** Entries that have both marks. */
  both(one: number, other: number): number {
    return this.#sets(one, other).reduce((all, set) => all + this.#entries[set]!, 0)
  }
}

/** Rows as columns. `first` and `amounts` as above. */
export type Rows = { readonly length: number; readonly subjects: Int32Array; readonly counts: Int32Array; readonly first: Int32Array | null; readonly amounts: BigInt64Array | null }

/** In which cell a subject was last met: one array for all, since each folding is done before the next begins. */
let stamps = new Int32Array(0)
let stamp = 0

/**
 * Rows by cell. In: of each row its cell (`cells[i]`, below `howMany`; under 0: none), or of each of some places its cell and (`rowOf`) its row, where a row stands in several.
 * Out: by cell, those that hold anything.
 */
export function tallied(rows: Rows, cells: Int32Array, howMany: number, rowOf: Int32Array | null = null): Map<number, Tally> {
  const dense = cells.length * 4 + 1_000 < howMany ? renumbered(cells) : { cells, names: null, howMany }
  const starts = new Int32Array(dense.howMany + 1)
  for (const cell of dense.cells) if (cell >= 0) starts[cell + 1]! += 1
  for (let cell = 0; cell < dense.howMany; cell += 1) starts[cell + 1]! += starts[cell]!
  const order = new Int32Array(starts[dense.howMany]!)
  const next = starts.slice()
  dense.cells.forEach((cell, place) => {
    if (cell >= 0) order[next[cell]!++] = rowOf === null ? place : rowOf[place]!
  })
  const told = new Map<number, Tally>()
  for (let cell = 0; cell < dense.howMany; cell += 1) {
    if (starts[cell] !== starts[cell + 1]) told.set(dense.names === null ? cell : dense.names[cell]!, tallyOf(rows, order.subarray(starts[cell], starts[cell + 1])))
  }
  return told
}

/** The tally of some rows. */
function tallyOf({ subjects, counts, first, amounts }: Rows, order: Int32Array): Tally {
  if (stamp === 2_147_483_647) stamps.fill((stamp = 0))
  stamp += 1
  const money = amounts && new Sums(1)
  let [met, times, entries] = [0, 0, 0]
  for (const row of order) {
    const subject = subjects[row]!
    if (subject >= stamps.length) stamps = grown(stamps, subject)
    if (stamps[subject] !== stamp) {
      stamps[subject] = stamp
      met += 1
    }
    times += counts[row]!
    entries += first === null ? 1 : first[row]!
    money?.add(0, amounts![row]!)
  }
  return { subjects: met, times, entries, amount: money?.at([0]) ?? 0 }
}

function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(65_536, Math.ceil((least + 1) * 1.25)))
  larger.set(array)
  return larger
}

/** Where there are far more cells than rows, those that hold anything. */
function renumbered(cells: Int32Array): { cells: Int32Array; names: number[]; howMany: number } {
  const places = new Map<number, number>()
  const names: number[] = []
  const own = cells.map((cell) => {
    if (cell < 0) return -1
    const place = places.get(cell)
    if (place !== undefined) return place
    places.set(cell, names.length)
    return names.push(cell) - 1
  })
  return { cells: own, names, howMany: names.length }
}
