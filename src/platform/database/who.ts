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

/** The statement that writes the line, its values as literals: it travels in one message with COMMIT. `quote` is the driver's own. */
export function auditStatement(who: Who, line: Line, quote: (text: string) => string): string {
  const subjects = [...new Set(line.subjects)]
  if (!subjects.every((id) => uuid.test(id))) throw new Error('a subject of an audit line is a UUID')
  const text = (value: string | null) => (value === null ? 'null' : quote(value))
  return `select audit_write(${text(who.workspace)}, ${text(who.actor)}, array[${who.roles.map(quote).join(',')}]::text[], ${text(who.unitPath)}, ${text(who.verb!)},
    '{${subjects.join(',')}}'::uuid[], ${text(JSON.stringify(line.facts))}::jsonb, ${text(who.result)}, ${text(who.address)}, ${text(who.requestId)}::uuid,
    ${text(who.repeat?.id ?? null)}::uuid, ${text(who.repeat?.bodySha256 ?? null)})`
}

/** How many ranges of a reach stand in settings of their own, which an index serves; more of them are looked up one by one. */
const slots = 4
const path = /^([a-z]{2}\.(u\d+\.)*|[a-z]{2}\/|[a-z]{2}\.(u\d+\.)*u\d+\/|~|)$/

/**
 * The reach as settings of the transaction: what the policies of row security compare `unit_path` with. Values are literals, since
 * they travel with BEGIN; only what looks like a path is one.
 */
export function reachSettings(reach: Reach, own: Uuid | null = null): string {
  const ranges = merged(reach)
  if (!ranges.every(({ lo, hi }) => path.test(lo) && path.test(hi))) throw new Error('a reach is made of unit paths')
  if (own !== null && !uuid.test(own)) throw new Error('a card is known by a UUID')
  const said = ranges.slice(0, slots).map(({ lo, hi }, i) => `set local app.lo${i + 1} = '${lo}'; set local app.hi${i + 1} = '${hi}'`)
  if (ranges.length > slots) {
    const rest = ranges.slice(slots)
    said.push(`set local app.more = '{${rest.flatMap(({ lo, hi }) => [lo, hi]).join(',')}}'; set local app.lo_more = '${rest[0]!.lo}'; set local app.hi_more = '${rest.at(-1)!.hi}'`)
  }
  if (own !== null) said.push(`set local app.own = '${own}'`)
  return said.map((one) => `; ${one}`).join('')
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
