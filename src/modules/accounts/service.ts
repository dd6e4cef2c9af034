import { createHash, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { everywhere, rangeOf, type Actor } from '#kernel/actor.ts'
import { dayIn, instantText } from '#kernel/dates.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import { getWorkspace, levelNames, reachOfUnit, sharedDb, unitById, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { guessesFromOneAddress, guessesInAll, guessMinutes, holdsOn, operatorId, sessionState, userNameKey, type Account, type Grant } from './model.ts'
import { isPassword } from './password.ts'
import type { Me } from './contract.ts'
import { abilitiesOf } from './policy.ts'
import * as store from './store.ts'

/** Who stands behind a session's token. */
export type SignedIn = { readonly account: Account; readonly actor: Actor; readonly workspace: Workspace }

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * Signs in.
 * In: what was typed, and where from. Out: the token for the cookie, known to nobody else. Refuses: `sign-in-wait` after too many wrong
 * passwords (facts: minutes), `sign-in-wrong` without saying which half, `sign-in-no-unit` where the account has no grant today.
 */
export async function signIn(
  pool: Pool,
  typed: { name: string; password: string; address: string; device: string },
  now: Temporal.Instant,
): Promise<{ token: string; account: Account } | Refusal<'sign-in-wrong' | 'sign-in-wait' | 'sign-in-no-unit'>> {
  const db = sharedDb(pool)
  const key = userNameKey(typed.name)
  const at = instantText(now)
  // The guess is counted before it is tried, in a transaction of its own: whatever happens to the trial, the count stands.
  const waits = await inTransaction(db, async (tx) => {
    await store.lockAttempts(tx, key)
    const tried = await store.attemptsSince(tx, key, typed.address, instantText(now.subtract({ minutes: guessMinutes })))
    if (tried.here >= guessesFromOneAddress || tried.all >= guessesInAll) return refuse('sign-in-wait', { minutes: guessMinutes })
    await store.insertAttempt(tx, key, typed.address, at)
    return null
  })
  if (waits) return waits

  const account = await inSnapshot(db, (tx) => store.accountByKey(tx, key))
  const right = await isPassword(typed.password, account?.passwordHash ?? null)
  if (!account || !right || account.blocked) return refuse('sign-in-wrong')

  const [first] = await grantsToday(pool, account.id, now)
  if (!first) return refuse('sign-in-no-unit')
  const token = randomBytes(32).toString('base64url')
  await inTransaction(db, async (tx) => {
    await store.deleteAttempts(tx, key, typed.address, instantText(now.subtract({ hours: 24 })))
    await store.insertSession(tx, {
      tokenSha256: hashOf(token), accountId: account.id, workspace: first.workspace, unitId: first.unitId, at,
      address: typed.address.slice(0, 64), device: typed.device.slice(0, 300),
    })
  })
  return { token, account: { id: account.id, name: account.name, displayName: account.displayName, language: account.language } }
}

/** Ends the session of a token; an unknown one is no fault. */
export async function signOut(pool: Pool, token: string, now: Temporal.Instant): Promise<void> {
  const hash = hashOf(token)
  remembered.delete(hash.toString('hex'))
  await inTransaction(sharedDb(pool), (tx) => store.endSession(tx, hash, instantText(now)))
}

/** What was found for a token stays true for a second, so that a page of ten requests asks once. */
const rememberMilliseconds = 1_000
const remembered = new Map<string, { until: number; found: Promise<SignedIn | undefined> }>()

/**
 * Who sends a request, from the cookie's token; undefined where the session is unknown, over, idle, or the grant is gone.
 * The answer may be a second old; signing out and switching in this process forget it at once.
 */
export async function actorOf(pool: Pool, token: string, now: Temporal.Instant): Promise<SignedIn | undefined> {
  const hash = hashOf(token)
  const key = hash.toString('hex')
  const known = remembered.get(key)
  if (known && known.until > now.epochMilliseconds) return known.found
  if (remembered.size > 2_000) remembered.clear()
  const found = findActor(pool, hash, now)
  remembered.set(key, { until: now.epochMilliseconds + rememberMilliseconds, found })
  found.catch(() => remembered.delete(key))
  return found
}

async function findActor(pool: Pool, hash: Buffer, now: Temporal.Instant): Promise<SignedIn | undefined> {
  const session = await inSnapshot(sharedDb(pool), (tx) => store.sessionByHash(tx, hash))
  if (!session || session.blocked || !session.workspace || session.unitId === null) return undefined
  const created = Date.parse(session.createdAt)
  const lastSeen = Date.parse(session.lastSeenAt)
  if (sessionState({ created, lastSeen, ended: session.ended }, now.epochMilliseconds) !== 'alive') return undefined
  const grants = (await grantsToday(pool, session.account.id, now)).filter((g) => g.workspace === session.workspace && g.unitId === session.unitId)
  const workspace = grants.length ? await getWorkspace(pool, session.workspace) : undefined
  if (!workspace) return undefined
  if (now.epochMilliseconds - lastSeen > 60_000) await inTransaction(sharedDb(pool), (tx) => store.touchSession(tx, hash, instantText(now)))
  const unitId = session.unitId
  return inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, async (tx) => {
    const reach = await reachOfUnit(tx, unitId)
    const unit = await unitById(tx, reach, unitId)
    if (!unit) return undefined
    const { account } = session
    const actor: Actor = { id: `account:${account.id}`, name: account.displayName, roles: grants.map((g) => g.role), reach, unitPath: unit.path, unitId }
    return { account, actor, workspace }
  })
}

/** The grants that hold today, each by its own workspace's calendar; the workspaces that are gone left out. */
async function grantsToday(pool: Pool, accountId: string, now: Temporal.Instant): Promise<Grant[]> {
  const grants = await inSnapshot(sharedDb(pool), (tx) => store.grantsOf(tx, accountId))
  const zones = new Map<string, string>()
  for (const slug of new Set(grants.map((g) => g.workspace))) zones.set(slug, (await getWorkspace(pool, slug))?.timeZone ?? 'UTC')
  return grants.filter((grant) => holdsOn(grant, dayIn(zones.get(grant.workspace)!, now)))
}

/** Goes on working under another of her grants. Refuses `grant-not-found` where she has none for that unit today. */
export async function switchGrant(pool: Pool, token: string, to: { workspace: string; unitId: number }, now: Temporal.Instant): Promise<Refusal<'grant-not-found'> | null> {
  const hash = hashOf(token)
  const session = await inSnapshot(sharedDb(pool), (tx) => store.sessionByHash(tx, hash))
  const grants = session ? await grantsToday(pool, session.account.id, now) : []
  if (!grants.some((g) => g.workspace === to.workspace && g.unitId === to.unitId)) return refuse('grant-not-found')
  await inTransaction(sharedDb(pool), (tx) => store.moveSession(tx, hash, to.workspace, to.unitId))
  remembered.delete(hash.toString('hex'))
  return null
}

/** What `/api/me` says of itself; the modules above add levels, ledger and plan. */
export async function describeMe(pool: Pool, signedIn: SignedIn, now: Temporal.Instant): Promise<Omit<Me, 'levels' | 'asOf' | 'plan'>> {
  const { account, actor, workspace } = signedIn
  const units = new Map<string, Me['units'][number]>()
  for (const grant of await grantsToday(pool, account.id, now)) {
    const key = `${grant.workspace} ${grant.unitId}`
    if (units.has(key)) continue
    const place = await unitOf(pool, grant)
    if (place) units.set(key, { workspace: grant.workspace, workspaceName: place.workspace.name, ...shown(place.unit) })
  }
  const own = await unitOf(pool, { workspace: workspace.slug, unitId: actor.unitId })
  if (!own) throw new Error('the unit of a session that was just found is gone')
  return {
    account: { id: account.id, name: account.name, displayName: account.displayName },
    factor: false,
    personId: actor.personId ?? null,
    workspace: { slug: workspace.slug, name: workspace.name, country: workspace.country, timeZone: workspace.timeZone },
    unit: { ...shown(own.unit), path: own.unit.path },
    units: [...units.values()],
    roles: [...actor.roles],
    abilities: abilitiesOf(actor.roles),
    language: account.language as Me['language'],
    today: dayIn(workspace.timeZone, now),
  }
}

function shown(unit: Unit) {
  return { id: unit.id, code: unit.code, name: unit.name, level: levelNames[unit.level] }
}

async function unitOf(pool: Pool, of: { workspace: string; unitId: number }): Promise<{ unit: Unit; workspace: Workspace } | undefined> {
  const workspace = await getWorkspace(pool, of.workspace)
  if (!workspace) return undefined
  const unit = await inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, async (tx) => unitById(tx, await reachOfUnit(tx, of.unitId), of.unitId))
  return unit && { unit, workspace }
}

/** Who acts on the command line: whoever runs it on the machine reaches the whole workspace. */
export function operatorActor(workspace: Pick<Workspace, 'country' | 'topPath' | 'topUnitId'>): Actor {
  return { id: operatorId, name: 'operator', roles: ['operator'], reach: [rangeOf(`${workspace.country}.`)], unitPath: workspace.topPath, unitId: workspace.topUnitId }
}
