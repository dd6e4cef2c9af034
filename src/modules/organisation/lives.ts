import type { DateText } from '#kernel/dates.ts'
import { pathBelow, type UnitLevel } from './model.ts'

/** One row of the tree: a unit and a stretch of days in which nothing of it changed. */
export type TreeRow = {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly level: UnitLevel
  readonly pseudo: boolean
  readonly placeholder: boolean
  readonly parentId: number | null
  readonly path: string
  readonly validFrom: DateText
  readonly validTo: DateText | null
}

const shifted = (day: DateText, days: number): DateText => Temporal.PlainDate.from(day).add({ days }).toString()
const end: DateText = '9999-12-31'
const until = (row: TreeRow): DateText => row.validTo ?? end
const later = (a: DateText, b: DateText): DateText => (a > b ? a : b)
const same = (a: TreeRow, b: TreeRow) => a.code === b.code && a.name === b.name && a.parentId === b.parentId && a.path === b.path
const equal = (a: TreeRow, b: TreeRow) => same(a, b) && a.validFrom === b.validFrom && a.validTo === b.validTo

/** The rows of some units, by unit, while a change is worked out: what is edited from a day on, and what that makes of the paths below. */
export class Lives {
  readonly #before: ReadonlyMap<number, readonly TreeRow[]>
  readonly #rows: Map<number, readonly TreeRow[]>
  #touched = new Set<number>()

  constructor(rows: readonly TreeRow[]) {
    const byUnit = new Map<number, TreeRow[]>()
    for (const row of rows.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) byUnit.set(row.id, [...(byUnit.get(row.id) ?? []), row])
    this.#before = byUnit
    this.#rows = new Map(byUnit)
  }

  rowsOf(id: number): readonly TreeRow[] {
    return this.#rows.get(id) ?? []
  }
  /** The row of a unit that holds on a day. */
  on(id: number, day: DateText): TreeRow | undefined {
    return this.rowsOf(id).find((row) => row.validFrom <= day && until(row) >= day)
  }
  /** The row that holds for good; undefined where the unit ended. */
  now(id: number): TreeRow | undefined {
    return this.rowsOf(id).find((row) => row.validTo === null)
  }
  /** What stood, before any edit. */
  before(id: number): TreeRow | undefined {
    return this.#before.get(id)?.find((row) => row.validTo === null)
  }
  /** What stood on a day, before any edit. */
  wasOn(id: number, day: DateText): TreeRow | undefined {
    return this.#before.get(id)?.find((row) => row.validFrom <= day && until(row) >= day)
  }
  ids(): number[] {
    return [...this.#rows.keys()]
  }
  /** Units that stand directly below one, on that day or on one after it. */
  childrenSince(id: number, day: DateText): number[] {
    return this.ids().filter((child) => this.rowsOf(child).some((row) => row.parentId === id && until(row) >= day))
  }
  /** True where a unit lies below another on that day or on one after it. */
  isBelow(id: number, above: number, day: DateText): boolean {
    return this.rowsOf(id).some((row) => until(row) >= day && row.path.includes(`.u${above}.`) && row.id !== above)
  }

  add(rows: readonly TreeRow[]): void {
    const first = rows[0]
    if (!first) return
    this.#rows.set(first.id, rows)
    this.#touched.add(first.id)
  }
  /** Says of a unit's rows from a day on what becomes of each, the first cut at the day; null ends the unit. */
  edit(id: number, from: DateText, change: (row: TreeRow) => TreeRow | null): void {
    this.#touched.add(id)
    this.#rows.set(id, this.rowsOf(id).flatMap((row) => {
      if (until(row) < from) return [row]
      const kept = row.validFrom < from ? [{ ...row, validTo: shifted(from, -1) }] : []
      const changed = change({ ...row, validFrom: later(row.validFrom, from) })
      return changed ? [...kept, changed] : kept
    }))
  }

  /**
   * Gives what was touched, and what is below it, the paths that follow from its parents' from a day on. Out: the units that would be left
   * without a parent on some day; none where all is well.
   */
  repath(from: DateText): number[] {
    const lost: number[] = []
    const dirty = new Set(this.#touched)
    const levelOf = (id: number) => this.rowsOf(id)[0]?.level ?? 0
    for (const id of this.ids().sort((a, b) => levelOf(a) - levelOf(b))) {
      const rows = this.rowsOf(id)
      const isBelowDirty = rows.some((row) => until(row) >= from && row.parentId !== null && dirty.has(row.parentId))
      if (!this.#touched.has(id) && !isBelowDirty) continue
      const next = joinedRows(rows.flatMap((row) => (until(row) < from || row.parentId === null ? [row] : this.#pieces(row, from, lost))))
      if (next.length === rows.length && next.every((row, i) => equal(row, rows[i]!))) continue
      this.#rows.set(id, next)
      dirty.add(id)
    }
    return lost
  }

  /** A row from a day on, cut where its parent's path changes. */
  #pieces(row: TreeRow, from: DateText, lost: number[]): TreeRow[] {
    const start = later(row.validFrom, from)
    const kept = row.validFrom < from ? [{ ...row, validTo: shifted(from, -1) }] : []
    const parents = this.rowsOf(row.parentId!).filter((parent) => parent.validFrom <= until(row) && until(parent) >= start)
    let covered = start
    const pieces = parents.map((parent): TreeRow => {
      const [first, last] = [later(parent.validFrom, start), until(parent) < until(row) ? until(parent) : until(row)]
      if (first === covered) covered = last === end ? end : shifted(last, 1)
      return { ...row, path: pathBelow(parent.path, row.id), validFrom: first, validTo: last === end ? null : last }
    })
    if (covered <= until(row) && !(covered === end && until(row) === end)) lost.push(row.id)
    return [...kept, ...pieces]
  }

  /** What is to be replaced and written so that the tree stands as edited. */
  difference(): { gone: { id: number; validFrom: DateText }[]; rows: TreeRow[] } {
    const [gone, rows]: [{ id: number; validFrom: DateText }[], TreeRow[]] = [[], []]
    for (const id of this.ids()) {
      const [was, is] = [this.#before.get(id) ?? [], this.rowsOf(id)]
      if (was === is) continue
      for (const row of was) if (!is.some((one) => equal(one, row))) gone.push({ id, validFrom: row.validFrom })
      for (const row of is) if (!was.some((one) => equal(one, row))) rows.push(row)
    }
    return { gone, rows }
  }
}

/** Neighbouring stretches of days in which nothing differs are one row. */
function joinedRows(rows: readonly TreeRow[]): TreeRow[] {
  const out: TreeRow[] = []
  for (const row of rows) {
    const last = out.at(-1)
    if (last?.validTo && shifted(last.validTo, 1) === row.validFrom && same(last, row)) out[out.length - 1] = { ...last, validTo: row.validTo }
    else out.push(row)
  }
  return out
}
