import type { Reach, Role } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'

/**
 * Who stands behind a transaction, as the audit log keeps it. A transaction of a request carries it from the edge on, so that no verb
 * can forget it; background work has none.
 */
export type Who = {
  /** `account:<uuid>`, `operator:cli`, `unsigned`. */
  readonly actor: string
  readonly roles: readonly Role[]
  readonly workspace: string
  readonly unitPath: string
  /** Where the request comes from, as the server saw it. */
  readonly address: string
  readonly requestId: Uuid
  /** What is done, as `register.file`; null where nothing of it is to be kept. */
  readonly verb: string | null
  /** True where it reads personal data and changes nothing: then a read writes the line. */
  readonly look: boolean
  /** The id under which the caller may send the same request again, with the SHA-256 of what it says; null where he gave none. */
  readonly repeat: { readonly id: Uuid; readonly bodySha256: string } | null
  /** How it ended; `done` unless a refusal is being noted. */
  readonly result: string
  /** Lines written so far for this request; the first transaction that commits writes one though nothing was noted. */
  readonly written: { lines: number }
}

/** What a verb adds to its line: whom it is about, and facts that are nobody's personal data. */
export type AuditNote = { readonly subjects?: readonly Uuid[]; readonly facts?: Readonly<Record<string, string | number | boolean | null>> }

/** The line as it is written. */
type Line = { subjects: readonly Uuid[]; facts: Record<string, unknown> }

/** Notes of one transaction, gathered to one line. */
export class Notes {
  #noted: Line | null = null
  add({ subjects = [], facts = {} }: AuditNote): void {
    this.#noted = { subjects: [...(this.#noted?.subjects ?? []), ...subjects], facts: { ...this.#noted?.facts, ...facts } }
  }
  /** The line to write now, if any: what was noted, or the bare fact of the act where nothing was written of it yet. */
  line(who: Who | undefined): Line | null {
    if (!who || who.verb === null) return null
    return this.#noted ?? (who.written.lines === 0 ? { subjects: [], facts: {} } : null)
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** So many subjects stand in one line; of more (an export), more lines are written, all of one request. */
const subjectsALine = 2_000

/** The statement that writes the line (or lines), its values as literals: it travels in one message with COMMIT. `quote` is the driver's own. */
export function auditStatement(who: Who, line: Line, quote: (text: string) => string): string {
  // Callers may write an id in capitals, in an address for one.
  const subjects = [...new Set(line.subjects.map((id) => id.toLowerCase()))]
  if (!subjects.every((id) => uuid.test(id))) throw new Error('a subject of an audit line is a UUID')
  const text = (value: string | null) => (value === null ? 'null' : quote(value))
  const lines = Math.max(1, Math.ceil(subjects.length / subjectsALine))
  return Array.from({ length: lines }, (_, i) => {
    const facts = lines === 1 ? line.facts : { ...line.facts, line: i + 1, lines }
    return `select audit_write(${text(who.workspace)}, ${text(who.actor)}, array[${who.roles.map(quote).join(',')}]::text[], ${text(who.unitPath)}, ${text(who.verb!)},
    '{${subjects.slice(i * subjectsALine, (i + 1) * subjectsALine).join(',')}}'::uuid[], ${text(JSON.stringify(facts))}::jsonb, ${text(who.result)}, ${text(who.address)}, ${text(who.requestId)}::uuid,
    ${text(who.repeat?.id ?? null)}::uuid, ${text(who.repeat?.bodySha256 ?? null)})`
  }).join('; ')
}

const path = /^([a-z]{2}\.(u\d+\.)*|[a-z]{2}\/|[a-z]{2}\.(u\d+\.)*u\d+\/|~|)$/

/**
 * The reach as settings of the transaction: what the policies of row security hold `unit_path` against (migration 0011). `app.ranges` decides;
 * `app.lo` and `app.hi` are its outer bounds, which an index serves and which say all of it where `app.single` is on; for a member they
 * leave out nothing, since her own card lies anywhere. Values are literals, since they travel with BEGIN; only what looks like a path is one.
 */
export function reachSettings(reach: Reach, own: Uuid | null = null): string {
  const ranges = merged(reach)
  if (!ranges.every(({ lo, hi }) => path.test(lo) && path.test(hi))) throw new Error('a reach is made of unit paths')
  if (own !== null && !uuid.test(own)) throw new Error('a card is known by a UUID')
  const [lo, hi] = own === null ? [ranges[0]?.lo ?? '', ranges.at(-1)?.hi ?? ''] : ['', '~']
  const single = own === null && ranges.length === 1 ? 'on' : ''
  const said = `; set local app.lo = '${lo}'; set local app.hi = '${hi}'; set local app.ranges = '${ranges.flatMap((range) => [range.lo, range.hi]).join(',')}'; set local app.single = '${single}'`
  return own === null ? said : `${said}; set local app.own = '${own}'`
}

/** The ranges in the order of paths, those that lie within another left out. */
export function merged(reach: Reach): Reach {
  const kept: { lo: string; hi: string }[] = []
  for (const range of reach.toSorted((a, b) => (a.lo < b.lo ? -1 : a.lo > b.lo ? 1 : 0))) {
    const last = kept.at(-1)
    if (last && range.lo < last.hi) last.hi = range.hi > last.hi ? range.hi : last.hi
    else kept.push({ ...range })
  }
  return kept
}
