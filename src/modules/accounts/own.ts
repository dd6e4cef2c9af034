import type { Pool } from 'pg'
import { everywhere } from '#kernel/actor.ts'
import { dayIn, instantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction, type WorkspaceDb } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { getWorkspace, levelNames, reachOfUnit, sharedDb, unitById, type Unit, type Workspace } from '#modules/organisation/index.ts'
import type { Me } from './contract.ts'
import { checkCode } from './factor.ts'
import { countGuess } from './guess.ts'
import { sha256, type From, type House } from './house.ts'
import { guessesAtOneAccount, idleMinutes, sessionHours } from './model.ts'
import { passwordFault } from './password-rules.ts'
import { hashPassword, isPassword } from './password.ts'
import { abilitiesOf } from './policy.ts'
import { atStandingUnits, forget, grantsToday, type SignedIn } from './session.ts'
import { mustHaveFactor } from './sign-in.ts'
import * as factors from './factor.store.ts'
import * as rows from './session.store.ts'
import * as store from './store.ts'

/** The shared schema, with what the audit log keeps of this request: acts on accounts are told there. */
export function publicDb({ db }: Pick<Ctx, 'db'>): WorkspaceDb {
  return { ...sharedDb(db.pool), ...(db.who ? { who: db.who } : {}), ...(db.deadline === undefined ? {} : { deadline: db.deadline }) }
}

/** The id of the account that acts; the command line has none. */
export const accountIdOf = ({ actor }: Pick<Ctx, 'actor'>): Uuid => actor.id.replace('account:', '')

/** Goes on working under another of her grants. Refuses `grant-not-found` where she has none for that unit today, or the unit ended. */
export async function switchGrant(pool: Pool, token: string, to: { workspace: string; unitId: number }, now: Temporal.Instant, db: WorkspaceDb = sharedDb(pool)): Promise<Refusal<'grant-not-found'> | null> {
  const hash = sha256(token)
  const session = await inSnapshot(sharedDb(pool), (tx) => rows.sessionByHash(tx, hash))
  const grants = session ? await atStandingUnits(pool, await grantsToday(pool, session.account.id, now)) : []
  if (!session || !grants.some((g) => g.workspace === to.workspace && g.unitId === to.unitId)) return refuse('grant-not-found')
  await inTransaction(db, async (tx) => {
    await rows.moveSession(tx, hash, to.workspace, to.unitId)
    tx.note({ subjects: [session.account.id], facts: { workspace: to.workspace, unit: to.unitId } })
  })
  forget(hash)
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
  const factor = await inSnapshot(sharedDb(pool), (tx) => factors.factorOf(tx, account.id))
  return {
    account: { id: account.id, name: account.name, displayName: account.displayName },
    factor: Boolean(factor?.secret),
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

/** Asks for the password once more before something that a stolen session must not do. Counted like guesses at the door. */
export async function provesPassword(ctx: Ctx, password: string, from: From): Promise<Refusal<'password-old-wrong' | 'sign-in-wait'> | null> {
  const { pool } = ctx.db
  const id = accountIdOf(ctx)
  const guess = { key: `own:${id}`, address: from.address, device: null, limit: guessesAtOneAccount }
  const waits = await countGuess(pool, guess, ctx.now)
  if (waits) return waits
  if (!(await isPassword(password, await inSnapshot(sharedDb(pool), (tx) => store.passwordHashOf(tx, id))))) return refuse('password-old-wrong')
  await inTransaction(sharedDb(pool), (tx) => rows.deleteAttempts(tx, guess, instantText(ctx.now.subtract({ hours: 24 }))))
  return null
}

/** Changes the own password; every session but this one ends. A request sent again finds it done. Refuses `password-old-wrong`, `sign-in-wait`, what is wrong with the new one. */
export async function changePassword(ctx: Ctx, token: string, asked: { old: string; password: string }, account: { name: string; displayName: string }, from: From): Promise<Refusal | null> {
  const id = accountIdOf(ctx)
  const wrong = await provesPassword(ctx, asked.old, from)
  const repeated = ctx.db.who?.repeat && wrong?.refused === 'password-old-wrong' && (await provesPassword(ctx, asked.password, from)) === null
  if (wrong && !repeated) return wrong
  const fault = asked.old === asked.password ? refuse('password-same') : passwordFault(asked.password, account)
  if (fault) return fault
  const hash = repeated ? null : await hashPassword(asked.password)
  await inTransaction(publicDb(ctx), async (tx) => {
    const at = instantText(ctx.now)
    if (hash) {
      await store.setPassword(tx, id, hash, at)
      await rows.endSessions(tx, id, at, sha256(token))
    }
    tx.note({ subjects: [id] })
  })
  forget()
  return null
}

/** The own sessions that are alive, the one used last first. */
export async function ownSessions(ctx: Ctx, token: string) {
  const found = await inSnapshot(sharedDb(ctx.db.pool), (tx) => rows.openSessions(tx, accountIdOf(ctx), instantText(ctx.now.subtract({ hours: sessionHours })), instantText(ctx.now.subtract({ minutes: idleMinutes }))))
  const own = sha256(token)
  return { sessions: found.map(({ tokenSha256, ...session }) => ({ ...session, current: tokenSha256.equals(own) })) }
}

/** Ends one of the own sessions. Refuses `session-not-found`. */
export async function endOwnSession(ctx: Ctx, id: Uuid): Promise<Refusal<'session-not-found'> | null> {
  const account = accountIdOf(ctx)
  const answer = await inTransaction(publicDb(ctx), async (tx) => {
    if (!(await rows.endSessionById(tx, account, id, instantText(ctx.now)))) return refuse('session-not-found')
    tx.note({ subjects: [account] })
    return null
  })
  forget()
  return answer
}

/** Ends all own sessions but this one. */
export async function endOtherSessions(ctx: Ctx, token: string): Promise<void> {
  const account = accountIdOf(ctx)
  await inTransaction(publicDb(ctx), async (tx) => {
    await rows.endSessions(tx, account, instantText(ctx.now), sha256(token))
    tx.note({ subjects: [account] })
  })
  forget()
}

/** The own second factor as the screen shows it. */
export async function ownFactor(ctx: Ctx, house: House) {
  const id = accountIdOf(ctx)
  const obligatory = await mustHaveFactor(ctx.db.pool, await grantsToday(ctx.db.pool, id, ctx.now), house)
  return inSnapshot(sharedDb(ctx.db.pool), async (tx) => {
    const factor = await factors.factorOf(tx, id)
    return { on: Boolean(factor?.secret), since: factor?.since ?? null, obligatory, recoveryCodesLeft: await factors.recoveryLeft(tx, id) }
  })
}

/** Goes on without a second factor. Refuses `factor-obligatory`, `factor-wrong`, `factor-wait`; without one there is nothing to do. */
export async function dropFactor(ctx: Ctx, code: string, from: From, house: House): Promise<Refusal | null> {
  const id = accountIdOf(ctx)
  const { on, obligatory } = await ownFactor(ctx, house)
  if (obligatory) return refuse('factor-obligatory')
  const wrong = on ? await checkCode(ctx.db.pool, id, code, from, ctx.now, house) : null
  if (isRefusal(wrong)) return wrong
  await inTransaction(publicDb(ctx), async (tx) => {
    if (on) await factors.clearFactor(tx, id)
    tx.note({ subjects: [id] })
  })
  return null
}
