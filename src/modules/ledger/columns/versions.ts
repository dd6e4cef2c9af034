import type { Uuid } from '#kernel/ids.ts'
import { rootsOf } from '../question.ts'

/** The journal number that never comes: an entry that nobody took back counts until then. */
export const forever = 2_147_483_647

/** A level's act on one entry: it passed it, or took its passing back, in the posting with this journal number. */
export type Act = { readonly level: string; readonly passed: boolean; readonly number: number; readonly posting: bigint; readonly line: number }

/** Who the subject counts as from a journal number on. */
export type RootStep = { readonly since: number; readonly root: Uuid }

/** All that the journal says of one entry, as far as it decides when and as what it counts. */
export type Life = {
  readonly number: number
  readonly reversed: number | null
  readonly acts: readonly Act[]
  readonly subject: Uuid
  /** The subject that its `source` names (a household joined, a card merged into); null where its kind has none. */
  readonly object: Uuid | null
}

/** A window of journal numbers, `since` ≤ n < `until`, in which an entry counts as one thing: at n it is passed by a level where `passed[level]` ≤ n. */
export type Version = {
  readonly since: number
  readonly until: number
  readonly subject: Uuid
  readonly object: Uuid | null
  readonly passed: Readonly<Record<string, number>>
}

/**
 * The versions of one entry, in order, without gaps; a plain one has one. In: its life and how roots changed (`rootSteps`). A window ends
 * where a passing was taken back or where the subject came to count as another, and nowhere else: a passing alone is a number in its column.
 */
export function versionsOf(life: Life, steps: ReadonlyMap<Uuid, readonly RootStep[]>): Version[] {
  const end = life.reversed ?? forever
  const levels = new Map<string, Act[]>()
  for (const act of [...life.acts].sort(inOrder)) levels.set(act.level, [...(levels.get(act.level) ?? []), act])
  const windows = new Map([...levels].map(([level, acts]) => [level, passedWindows(acts)]))
  const cuts = new Set<number>([life.number])
  for (const spans of windows.values()) for (const { until } of spans) cuts.add(until)
  for (const who of [life.subject, life.object]) for (const { since } of (who && steps.get(who)) || []) cuts.add(since)
  const starts = [...cuts].filter((cut) => cut >= life.number && (cut < end || cut === life.number)).sort((a, b) => a - b)
  return starts.map((since, i) => ({
    since,
    until: starts[i + 1] ?? Math.max(end, since),
    subject: rootAt(life.subject, since, steps),
    object: life.object && rootAt(life.object, since, steps),
    passed: Object.fromEntries([...windows].flatMap(([level, spans]) => {
      const span = spans.find((one) => one.from < (starts[i + 1] ?? end) && one.until > since)
      return span ? [[level, span.from]] : []
    })),
  }))
}

const inOrder = (a: Act, b: Act) => a.number - b.number || (a.posting < b.posting ? -1 : a.posting > b.posting ? 1 : a.line - b.line)

/** When a level's passing held: from its number until the number of what took it back. In: one level's acts in order. */
function passedWindows(acts: readonly Act[]): { from: number; until: number }[] {
  const spans: { from: number; until: number }[] = []
  // Of several acts in one posting the last holds, and those before it never did.
  const told = acts.filter((act, i) => acts[i + 1]?.number !== act.number)
  for (const { passed, number } of told) {
    const open = spans.at(-1)?.until === forever
    if (passed && !open) spans.push({ from: number, until: forever })
    else if (!passed && open) spans.push({ ...spans.pop()!, until: number })
  }
  return spans
}

/** Who a subject counts as at journal number n. */
export function rootAt(subject: Uuid, n: number, steps: ReadonlyMap<Uuid, readonly RootStep[]>): Uuid {
  return steps.get(subject)?.findLast((step) => step.since <= n)?.root ?? subject
}

/** One merge: `subject` counts as `into` from journal number `number` until `until` (forever where it was never taken back). */
export type Merge = { readonly subject: Uuid; readonly into: Uuid; readonly number: number; readonly until: number }

/** How the subjects that were ever merged came to count as others: a step at each journal number where its root changes. Others are missing. */
export function rootSteps(merges: readonly Merge[]): Map<Uuid, RootStep[]> {
  const steps = new Map<Uuid, RootStep[]>()
  for (const group of connected(merges)) {
    const numbers = [...new Set(group.flatMap(({ number, until }) => [number, until]))].filter((n) => n !== forever).sort((a, b) => a - b)
    for (const since of numbers) {
      const roots = rootsOf(group.filter((merge) => merge.number <= since && since < merge.until))
      for (const { subject } of group) {
        const root = roots.get(subject) ?? subject
        const before = steps.get(subject) ?? []
        if ((before.at(-1)?.root ?? subject) !== root) steps.set(subject, [...before, { since, root }])
      }
    }
  }
  return steps
}

/** Merges that touch one another, so that each chain is followed among few. */
function connected(merges: readonly Merge[]): Merge[][] {
  const groupOf = new Map<Uuid, Uuid>()
  const find = (of: Uuid): Uuid => {
    let at = of
    for (let up = groupOf.get(at); up !== undefined && up !== at; up = groupOf.get(at)) at = up
    return at
  }
  for (const { subject, into } of merges) {
    const [a, b] = [find(subject), find(into)]
    groupOf.set(a, b)
    if (!groupOf.has(b)) groupOf.set(b, b)
  }
  return [...Map.groupBy(merges, ({ subject }) => find(subject)).values()]
}
