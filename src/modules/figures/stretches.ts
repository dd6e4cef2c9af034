import type { PathRange } from '#kernel/actor.ts'

/** What of these stretches of paths lies in others, which may cover one another; each keeps what it counts for, and nothing stands twice. */
export function within<R extends PathRange>(ranges: readonly R[], held: readonly PathRange[]): R[] {
  const apart: { lo: string; hi: string }[] = []
  for (const { lo, hi } of held.toSorted((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0))) {
    const last = apart.at(-1)
    if (last && lo <= last.hi) last.hi = hi > last.hi ? hi : last.hi
    else apart.push({ lo, hi })
  }
  return ranges.flatMap((range) => apart.flatMap((one) => {
    const [lo, hi] = [range.lo > one.lo ? range.lo : one.lo, range.hi < one.hi ? range.hi : one.hi]
    return lo < hi ? [{ ...range, lo, hi }] : []
  }))
}
