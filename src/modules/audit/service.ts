import { reaches } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { OutOf, QueryOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import { unitsById } from '#modules/organisation/index.ts'
import type { readSeals, searchLines, SealState } from './contract.ts'
import type { AuditSeal, noSeal } from './model.ts'
import * as store from './store.ts'
import { looksVerb } from './words.ts'

const size = 50

/** Midnight at the beginning of a day of the workspace, so many days later. */
const midnight = (ctx: Ctx, day: string, later: number) => Temporal.PlainDate.from(day).add({ days: later }).toZonedDateTime(ctx.workspace.timeZone).toInstant().toString({ fractionalSecondDigits: 6 })

const cursorText = ({ at, origin, id }: store.FoundLine) => `${at}~${origin}~${id}`
/** Null where it is no cursor of ours: the list begins at its head. */
function readCursor(text: string | undefined): store.Cursor | null {
  const [, at, origin, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~(workspace|shared)~(\d{1,18})$/.exec(text ?? '') ?? []
  return at && id ? { at, origin: origin as store.Origin, id } : null
}
/** Newest first; of one instant, the workspace's own before the shared, the later written before the earlier. */
function newestFirst(a: store.FoundLine, b: store.FoundLine): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1
  if (a.origin !== b.origin) return a.origin < b.origin ? 1 : -1
  return b.id > a.id ? 1 : -1
}
/** The id at the end of a path: `cn.u10.u300.` is unit 300; null for a path of no unit. */
const unitOf = (path: string) => Number(/u(\d+)\.$/.exec(path)?.[1] ?? 0) || null

/**
 * Lines of the workspace and, of what all workspaces share, those that were about it: of actors who work within the reader's reach.
 * Newest first, 50 a page. In: filters, all of which must fit; `after` is the `next` of the page before.
 */
export async function searchAudit(ctx: Ctx, query: QueryOf<typeof searchLines>): Promise<OutOf<typeof searchLines>> {
  const { actor = null, verb = null, subject = null, result = null, address = null, request = null } = query
  const filter: store.LineFilter = {
    workspace: ctx.workspace.slug, reach: ctx.actor.reach, wholeWorkspace: reaches(ctx.actor.reach, ctx.workspace.topPath),
    from: query.from === undefined ? null : midnight(ctx, query.from, 0), before: query.to === undefined ? null : midnight(ctx, query.to, 1),
    actor, verb, subject, result, address, requestId: request,
  }
  const after = readCursor(query.after)
  return inSnapshot(ctx.db, async (tx) => {
    const [own, shared] = await Promise.all([store.findLines(tx, 'workspace', filter, after, size + 1), store.findLines(tx, 'shared', filter, after, size + 1)])
    const found = [...own, ...shared].sort(newestFirst)
    const lines = found.slice(0, size)
    const nameOf = await namesOfActors(tx, lines.map((line) => line.actor), ctx.now.epochMilliseconds)
    const units = await unitsById(tx, ctx.actor.reach, [...new Set(lines.flatMap(({ unitPath }) => unitOf(unitPath) ?? []))])
    return {
      next: found.length > size ? cursorText(lines.at(-1)!) : null,
      lines: lines.map((line) => ({
        ref: `${line.origin}-${line.id}`, at: line.at, actor: line.actor, by: nameOf(line.actor), roles: [...line.roles], unitName: units.get(unitOf(line.unitPath) ?? 0)?.name ?? null,
        verb: line.verb, subjects: [...line.subjects], subjectCount: line.subjectCount, facts: line.facts as OutOf<typeof searchLines>['lines'][number]['facts'], result: line.result, address: line.address, requestId: line.requestId,
      })),
    }
  })
}

/** How far both logs are sealed, and what waits. */
export async function sealsOf(ctx: Ctx): Promise<OutOf<typeof readSeals>> {
  const view = (last: AuditSeal | typeof noSeal, open: { lines: number; oldestAt: string | null }): SealState => ({ number: String(last.number), at: 'at' in last ? last.at : null, unsealed: open.lines, oldestUnsealedAt: open.oldestAt })
  return inSnapshot(ctx.db, async (tx) => {
    const [own, shared] = [await store.lastSeal(tx), await store.lastSharedSeal(tx)]
    return { workspace: view(own, await store.unsealedAfter(tx, own.upto, 'workspace')), shared: view(shared, await store.unsealedAfter(tx, shared.upto, 'shared')) }
  })
}

/** One look at a card, or act upon it. `by`: display name, `operator:cli`, null where nobody can be named. */
export type LookAt = { at: string; by: string | null; roles: string[]; verb: string }

/**
 * The last looks at a card and acts upon it, newest first, at most `limit`. The caller has made sure that the card is within reach, or
 * the reader's own. Looks at this very list are left out: they show nothing of the card.
 */
export async function looksAt(tx: Tx, id: Uuid, now: Temporal.Instant, limit: number): Promise<LookAt[]> {
  let found: store.Look[] = []
  // Whoever opens this list a thousand times does not push his look at the card out of it.
  for (let asked = limit * 2; ; asked *= 8) {
    const lines = await store.looks(tx, id, asked)
    found = lines.filter(({ verb }) => verb !== looksVerb).slice(0, limit)
    if (found.length === limit || lines.length < asked) break
  }
  const nameOf = await namesOfActors(tx, found.map(({ actor }) => actor), now.epochMilliseconds)
  return found.map(({ at, actor, roles, verb }) => ({ at, by: nameOf(actor), roles, verb }))
}
