import { rangeOf, type PathRange } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import { idsOfPath } from './model.ts'

/** A row of a unit that does not simply stand where it stood for ever; `known` and `superseded`: journal numbers of the changes that wrote and replaced it. */
export type DatedRow = {
  readonly id: number
  readonly path: string
  readonly validFrom: DateText
  readonly validTo: DateText | null
  readonly known: bigint | null
  readonly superseded: bigint | null
}

/** What came of a unit, from a day on. */
export type Succession = { readonly unitId: number; readonly successorId: number; readonly onDay: DateText; readonly heir: boolean; readonly known: bigint | null }

/** All that ever changed in a tree: every row of units that changed and of those that successions name. A unit without a row has stood for ever where it stands. */
export type TreeHistory = { readonly rows: readonly DatedRow[]; readonly successions: readonly Succession[] }

/** A path under which entries may have been recorded, and the path at which they count under the boundaries of a day; null: nowhere in the tree. */
export type Placed = { readonly path: string; readonly to: string | null }

const knownAt = (known: bigint | null, asOf: bigint | null) => known === null || asOf === null || known <= asOf

/**
 * Where recorded paths count under the boundaries of a day, as the tree was known after journal number `asOf` (null: as it is known).
 * Out: those alone that count elsewhere than they say, in the order of paths.
 * A unit counts where it stands on the day. One that ended before counts for its heir; without one, as the unit above it does. One that
 * opened after it counts for what it came out of, where that is exactly one; else as the unit above it does.
 */
export function placedOn(history: TreeHistory, day: DateText, asOf: bigint | null): Placed[] {
  const lives = new Map<number, DatedRow[]>()
  const recorded = new Map<string, number>()
  for (const row of history.rows) {
    if (!knownAt(row.known, asOf)) continue
    recorded.set(row.path, row.id)
    if (!lives.has(row.id)) lives.set(row.id, [])
    if (row.superseded === null || (asOf !== null && row.superseded > asOf)) lives.get(row.id)!.push(row)
  }
  const heirs = new Map<number, number>()
  const origins = new Map<number, Succession[]>()
  for (const one of history.successions) {
    if (!knownAt(one.known, asOf)) continue
    if (one.heir) heirs.set(one.unitId, one.successorId)
    origins.set(one.successorId, [...(origins.get(one.successorId) ?? []), one])
  }

  const places = new Map<number, string | null>()
  const above = (path: string): string | null => {
    const cut = path.lastIndexOf('.u')
    if (cut < 0) return null
    const parent = path.slice(0, cut + 1)
    const id = idsOfPath(parent).at(-1)
    return id === undefined ? null : lives.has(id) ? place(id) : parent
  }
  const place = (id: number): string | null => {
    const found = places.get(id)
    if (found !== undefined) return found
    // Whoever came round in a circle by faulty data counts nowhere.
    places.set(id, null)
    const answer = sought(id)
    places.set(id, answer)
    return answer
  }
  const sought = (id: number): string | null => {
    const life = lives.get(id)!
    const standing = life.find((row) => row.validFrom <= day && (row.validTo === null || row.validTo >= day))
    if (standing) return standing.path
    const before = life.filter((row) => row.validFrom <= day).reduce<DatedRow | undefined>((a, b) => (a && a.validFrom > b.validFrom ? a : b), undefined)
    if (before) {
      const heir = heirs.get(id)
      return heir === undefined ? above(before.path) : placeOf(heir)
    }
    const first = life.reduce<DatedRow | undefined>((a, b) => (a && a.validFrom < b.validFrom ? a : b), undefined)
    if (!first) return null
    const from = [...new Set((origins.get(id) ?? []).filter((one) => one.onDay <= first.validFrom).map((one) => one.unitId))]
    return from.length === 1 ? placeOf(from[0]!) : above(first.path)
  }
  const placeOf = (id: number) => (lives.has(id) ? place(id) : null)

  return [...recorded].map(([path, id]) => ({ path, to: place(id) })).filter(({ path, to }) => path !== to).sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A stretch of recorded paths and the key of the part that it counts for. */
export type KeyedRange = { readonly key: string } & PathRange

/**
 * The stretches of recorded paths that count for a whole and its parts. In: paths with the key of what is recorded at and below them
 * (deeper ones prevail), and the recorded paths that count elsewhere. Out: stretches that do not cover one another, in the order of paths.
 */
export function rangesOf(keys: ReadonlyMap<string, string>, placed: readonly Placed[]): KeyedRange[] {
  const keyOf = (path: string | null): string | null => {
    for (let at = path ?? ''; at !== ''; at = above(at)) {
      const key = keys.get(at)
      if (key !== undefined) return key
    }
    return null
  }
  const nodes = new Map<string, string | null>(keys)
  for (const { path, to } of placed) nodes.set(path, keyOf(to))

  const ranges: { key: string; lo: string; hi: string }[] = []
  const open: { hi: string; key: string | null }[] = []
  let at = ''
  const until = (hi: string, key: string | null | undefined) => {
    const last = ranges.at(-1)
    if (key != null && at < hi) {
      if (last?.key === key && last.hi === at) last.hi = hi
      else ranges.push({ key, lo: at, hi })
    }
    at = hi
  }
  const close = (before: string | null) => {
    for (let top = open.at(-1); top && (before === null || top.hi <= before); top = open.at(-1)) {
      until(top.hi, top.key)
      open.pop()
    }
  }
  for (const [path, key] of [...nodes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { lo, hi } = rangeOf(path)
    close(lo)
    if (key === (open.at(-1)?.key ?? null)) continue
    until(lo, open.at(-1)?.key)
    open.push({ hi, key })
  }
  close(null)
  return ranges
}

/** The path of what stands above, `` above the highest. */
function above(path: string): string {
  return path.slice(0, path.lastIndexOf('.u') + 1)
}

/** The same stretches without their keys, those that touch joined. */
export function joined(ranges: readonly PathRange[]): PathRange[] {
  const out: { lo: string; hi: string }[] = []
  for (const { lo, hi } of ranges) {
    const last = out.at(-1)
    if (last && lo <= last.hi) last.hi = hi > last.hi ? hi : last.hi
    else out.push({ lo, hi })
  }
  return out
}
