import { dayIn, instantText, isDateText } from '#kernel/dates.ts'
import type { GrantedRole } from '#kernel/abilities.ts'
import type { Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { unitById, unitsById } from '#modules/organisation/index.ts'
import type { AccountDetail, AccountRow, GrantRow, OneTimeLink } from './admin.contract.ts'
import { boxOfHouse, sha256, type House } from './house.ts'
import { idleMinutes, isAdministrator, linkHours, operatorId, phoneOf, sessionHours, unusedDays, userNameKey, userNameOf } from './model.ts'
import { namesOfActors } from './names.ts'
import { publicDb } from './own.ts'
import { forget } from './session.ts'
import * as rows from './admin.store.ts'
import * as factors from './factor.store.ts'
import * as sessions from './session.store.ts'
import * as store from './store.ts'

const pageSize = 50

const askedOf = ({ workspace, now }: Ctx) => ({
  workspace: workspace.slug, today: dayIn(workspace.timeZone, now), unusedBefore: instantText(now.subtract({ hours: 24 * unusedDays })),
  createdAfter: instantText(now.subtract({ hours: sessionHours })), seenAfter: instantText(now.subtract({ minutes: idleMinutes })),
})

/** A page of the workspace's accounts: those that belong to it, and those of others that were given a grant in it. */
export async function listAccounts(ctx: Ctx, asked: { q?: string | undefined; state?: rows.Filter['state']; role?: GrantedRole | undefined; page: number }): Promise<{ total: number; page: number; pageSize: number; rows: AccountRow[] }> {
  const found = await inSnapshot(publicDb(ctx), (tx) => rows.listAccounts(tx, askedOf(ctx), { ...asked, limit: pageSize, offset: (asked.page - 1) * pageSize }))
  return { ...found, page: asked.page, pageSize }
}

/** One account with its grants here. Refuses `account-not-found` for those of other workspaces. */
export async function readAccount(ctx: Ctx, id: Uuid, house: House): Promise<AccountDetail | Refusal<'account-not-found'>> {
  const asked = askedOf(ctx)
  const found = await inSnapshot(publicDb(ctx), async (tx) => {
    const account = await rows.accountIn(tx, asked, id)
    if (!account) return refuse('account-not-found')
    tx.note({ subjects: [id] })
    const grants = await rows.grantsIn(tx, id, asked.workspace)
    const nameOf = await namesOfActors(tx, [account.blockedBy, ...grants.flatMap((g) => [g.givenBy, g.endedBy])], ctx.now.epochMilliseconds)
    return { account, grants, nameOf, link: (await factors.openLink(tx, id, instantText(ctx.now))) ?? null, left: await factors.recoveryLeft(tx, id) }
  })
  if (isRefusal(found)) return found
  const { phone, blockedAt, blockedBy, blockedReason, openSessions, ...account } = found.account
  const units = await inSnapshot(ctx.db, (tx) => unitsById(tx, ctx.actor.reach, found.grants.map((g) => g.unitId)))
  const stateOf = (g: rows.GrantListed): GrantRow['state'] => (g.endedAt || (g.validTo !== null && g.validTo < asked.today) ? 'over' : g.validFrom > asked.today ? 'later' : 'holds')
  return {
    ...account, self: ctx.actor.id === `account:${id}`, recoveryCodesLeft: found.left, sessions: openSessions, link: found.link,
    phone: phone && masked(boxOfHouse(house).open('phone', phone)),
    blocked: blockedAt ? { at: blockedAt, by: found.nameOf(blockedBy), reason: blockedReason ?? '' } : null,
    grants: found.grants.map(({ unitId, unitCode, givenBy, endedBy, ...grant }) => ({
      ...grant, unit: { id: unitId, code: unitCode, name: units.get(unitId)?.name ?? null }, state: stateOf({ unitId, unitCode, givenBy, endedBy, ...grant }),
      givenBy: found.nameOf(givenBy), endedBy: found.nameOf(endedBy),
    })),
  }
}

const masked = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

const linkToken = (accountId: Uuid, requestId: Uuid, house: House): string => boxOfHouse(house).hash('link', `${accountId} ${requestId}`).toString('base64url')

/** A link for an account, older ones being over; the same request is answered the same, and not `fresh`. */
async function newLink(tx: Tx, ctx: Ctx, accountId: Uuid, requestId: Uuid, house: House): Promise<{ link: OneTimeLink; fresh: boolean }> {
  const token = linkToken(accountId, requestId, house)
  const kept = await factors.insertLink(tx, { tokenSha256: sha256(token), accountId, by: ctx.actor.id, at: instantText(ctx.now), expiresAt: instantText(ctx.now.add({ hours: linkHours })) })
  // What stands behind # is never sent to a server, so that it stands in no log.
  return { link: { path: `/first-password#${token}`, expiresAt: kept.expiresAt }, fresh: kept.fresh }
}

export type NewAccountAsked = { id: Uuid; name: string; displayName: string; phone?: string | undefined }

/** Makes an account that belongs to this workspace. Refuses `account-name-bad`, `account-name-taken`, `account-phone-bad`, `account-phone-taken`. */
export async function makeAccount(ctx: Ctx, asked: NewAccountAsked, house: House): Promise<{ id: Uuid; link: OneTimeLink } | Refusal> {
  const name = userNameOf(asked.name)
  const displayName = asked.displayName.normalize('NFC').trim()
  if (name === null) return refuse('account-name-bad', {}, 'name')
  if (displayName === '' || [...displayName].length > 60) return refuse('account-name-bad', {}, 'displayName')
  const phone = asked.phone?.trim() ? phoneOf(asked.phone) : undefined
  if (phone === null) return refuse('account-phone-bad', {}, 'phone')
  const box = boxOfHouse(house)
  const hash = phone ? box.hash('phone', phone) : null
  return inTransaction(publicDb(ctx), async (tx) => {
    const standing = await rows.idOfName(tx, userNameKey(name))
    if (standing !== undefined && standing !== asked.id) return refuse('account-name-taken', { name }, 'name')
    if (standing === undefined && hash && (await store.hasPhone(tx, hash))) return refuse('account-phone-taken', {}, 'phone')
    if (standing === undefined) {
      await store.ensureAccount(tx, { id: asked.id, name, key: userNameKey(name), displayName, passwordHash: null, at: instantText(ctx.now), home: ctx.workspace.slug, phone: hash && phone ? { hash, sealed: box.seal('phone', phone) } : null })
      // Sent again it is answered the same, to whoever made it: naming an account that is there is no way to a link to it.
    } else if ((await factors.makerOfLink(tx, sha256(linkToken(asked.id, asked.id, house)))) !== ctx.actor.id) return refuse('account-name-taken', { name }, 'name')
    tx.note({ subjects: [asked.id] })
    return { id: asked.id, link: (await newLink(tx, ctx, asked.id, asked.id, house)).link }
  })
}

export type ManageRefusal = 'account-not-found' | 'account-own' | 'account-elsewhere' | 'account-is-administrator'

/**
 * Changes an account that belongs to this workspace. Nobody changes her own this way. An account that holds an administrator's role is
 * the operator's alone: by a new link or a factor taken away one administrator would sign in as another, by a block she would shut out
 * whoever looks at her.
 */
async function manage<T>(ctx: Ctx, id: Uuid, work: (tx: Tx, at: string) => Promise<T>): Promise<T | Refusal<ManageRefusal>> {
  const operator = ctx.actor.id === operatorId
  const answer = await inTransaction(publicDb(ctx), async (tx) => {
    // A role that is being given meanwhile is waited for: no link is made for whoever becomes an administrator in the same moment.
    await store.holdAccount(tx, id)
    const account = await rows.accountIn(tx, askedOf(ctx), id)
    if (!account) return refuse('account-not-found')
    if (ctx.actor.id === `account:${id}`) return refuse('account-own')
    if (!operator && !account.home) return refuse('account-elsewhere')
    if (!operator && account.administrator) return refuse('account-is-administrator')
    tx.note({ subjects: [id] })
    return work(tx, instantText(ctx.now))
  })
  forget()
  return answer
}

/** Blocks an account and ends its sessions. */
export const blockAccount = (ctx: Ctx, id: Uuid, reason: string): Promise<Refusal<ManageRefusal> | void> =>
  manage(ctx, id, async (tx, at) => {
    await rows.blockAccount(tx, id, ctx.actor.id, reason, at)
    await sessions.endSessions(tx, id, at)
  })

/** Lets a blocked or long unused account in again. */
export const unblockAccount = (ctx: Ctx, id: Uuid): Promise<Refusal<ManageRefusal> | void> => manage(ctx, id, (tx, at) => rows.unblockAccount(tx, id, at))

/** A new one-time link; the old password holds no longer, and all sessions end. */
export const resetAccount = (ctx: Ctx, id: Uuid, house: House): Promise<OneTimeLink | Refusal<ManageRefusal>> =>
  manage(ctx, id, async (tx, at) => {
    const { link, fresh } = await newLink(tx, ctx, id, ctx.requestId, house)
    if (!fresh) return link
    await store.setPassword(tx, id, null, at)
    await sessions.endSessions(tx, id, at)
    await sessions.forgetDevices(tx, id)
    return link
  })

/** Removes a lost second factor and ends all sessions; where one is obligatory the next sign-in sets up a new one. */
export const removeFactor = (ctx: Ctx, id: Uuid): Promise<Refusal<ManageRefusal> | void> =>
  manage(ctx, id, async (tx, at) => {
    await factors.clearFactor(tx, id)
    await sessions.endSessions(tx, id, at)
  })

export type GrantAsked = { id: Uuid; role: GrantedRole; unitId: number; validFrom?: string | undefined; validTo?: string | undefined; personId?: Uuid | undefined }

/**
 * Gives a role for a unit of the workspace. The database says the same rules once more (migrations/0006); `tx` is the owner's where the
 * operator gives. With an administrator's role every open one-time link of the account is over: whoever made the account may hold one.
 */
export async function giveGrant(ctx: Ctx, accountId: Uuid, asked: GrantAsked, tx?: Tx): Promise<Refusal | null> {
  const today = dayIn(ctx.workspace.timeZone, ctx.now)
  const validFrom = asked.validFrom ?? today
  if (![validFrom, asked.validTo ?? validFrom].every(isDateText)) return refuse('grant-dates')
  const unit = await inSnapshot(ctx.db, (own) => unitById(own, ctx.actor.reach, asked.unitId))
  const work = async (open: Tx): Promise<Refusal | null> => {
    if (!(await rows.accountIn(open, askedOf(ctx), accountId)) && ctx.actor.id !== operatorId) return refuse('account-not-found')
    if (!unit) return refuse('unit-not-found')
    const answer = await store.giveGrant(open, {
      id: asked.id, accountId, workspace: ctx.workspace.slug, unitId: unit.id, unitCode: unit.code, role: asked.role, validFrom, validTo: asked.validTo ?? null, personId: asked.personId ?? null,
      by: ctx.actor.id, at: instantText(ctx.now), today,
    })
    const links = answer === 'done' && isAdministrator(asked.role) ? await factors.endLinks(open, accountId, instantText(ctx.now)) : 0
    open.note({ subjects: [accountId], facts: { role: asked.role, unit: unit.code, from: validFrom, to: asked.validTo ?? null, ...(links > 0 ? { links } : {}) } })
    return answer === 'done' ? null : refuse(answer, answer === 'not-allowed' ? { ability: 'accounts.grant' } : { role: asked.role })
  }
  const answer = tx ? await work(tx) : await inTransaction(publicDb(ctx), work)
  forget()
  return answer
}

/** Ends a grant at once. Refuses `account-not-found`, `grant-not-found`, `grant-own`. */
export async function endGrant(ctx: Ctx, accountId: Uuid, grantId: Uuid, tx?: Tx): Promise<Refusal | null> {
  const work = async (open: Tx): Promise<Refusal | null> => {
    if (!(await rows.accountIn(open, askedOf(ctx), accountId))) return refuse('account-not-found')
    const answer = await store.endGrant(open, { id: grantId, accountId, workspace: ctx.workspace.slug, by: ctx.actor.id, at: instantText(ctx.now), today: dayIn(ctx.workspace.timeZone, ctx.now) })
    open.note({ subjects: [accountId], facts: { grant: grantId } })
    return answer === 'done' ? null : refuse(answer, answer === 'not-allowed' ? { ability: 'accounts.grant' } : {})
  }
  const answer = tx ? await work(tx) : await inTransaction(publicDb(ctx), work)
  forget()
  return answer
}
