import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { FunnelDefinition, IndicatorDefinition } from './definition.contract.ts'

export type What = 'indicator' | 'funnel'
/** One version of a definition that the workspace made itself. */
export type Own = { what: What; id: string; version: number; definition: IndicatorDefinition | FunnelDefinition; note: string; retired: boolean; madeBy: string; madeAt: InstantText; requestId: Uuid }

const columns = sql.raw(`what, id, version, definition, note, retired, made_by as "madeBy", made_at as "madeAt", request_id as "requestId"`)

/** The newest version of each, retired ones too, in order of their first making. */
export async function newest(tx: Tx): Promise<Own[]> {
  return tx.rows(sql<Own>`select ${columns} from plans_definition d
    where version = (select max(version) from plans_definition o where o.id = d.id) order by (select min(made_at) from plans_definition o where o.id = d.id), id`)
}

/** All versions of one, newest first. */
export async function versionsOf(tx: Tx, id: string): Promise<Own[]> {
  return tx.rows(sql<Own>`select ${columns} from plans_definition where id = ${id} order by version desc`)
}

/** What an earlier arrival of a request made. */
export async function ofRequest(tx: Tx, requestId: Uuid): Promise<Own | undefined> {
  return tx.maybe(sql<Own>`select ${columns} from plans_definition where request_id = ${requestId}`)
}

/** Definitions speak of one another: whoever makes one waits for whoever is making another. */
export async function lock(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('plans:' || current_schema(), 0))`)
}

export async function insert(tx: Tx, one: Own): Promise<void> {
  await tx.run(sql`insert into plans_definition (what, id, version, definition, note, retired, made_by, made_at, request_id)
    values (${one.what}, ${one.id}, ${one.version}, ${JSON.stringify(one.definition)}::jsonb, ${one.note}, ${one.retired}, ${one.madeBy}, ${one.madeAt}, ${one.requestId})`)
}
