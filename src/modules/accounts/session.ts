import type { Pool } from 'pg'
import { everywhere, type Actor } from '#kernel/actor.ts'
import { dayIn, instantText } from '#kernel/dates.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import { getWorkspace, grantedUnit, sharedDb, unitsById, workspacesNamed, type Workspace } from '#modules/organisation/index.ts'
import { newToken, sha256, unsignedDb, type From } from './house.ts'
import { holdsOn, knownDevices, sessionState, stepOf, type Account, type FactorState, type Grant } from './model.ts'
import * as rows from './session.store.ts'
import * as store from './store.ts'

/** Who stands behind a session's token. */
export type SignedIn = { readonly account: Account; readonly actor: Actor; readonly workspace: Workspace }

/** What was found for a token stays true for a second, so that a page of ten requests asks once. */
const rememberMilliseconds = 1_000
const remembered = new Map<string, { until: number; found: Promise<SignedIn | undefined> }>()

/** Forgets what this process knows of a session, or of all: whoever ends sessions, or moves what they reach, calls it. Others know it within a second. */
export function forget(hash?: Buffer): void {
  if (hash) remembered.delete(hash.toString('hex'))
  else remembered.clear()
}

/**
 * Who sends a request, from the cookie's token; undefined where the session is unknown, over, idle, not wholly signed in, or the grant
 * is gone. The answer may be a second old; whatever ends sessions in this process is known at once.
 */
export async function actorOf(pool: Pool, token: string, now: Temporal.Instant): Promise<SignedIn | undefined> {
  const hash = sha256(token)
  const key = hash.toString('hex')
  const known = remembered.get(key)
  const at = now.epochMilliseconds
  if (known && known.until > at && known.until - rememberMilliseconds <= at) return known.found
  if (remembered.size > 2_000) remembered.clear()
  const found = findActor(pool, hash, now)
  remembered.set(key, { until: at + rememberMilliseconds, found })
  found.catch(() => remembered.delete(key))
  return found
}

/** The session of a token where it is alive, whatever step it stands at. */
export async function aliveSession(pool: Pool, hash: Buffer, now: Temporal.Instant): Promise<rows.SessionRow | undefined> {
  return aliveAt(await inSnapshot(sharedDb(pool), (tx) => rows.sessionByHash(tx, hash)), now)
}

function aliveAt(session: rows.SessionRow | undefined, now: Temporal.Instant): rows.SessionRow | undefined {
  if (!session || session.blocked) return undefined
  const [created, lastSeen] = [Date.parse(session.createdAt), Date.parse(session.lastSeenAt)]
  return sessionState({ created, lastSeen, ended: session.ended }, now.epochMilliseconds) === 'alive' ? session : undefined
}

async function findActor(pool: Pool, hash: Buffer, now: Temporal.Instant): Promise<SignedIn | undefined> {
  // All that is asked of the house, in one snapshot and two round trips: every page waits for it.
  const { session, all, workspaces } = await inSnapshot(sharedDb(pool), async (tx) => {
    const [session, all] = await Promise.all([rows.sessionByHash(tx, hash), rows.grantsBehind(tx, hash)])
    return { session: aliveAt(session, now), all, workspaces: await workspacesNamed(tx, all.map((grant) => grant.workspace)) }
  })
  if (!session || !session.workspace || session.unitId === null || stepOf(session) !== 'in') return undefined
  const zoneOf = (slug: string) => workspaces.get(slug)?.timeZone ?? 'UTC'
  const today = holding(all, zoneOf, now)
  const grants = today.filter((g) => g.workspace === session.workspace && g.unitId === session.unitId)
  const workspace = grants.length ? workspaces.get(session.workspace) : undefined
  if (!workspace) return undefined
  if (session.factor === 'none' && beganSince(today, Temporal.Instant.from(session.createdAt), zoneOf)) return undefined
  if (now.epochMilliseconds - Date.parse(session.lastSeenAt) > 60_000) await inTransaction(sharedDb(pool), (tx) => rows.touchSession(tx, hash, instantText(now)))
  const unitId = session.unitId
  const granted = await inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, (tx) => grantedUnit(tx, unitId))
  if (!granted) return undefined
  const { account } = session
  const roles = [...new Set(grants.map((g) => g.role))]
  const actor: Actor = {
    id: `account:${account.id}`, name: account.displayName, roles, unitPath: granted.unit.path, unitId,
    // A member sees her own card and nothing of the unit that it stands in.
    reach: roles.every((role) => role === 'member') ? [] : granted.reach,
    personId: grants.find((g) => g.role === 'member')?.personId ?? null,
  }
  return { account, actor, workspace }
}

/** True where one of the grants began on a later day than the session: whether it asks for a second factor was not looked at, and the next sign-in does. */
function beganSince(grants: readonly Grant[], began: Temporal.Instant, zoneOf: (workspace: string) => string): boolean {
  return grants.some(({ workspace, validFrom }) => validFrom > dayIn(zoneOf(workspace), began))
}

const holding = (grants: readonly Grant[], zoneOf: (workspace: string) => string, now: Temporal.Instant): Grant[] =>
  grants.filter((grant) => holdsOn(grant, dayIn(zoneOf(grant.workspace), now)))

/** The grants that hold today, each by its own workspace's calendar; the workspaces that are gone left out. */
export async function grantsToday(pool: Pool, accountId: string, now: Temporal.Instant): Promise<Grant[]> {
  return inSnapshot(sharedDb(pool), async (tx) => {
    const grants = await store.grantsOf(tx, accountId)
    const workspaces = await workspacesNamed(tx, grants.map(({ workspace }) => workspace))
    return holding(grants, (slug) => workspaces.get(slug)?.timeZone ?? 'UTC', now)
  })
}

/** Of these grants, those whose unit still stands: one for a unit that ended reaches nothing. */
export async function atStandingUnits(pool: Pool, grants: readonly Grant[]): Promise<Grant[]> {
  const standing = await Promise.all([...Map.groupBy(grants, (grant) => grant.workspace)].map(async ([slug, own]) => {
    const workspace = await getWorkspace(pool, slug)
    const units = workspace && (await inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, (tx) => unitsById(tx, everywhere, own.map(({ unitId }) => unitId))))
    return own.filter(({ unitId }) => units?.has(unitId))
  }))
  const kept = new Set(standing.flat())
  return grants.filter((grant) => kept.has(grant))
}

/** A session that was just begun or moved on a step: its token for the cookie, and the device's where it is wholly signed in. */
export type Begun = { readonly token: string; readonly account: Account; readonly next: ReturnType<typeof stepOf>; readonly deviceToken: string | null }
type Standing = { readonly factor: FactorState; readonly passwordDue: boolean }

/**
 * Begins a session, or goes on with one under a new token, so that no token from before a step is worth anything after it.
 * Where it is `in` now, the account counts as used and the browser as known.
 */
export async function begin(tx: Tx, account: Account, place: { workspace: string; unitId: number; createdAt: string }, standing: Standing, from: From, now: Temporal.Instant): Promise<Begun> {
  const token = newToken()
  const at = instantText(now)
  const next = stepOf(standing)
  await rows.insertSession(tx, {
    tokenSha256: sha256(token), accountId: account.id, ...place, at, address: from.address.slice(0, 64), device: from.device.slice(0, 300), ...standing,
  })
  if (next !== 'in') return { token, account, next, deviceToken: null }
  const deviceToken = from.deviceToken ?? newToken()
  await rows.rememberDevice(tx, account.id, sha256(deviceToken), at, knownDevices)
  await store.touchAccount(tx, account.id, at)
  return { token, account, next, deviceToken }
}

/** Ends the session of a token; an unknown one is no fault. */
export async function signOut(pool: Pool, token: string, now: Temporal.Instant, from: From = { address: '', device: '' }): Promise<void> {
  const hash = sha256(token)
  forget(hash)
  const session = await inSnapshot(sharedDb(pool), (tx) => rows.sessionByHash(tx, hash))
  if (!session || session.ended) return
  await inTransaction(unsignedDb(pool, from, { accountId: session.account.id, workspace: session.workspace, verb: 'accounts.sign-out' }), async (tx) => {
    await rows.endSession(tx, hash, instantText(now))
    tx.note({ subjects: [session.account.id] })
  })
}
