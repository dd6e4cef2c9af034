import type { Pool } from 'pg'
import { everywhere } from '#kernel/actor.ts'
import { instantText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import { getWorkspace, reachOfUnit, sharedDb } from '#modules/organisation/index.ts'
import { checkCode, confirmSecret, pendingSecret, type Enrolment } from './factor.ts'
import { countGuess } from './guess.ts'
import { isToken, plainHouse, sha256, unsignedDb, type From, type House } from './house.ts'
import { accountState, guessesAtOneAccount, isAdministrator, phoneOf, readsPersons, stepOf, userNameKey, type FactorState, type Grant } from './model.ts'
import { passwordFault } from './password-rules.ts'
import { hashPassword, isPassword } from './password.ts'
import { aliveSession, atStandingUnits, begin, forget, grantsToday, type Begun } from './session.ts'
import * as rows from './session.store.ts'
import * as factors from './factor.store.ts'
import * as store from './store.ts'

/** The demo's own password, which breaks a rule so that it can be printed. */
export const demoPassword = 'qiaoshou-demo-2026'
const aDay = { hours: 24 }

export type SignInRefusal = 'sign-in-wrong' | 'sign-in-wait' | 'sign-in-no-unit' | 'account-unused'

/**
 * Signs in with a name or a phone, and a password.
 * Out: the token for the cookie, known to nobody else, and which step comes next. Refuses: `sign-in-wait` after too many guesses (facts:
 * minutes), `sign-in-wrong` without saying which half, after the same time; and, to whoever knew the password, `account-unused` and `sign-in-no-unit`.
 */
export async function signIn(pool: Pool, typed: From & { name: string; password: string }, now: Temporal.Instant, house: House = plainHouse): Promise<Begun | Refusal<SignInRefusal>> {
  const key = userNameKey(typed.name)
  const phone = house.box && phoneOf(typed.name)
  const device = isToken(typed.deviceToken) ? sha256(typed.deviceToken) : null
  const account = await inSnapshot(sharedDb(pool), (tx) => store.accountForSignIn(tx, key, phone ? house.box!().hash('phone', phone) : null, device))
  const guess = { key: account ? `account:${account.id}` : sha256(key).toString('hex'), address: typed.address, device: account?.knownDevice ? device : null, limit: guessesAtOneAccount }
  const waits = await countGuess(pool, guess, now)
  if (waits) return waits

  const right = await isPassword(typed.password, account?.passwordHash ?? null)
  const refused = async (refusal: Refusal<SignInRefusal>): Promise<Refusal<SignInRefusal>> => {
    await inTransaction(unsignedDb(pool, typed, { accountId: null, workspace: account?.workspace ?? null, verb: 'accounts.sign-in', result: refusal.refused }), async (tx) => tx.note({ subjects: account ? [account.id] : [] }))
    return refusal
  }
  const state = account && accountState({ blocked: account.blocked, hasPassword: account.passwordHash !== null, usedAt: Date.parse(account.usedAt) }, now.epochMilliseconds)
  if (!account || !right || state === 'blocked') return refused(refuse('sign-in-wrong'))
  if (state === 'unused') return refused(refuse('account-unused'))
  const grants = await atStandingUnits(pool, await grantsToday(pool, account.id, now))
  if (!grants[0]) return refused(refuse('sign-in-no-unit'))
  const { workspace, unitId } = grants[0]
  const factor: FactorState = account.hasFactor ? 'due' : (await mustHaveFactor(pool, grants, house)) ? 'enrol' : 'none'
  const passwordDue = typed.password !== demoPassword && passwordFault(typed.password, account) !== null
  return inTransaction(unsignedDb(pool, typed, { accountId: account.id, workspace, verb: 'accounts.sign-in' }), async (tx) => {
    await rows.deleteAttempts(tx, guess, instantText(now.subtract(aDay)))
    const begun = await begin(tx, { id: account.id, name: account.name, displayName: account.displayName, language: account.language }, { workspace, unitId, createdAt: instantText(now) }, { factor, passwordDue }, typed, now)
    tx.note({ subjects: [account.id], facts: { next: begun.next } })
    return begun
  })
}

const counted = new Map<string, { until: number; persons: Promise<number> }>()
const countMilliseconds = 10 * 60_000

/** True where the law or the house asks for a second factor: for administrators (GB/T 22239-2019, 8.1.4.1 d), and for whoever reaches more persons than the house allows without. */
export async function mustHaveFactor(pool: Pool, grants: readonly Grant[], house: House): Promise<boolean> {
  if (grants.some(({ role }) => isAdministrator(role))) return true
  if (!Number.isFinite(house.factorAbovePersons)) return false
  // She works under one grant at a time and changes freely: what counts is all that she reaches, each card once.
  let all = 0
  for (const [slug, own] of Map.groupBy(grants.filter(({ role }) => readsPersons(role)), (grant) => grant.workspace)) {
    const workspace = await getWorkspace(pool, slug)
    if (!workspace) continue
    const units = [...new Set(own.map(({ unitId }) => unitId))].sort((a, b) => a - b)
    const key = `${slug} ${workspace.createdAt} ${units.join()}`
    const known = counted.get(key)
    const persons = known && known.until > performance.now() ? known.persons
      : inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, async (tx) => (await Promise.all(units.map((unitId) => reachOfUnit(tx, unitId)))).flat()).then((reach) => house.personsIn(workspace, reach, house.factorAbovePersons + 1))
    if (persons !== known?.persons) {
      if (counted.size > 5_000) counted.clear()
      counted.set(key, { until: performance.now() + countMilliseconds, persons })
      persons.catch(() => counted.delete(key))
    }
    all += await persons
    if (all > house.factorAbovePersons) return true
  }
  return false
}

/** Where the sign-in of a token stands; null where there is none. */
export async function signInState(pool: Pool, token: string, now: Temporal.Instant): Promise<{ account: { name: string; displayName: string }; next: ReturnType<typeof stepOf> } | null> {
  const session = await aliveSession(pool, sha256(token), now)
  return session ? { account: { name: session.account.name, displayName: session.account.displayName }, next: stepOf(session) } : null
}

/** The session of a token that stands at this very step. */
async function at(pool: Pool, token: string, step: ReturnType<typeof stepOf>, now: Temporal.Instant): Promise<rows.SessionRow | Refusal<'signed-out'>> {
  const session = await aliveSession(pool, sha256(token), now)
  return session && session.workspace && session.unitId !== null && stepOf(session) === step ? session : refuse('signed-out')
}

type Moved = { session: rows.SessionRow; token: string; factor: FactorState; passwordDue: boolean; verb: string; also?: (tx: Parameters<typeof begin>[0]) => Promise<Refusal | null> }

/** Moves a session on by a step: under a new token, the old one being over. */
async function moveOn(pool: Pool, { session, token, factor, passwordDue, verb, also }: Moved, from: From, now: Temporal.Instant): Promise<Begun | Refusal> {
  const { account } = session
  forget(sha256(token))
  return inTransaction(unsignedDb(pool, from, { accountId: account.id, workspace: session.workspace, verb }), async (tx) => {
    // Whoever comes second with the same step finds the session over.
    if ((await rows.endSession(tx, sha256(token), instantText(now))) === 0) return refuse('signed-out')
    const refused = await also?.(tx)
    if (refused) return refused
    const begun = await begin(tx, account, { workspace: session.workspace!, unitId: session.unitId!, createdAt: session.createdAt }, { factor, passwordDue }, from, now)
    tx.note({ subjects: [account.id], facts: { next: begun.next } })
    return begun
  })
}

async function noted<T>(pool: Pool, session: rows.SessionRow, verb: string, from: From, answer: T | Refusal): Promise<T | Refusal> {
  if (isRefusal(answer)) await inTransaction(unsignedDb(pool, from, { accountId: session.account.id, workspace: session.workspace, verb, result: answer.refused }), async (tx) => tx.note({ subjects: [session.account.id] }))
  return answer
}

/** The second step: a code of the authenticator or a recovery code. Refuses `factor-wrong`, `factor-wait`, `signed-out`. */
export async function passFactor(pool: Pool, token: string, code: string, from: From, now: Temporal.Instant, house: House): Promise<Begun | Refusal> {
  const session = await at(pool, token, 'factor', now)
  if (isRefusal(session)) return session
  const wrong = await noted(pool, session, 'accounts.sign-in-factor', from, await checkCode(pool, session.account.id, code, from, now, house))
  if (isRefusal(wrong)) return wrong
  return moveOn(pool, { session, token, factor: 'passed', passwordDue: session.passwordDue, verb: 'accounts.sign-in-factor' }, from, now)
}

/** Begins to set up the factor that the account must have. */
export async function enrol(pool: Pool, token: string, from: From, now: Temporal.Instant, house: House): Promise<Enrolment | Refusal> {
  const session = await at(pool, token, 'enrol', now)
  if (isRefusal(session)) return session
  return pendingSecret(unsignedDb(pool, from, { accountId: session.account.id, workspace: session.workspace, verb: 'accounts.sign-in-enrol' }), session.account, house, true)
}

/** Its first code; answers the recovery codes. */
export async function confirmEnrolment(pool: Pool, token: string, code: string, from: From, now: Temporal.Instant, house: House): Promise<(Begun & { recoveryCodes: string[] }) | Refusal> {
  const session = await at(pool, token, 'enrol', now)
  if (isRefusal(session)) return session
  const db = unsignedDb(pool, from, { accountId: session.account.id, workspace: session.workspace, verb: 'accounts.sign-in-enrolled' })
  const set = await noted(pool, session, 'accounts.sign-in-enrolled', from, await confirmSecret(db, session.account.id, code, from, now, house, true))
  if (isRefusal(set)) return set
  const begun = await moveOn(pool, { session, token, factor: 'passed', passwordDue: session.passwordDue, verb: 'accounts.sign-in-factor' }, from, now)
  return isRefusal(begun) ? begun : { ...begun, recoveryCodes: set }
}

/** A new password, where the old one is no longer good enough. */
export async function passPassword(pool: Pool, token: string, password: string, from: From, now: Temporal.Instant): Promise<Begun | Refusal> {
  const session = await at(pool, token, 'password', now)
  if (isRefusal(session)) return session
  const fault = passwordFault(password, session.account)
  if (fault) return fault
  const hash = await hashPassword(password)
  return moveOn(pool, {
    session, token, factor: session.factor, passwordDue: false, verb: 'accounts.sign-in-password',
    also: async (tx) => (await store.setPassword(tx, session.account.id, hash, instantText(now)), null),
  }, from, now)
}

/** Whose a one-time link is. Refuses `link-over`: used, replaced, too old or never there. */
export async function readLink(pool: Pool, token: string, now: Temporal.Instant): Promise<factors.LinkRow | Refusal<'link-over'>> {
  return (isToken(token) && (await inSnapshot(sharedDb(pool), (tx) => factors.linkByHash(tx, sha256(token), instantText(now))))) || refuse('link-over')
}

/** Sets the password by a one-time link, once; all sessions and known devices end with the old one. Refuses `link-over` and what is wrong with the password. */
export async function useLink(pool: Pool, token: string, password: string, from: From, now: Temporal.Instant): Promise<{ account: { name: string; displayName: string } } | Refusal> {
  const link = await readLink(pool, token, now)
  if (isRefusal(link)) return link
  const fault = passwordFault(password, link)
  if (fault) return fault
  const hash = await hashPassword(password)
  const at = instantText(now)
  forget()
  return inTransaction(unsignedDb(pool, from, { accountId: link.accountId, workspace: link.home, verb: 'accounts.first-password' }), async (tx) => {
    await store.holdAccount(tx, link.accountId)
    if (!(await factors.takeLink(tx, sha256(token), at))) return refuse('link-over')
    await store.setPassword(tx, link.accountId, hash, at)
    await rows.endSessions(tx, link.accountId, at)
    await rows.forgetDevices(tx, link.accountId)
    tx.note({ subjects: [link.accountId] })
    return { account: { name: link.name, displayName: link.displayName } }
  })
}
