import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Workspace } from './model.ts'

const columns = sql`slug, schema, programme, programme_name as "programmeName", country, name, time_zone as "timeZone",
  top_unit_id as "topUnitId", top_code as "topCode", top_level as "topLevel", top_path as "topPath", above, units_of as "unitsOf", created_at as "createdAt"`

/** The workspaces there are, oldest first. */
export async function workspaces(tx: Tx): Promise<Workspace[]> {
  return tx.rows<Workspace>(sql`select ${columns} from public.organisation_workspace order by created_at, slug`)
}

/** One workspace by its slug. */
export async function workspaceBySlug(tx: Tx, slug: string): Promise<Workspace | undefined> {
  return tx.maybe<Workspace>(sql`select ${columns} from public.organisation_workspace where slug = ${slug}`)
}

/** Those of these slugs that there are. */
export async function workspacesBySlug(tx: Tx, slugs: readonly string[]): Promise<Workspace[]> {
  return tx.rows<Workspace>(sql`select ${columns} from public.organisation_workspace where slug = any(${[...slugs]}::text[])`)
}

/** Writes the row that makes a workspace exist. For the owner. */
export async function insertWorkspace(tx: Tx, w: Omit<Workspace, 'createdAt'> & { createdAt: string }): Promise<void> {
  await tx.run(sql`insert into public.organisation_workspace
      (slug, schema, programme, programme_name, country, name, time_zone, top_unit_id, top_code, top_level, top_path, above, units_of, created_at)
    values (${w.slug}, ${w.schema}, ${w.programme}, ${w.programmeName}, ${w.country}, ${w.name}, ${w.timeZone}, ${w.topUnitId}, ${w.topCode}, ${w.topLevel},
      ${w.topPath}, ${JSON.stringify(w.above)}::jsonb, ${w.unitsOf}, ${w.createdAt})`)
}

/** One creation at a time, whoever runs it; freed with `unlockCreation` or the connection. */
export async function lockCreation(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_lock(hashtext('qiaoshou.workspace'))`)
}
export async function unlockCreation(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_unlock(hashtext('qiaoshou.workspace'))`)
}

/** Removes what a killed creation left: a schema that no row of organisation_workspace names. */
export async function dropOrphan(tx: Tx, schema: string): Promise<void> {
  await tx.run(sql`drop schema if exists ${sql.id(schema)} cascade`)
}
