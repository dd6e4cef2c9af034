import { createHash, randomBytes } from 'node:crypto'
import { grantedRoles, type GrantedRole } from '#kernel/abilities.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { hashPassword } from '../../src/modules/accounts/password.ts'
import { password, type Belongings } from '../../test/support/two-counties.ts'
import type { Served } from './serving.ts'

/** Someone with one role at a place where she has work, and the ids by which others may speak of her. */
export type Seated = { role: GrantedRole; cookie: string; account: Uuid; grant: Uuid }

/** Hashed once: it is meant to be slow. */
let hash: Promise<string> | undefined

/** Signs an account of a role in without the steps of signing in, which have tests of their own: its rows are put where they would stand. */
export async function seat({ db, workspace, today }: Served, mine: Belongings, role: GrantedRole): Promise<Seated> {
  const [account, grant, token, at] = [uuidv7(), uuidv7(), randomBytes(32).toString('base64url'), `${today}T02:00:00Z`]
  const unit = role.endsWith('-admin') ? { id: workspace.topUnitId, code: workspace.topCode } : role === 'member' ? mine.village : mine.county
  await db.asOwner(async (owner) => {
    await owner.query(`insert into accounts_account (id, user_name, user_name_key, display_name, password_hash, created_at, used_at, home_workspace) values ($1, $2, $2, $2, $5, $3, $3, $4)`, [account, `${role}-${token.slice(0, 8)}`, at, workspace.slug, await (hash ??= hashPassword(password))])
    await owner.query(`insert into accounts_grant (account_id, workspace, unit_id, unit_code, role, valid_from, person_id, id) values ($1, $2, $3, $4, $5, '2026-01-01', $6, $7)`, [account, workspace.slug, unit.id, unit.code, role, role === 'member' ? mine.persons[0] : null, grant])
    await owner.query(`insert into accounts_session (token_sha256, account_id, workspace, unit_id, created_at, last_seen_at, address, device, factor) values ($1, $2, $3, $4, $5, $5, 'test', 'test', 'passed')`, [createHash('sha256').update(token).digest(), account, workspace.slug, unit.id, at])
  })
  return { role, cookie: `qs_session=${token}`, account, grant }
}

/** One of every role. */
export async function everyRole(world: Served, mine: Belongings): Promise<Seated[]> {
  const seats: Seated[] = []
  for (const role of grantedRoles) seats.push(await seat(world, mine, role))
  return seats
}
