import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { ClientBase, Pool } from 'pg'
import { instantText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { migrateWorkspace } from '#platform/database/migrate.ts'
import { inSnapshot, txOver, type WorkspaceDb, type Tx } from '#platform/database/transaction.ts'
import { cutDivisions, divisionsOf, type Division } from './divisions.ts'
import { readDivisionsBefore, treeOf, type TreeRow } from './divisions-before.ts'
import { loadSuccessors } from './divisions.store.ts'
import { isSlug, pathBelow, readUnitCode, schemaOf, sinceEver, timeZoneOf, type Country, type Place, type Workspace } from './model.ts'
import * as store from './store.ts'
import * as rows from './workspaces.store.ts'

const programmesFolder = join(import.meta.dirname, '../../../programmes')

export type WorkspaceRefusal = 'workspace-slug-bad' | 'workspace-exists' | 'programme-unknown' | 'units-unknown' | 'units-code-bad'

export type NewWorkspace = {
  readonly slug: string
  /** Stem of a file in `programmes/`. */
  readonly programme: string
  /** Code of the top unit: `3203`, `cn:320300`, `vn:04`, `cn`. */
  readonly units: string
  readonly now: Temporal.Instant
  /** The role that the application uses: it is given its rights in the new schema. */
  readonly app: { readonly role: string }
  /** Told while units are loaded: how many are in, of how many. */
  readonly progress?: (done: number, of: number) => void
  /** Where programme files stand, when not in the house's own folder. */
  readonly programmes?: string
}
export type CreatedWorkspace = { readonly slug: string; readonly units: number; readonly former: number; readonly top: Place & { readonly id: number; readonly path: string }; readonly workspace: Workspace }

/** Reads of the shared schema through the pool that serves a workspace. */
export function sharedDb(pool: Pool): WorkspaceDb {
  return { pool, schema: 'public', reach: [] }
}

/** The workspaces there are, oldest first. */
export async function listWorkspaces(pool: Pool): Promise<Workspace[]> {
  return inSnapshot(sharedDb(pool), rows.workspaces)
}

/** One workspace; undefined where there is none of that name. */
export async function getWorkspace(pool: Pool, slug: string): Promise<Workspace | undefined> {
  return inSnapshot(sharedDb(pool), (tx) => rows.workspaceBySlug(tx, slug))
}

/** Several in a snapshot that is open, by slug; those that are gone are missing. */
export async function workspacesNamed(tx: Tx, slugs: readonly string[]): Promise<Map<string, Workspace>> {
  return new Map((slugs.length > 0 ? await rows.workspacesBySlug(tx, [...new Set(slugs)]) : []).map((one) => [one.slug, one]))
}

/**
 * Makes a workspace: its schema, its tables, its units, and last its row.
 * In: the owner's connection, outside any transaction. Out: how many of today's divisions were loaded (the nation, where it is the top,
 * is a row but no division: `cn` gives 665,276), how many more that stood before a change of tiers (Viet Nam's until 2025-06-30, with what came of
 * each), and the top unit. Refuses: slug not 2–31 of a–z 0–9 hyphen, slug taken, no such programme file,
 * no such unit, no code at all. All or nothing: what a killed creation left has no row and is cleared away by the next.
 */
export async function createWorkspace(owner: ClientBase, wanted: NewWorkspace): Promise<CreatedWorkspace | Refusal<WorkspaceRefusal>> {
  const { slug } = wanted
  if (!isSlug(slug)) return refuse('workspace-slug-bad', { slug })
  const programme = await readProgramme(wanted.programmes ?? programmesFolder, wanted.programme)
  if (isRefusal(programme)) return programme
  const code = readUnitCode(wanted.units, programme.country)
  if (!code) return refuse('units-code-bad', { code: wanted.units })
  const cut = await cutDivisions(code.country, code.code)
  if (!cut) return refuse('units-unknown', { code: wanted.units })

  const shared = txOver(owner)
  await rows.lockCreation(shared)
  try {
    if (await rows.workspaceBySlug(shared, slug)) return refuse('workspace-exists', { slug })
    const schema = schemaOf(slug)
    await rows.dropOrphan(shared, schema)
    await migrateWorkspace(owner, schema, wanted.app)

    const top = cut.units[0]!
    const topPath = pathBelow(`${code.country}.`, 1)
    const workspace: Workspace = {
      slug, schema, programme: wanted.programme, programmeName: programme.name, country: code.country,
      name: top.name, timeZone: timeZoneOf(code.country), topUnitId: 1, topCode: top.code, topLevel: top.level, topPath,
      above: cut.above.filter((unit) => unit.level > 0 && !unit.placeholder).map(({ code: above, name, level }) => ({ code: above, name, level })),
      unitsOf: divisionsOf[code.country], createdAt: instantText(wanted.now),
    }
    const former = await load(owner, workspace, cut.units, wanted.progress)
    const units = cut.units.length - (top.level === 0 ? 1 : 0)
    return { slug, units, former, top: { id: 1, code: top.code, name: top.name, level: top.level, path: topPath }, workspace }
  } finally {
    await rows.unlockCreation(shared)
  }
}

/** Units and the workspace's row in one transaction. Out: how many former units stand beside today's. */
async function load(owner: ClientBase, workspace: Workspace, units: readonly Division[], progress?: NewWorkspace['progress']): Promise<number> {
  const before = await readDivisionsBefore(workspace.country)
  const tree = before.length ? treeOf(units, before, workspace.country) : null
  await owner.query(`begin; set local search_path to "${workspace.schema}", public; set local maintenance_work_mem to '128MB'`)
  try {
    const tx = txOver(owner)
    await store.dropReadIndexes(tx)
    await store.loadUnits(tx, tree ? tree.rows.map(columnsOf) : unitRows(units, workspace.country, progress))
    if (tree) await loadSuccessors(tx, tree.successors.map(({ unitId, successorId, onDay, heir }) => [unitId, successorId, onDay, heir]))
    await store.makeReadIndexes(tx)
    await rows.insertWorkspace(tx, workspace)
    await owner.query('commit')
    await owner.query(`analyze "${workspace.schema}".organisation_unit, "${workspace.schema}".organisation_successor`)
    return tree?.former ?? 0
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  }
}

/** A row of the tree as the table's columns stand. */
function columnsOf(row: TreeRow): readonly (string | number | boolean | null)[] {
  return [row.id, row.code, row.name, row.level, row.pseudo, row.placeholder, row.parentId, row.path, row.validFrom, row.validTo]
}

/** Numbers the units in the order of the tree and gives each its path, without holding a whole country in memory a second time. */
function* unitRows(units: readonly Division[], country: Country, progress?: NewWorkspace['progress']): Generator<readonly (string | number | boolean | null)[]> {
  const above: { id: number; level: number; path: string }[] = []
  for (const [index, unit] of units.entries()) {
    while (above.length && above.at(-1)!.level >= unit.level) above.pop()
    const parent = above.at(-1)
    const id = index + 1
    const path = pathBelow(parent?.path ?? `${country}.`, id)
    above.push({ id, level: unit.level, path })
    yield [id, unit.code, unit.name, unit.level, unit.pseudo, unit.placeholder, parent?.id ?? null, path, sinceEver, null]
    if (progress && (id % 20_000 === 0 || id === units.length)) progress(id, units.length)
  }
}

/** What a workspace takes from its programme's file; the rest of it is the module plans' to read. */
async function readProgramme(folder: string, stem: string): Promise<{ country: Country; name: string } | Refusal<'programme-unknown'>> {
  const stems = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length)).sort()
  if (!stems.includes(stem)) return refuse('programme-unknown', { programme: stem, known: stems.join(', ') })
  const file = parse(await readFile(join(folder, `${stem}.yaml`), 'utf8')) as { country?: unknown; name?: unknown }
  const country = String(file.country ?? 'cn').toLowerCase()
  if (country !== 'cn' && country !== 'vn') throw new Error(`programmes/${stem}.yaml: country is cn or vn`)
  const name = typeof file.name === 'object' && file.name ? Object.values(file.name)[0] : file.name
  return { country, name: String(name ?? stem) }
}
