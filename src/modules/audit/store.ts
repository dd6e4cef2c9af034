import type { Reach } from '#kernel/actor.ts'
import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { noSeal, type AuditLine, type AuditSeal } from './model.ts'

/** `workspace`: lines of the workspace that the transaction is opened for. `shared`: those of what all workspaces share. */
export type Origin = 'workspace' | 'shared'

// The subjects come as the database writes them, and are parted here: its driver takes ten times as long over a long array.
const lineColumns = sql`id, at, workspace, actor, roles, unit_path as "unitPath", verb, subjects::text as subjects, facts::text as facts, result, address, request_id as "requestId"`

/** The highest id below which every line has come to stay. Takes the log's lock whole until the transaction ends: end it at once. */
export async function settled(tx: Tx): Promise<bigint> {
  return (await tx.one<{ id: bigint }>(sql`select audit_settled() as id`)).id
}

/** The newest line's id as far as lines are seen now; 0 where there is none. Takes no lock. */
export async function newestLine(tx: Tx): Promise<bigint> {
  return (await tx.one<{ id: bigint }>(sql`select coalesce(max(id), 0) as id from audit_line`)).id
}

/** Lines with an id above one and up to another, by id. `after` null: from the first on, whatever its id. */
export async function linesAfter(tx: Tx, after: bigint | null, upto: bigint, limit: number): Promise<AuditLine[]> {
  const rows = await tx.rows<Omit<AuditLine, 'subjects'> & { subjects: string }>(sql`select ${lineColumns} from audit_line where (${after}::bigint is null or id > ${after}) and id <= ${upto} order by id limit ${limit}`)
  return rows.map((row) => ({ ...row, subjects: row.subjects === '{}' ? [] : row.subjects.slice(1, -1).split(',') }))
}

const sealColumns = sql`number, upto, lines, at, encode(digest, 'hex') as digest, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash`

export async function lastSeal(tx: Tx): Promise<AuditSeal | typeof noSeal> {
  return (await tx.maybe<AuditSeal>(sql`select ${sealColumns} from audit_seal order by number desc limit 1`)) ?? noSeal
}

export async function sealsAfter(tx: Tx, number: bigint, limit: number): Promise<AuditSeal[]> {
  return tx.rows<AuditSeal>(sql`select ${sealColumns} from audit_seal where number > ${number} order by number limit ${limit}`)
}

/** False where another server put a seal of that number first. */
export async function insertSeal(tx: Tx, seal: AuditSeal): Promise<boolean> {
  const { number, upto, lines, at, digest, previousHash, hash } = seal
  return (await tx.run(sql`insert into audit_seal (number, upto, lines, at, digest, previous_hash, hash)
    values (${number}, ${upto}, ${lines}, ${at}, decode(${digest}, 'hex'), decode(${previousHash}, 'hex'), decode(${hash}, 'hex')) on conflict (number) do nothing`)) === 1
}

/** Lines above an id: how many, and when the oldest was written. */
export async function unsealedAfter(tx: Tx, upto: bigint, origin: Origin): Promise<{ lines: number; oldestAt: InstantText | null }> {
  const table = origin === 'shared' ? sql`public.audit_line` : sql`audit_line`
  return tx.one(sql`select count(*)::int as lines, min(at) as "oldestAt" from ${table} where id > ${upto}`)
}

/** The newest seal of what all share, seen from within a workspace. */
export async function lastSharedSeal(tx: Tx): Promise<AuditSeal | typeof noSeal> {
  return (await tx.maybe<AuditSeal>(sql`select ${sealColumns} from public.audit_seal order by number desc limit 1`)) ?? noSeal
}

/** Where a page ends: lines come newest first, those of one instant in the order of their origin and id. */
export type Cursor = { readonly at: InstantText; readonly origin: Origin; readonly id: string }
export type LineFilter = {
  readonly workspace: string
  /** Lines of actors who work within; `wholeWorkspace` adds those who work for no unit (a sign-in that failed). */
  readonly reach: Reach
  readonly wholeWorkspace: boolean
  readonly from: InstantText | null
  readonly before: InstantText | null
  readonly actor: string | null
  readonly verb: string | null
  readonly subject: Uuid | null
  readonly result: 'done' | 'refused' | null
  readonly address: string | null
  readonly requestId: Uuid | null
}
export type FoundLine = Omit<AuditLine, 'facts' | 'subjects'> & { readonly origin: Origin; readonly facts: Record<string, unknown>; readonly subjects: readonly Uuid[]; readonly subjectCount: number }

/** Subjects of a line that a list shows; the rest are counted. */
const subjectsShown = 20

/** One page of lines of one origin, newest first. */
export async function findLines(tx: Tx, origin: Origin, f: LineFilter, after: Cursor | null, limit: number): Promise<FoundLine[]> {
  const table = origin === 'shared' ? sql`public.audit_line` : sql`audit_line`
  const within = sql.join([...f.reach.map(({ lo, hi }) => sql`(unit_path >= ${lo} and unit_path < ${hi})`), sql`(unit_path = '' and ${f.wholeWorkspace})`], sql` or `)
  const found = await tx.rows<Omit<FoundLine, 'origin'>>(sql`
    select id, at, workspace, actor, roles, unit_path as "unitPath", verb, subjects[1:${subjectsShown}]::text[] as subjects, cardinality(subjects) as "subjectCount", facts, result, address, request_id as "requestId"
    from ${table} where workspace = ${f.workspace} and (${within})
      ${f.from === null ? sql`` : sql`and at >= ${f.from}`} ${f.before === null ? sql`` : sql`and at < ${f.before}`}
      ${f.actor === null ? sql`` : sql`and actor = ${f.actor}`} ${f.verb === null ? sql`` : sql`and verb = ${f.verb}`}
      ${f.result === null ? sql`` : f.result === 'done' ? sql`and result = 'done'` : sql`and result <> 'done'`}
      ${f.address === null ? sql`` : sql`and address = ${f.address}`} ${f.requestId === null ? sql`` : sql`and request_id = ${f.requestId}`}
      ${f.subject === null ? sql`` : sql`and id = any(array(select l.id from ${table} l where l.subjects @> array[${f.subject}::uuid]))`}
      ${after === null ? sql`` : sql`and at <= ${after.at} and (at, ${origin}::text, id) < (${after.at}::timestamptz, ${after.origin}::text, ${after.id}::bigint)`}
    order by at desc, id desc limit ${limit}`)
  return found.map((line) => ({ ...line, origin }))
}

export type Look = { readonly at: InstantText; readonly actor: string; readonly roles: string[]; readonly verb: string; readonly facts: Record<string, unknown> }

/** The newest lines about one card, for whoever may read it. */
export async function looks(tx: Tx, subject: Uuid, limit: number): Promise<Look[]> {
  return tx.rows<Look>(sql`select at, actor, roles, verb, facts from audit_looks(${subject}, ${limit})`)
}
