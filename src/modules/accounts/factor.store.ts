import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

export type FactorRow = { readonly secret: Buffer | null; readonly since: string | null; readonly lastStep: number; readonly pending: Buffer | null; readonly requestId: Uuid | null }

/** The second factor of an account, if it ever had one. */
export async function factorOf(tx: Tx, accountId: Uuid): Promise<FactorRow | undefined> {
  return tx.maybe(sql`select secret_cipher as secret, since, last_step::float8 as "lastStep", pending_cipher as pending, request_id as "requestId" from public.accounts_factor where account_id = ${accountId}`)
}

/** Keeps a secret that waits for its first code. `onlyFirst`: not beside a factor that stands; then it answers false. */
export async function setPending(tx: Tx, accountId: Uuid, sealed: Buffer, onlyFirst: boolean): Promise<boolean> {
  return (await tx.run(sql`insert into public.accounts_factor as f (account_id, pending_cipher) values (${accountId}, ${sealed})
    on conflict (account_id) do update set pending_cipher = excluded.pending_cipher where not ${onlyFirst} or f.secret_cipher is null`)) === 1
}

/** The waiting secret becomes the factor. False where it was confirmed or replaced meanwhile, or, with `onlyFirst`, a factor stands. */
export async function confirmPending(tx: Tx, accountId: Uuid, sealed: Buffer, step: number, requestId: Uuid, at: string, onlyFirst: boolean): Promise<boolean> {
  return (await tx.run(sql`update public.accounts_factor set secret_cipher = pending_cipher, pending_cipher = null, since = ${at}, last_step = ${step}, request_id = ${requestId}
    where account_id = ${accountId} and pending_cipher = ${sealed} and (not ${onlyFirst} or secret_cipher is null)`)) === 1
}

/** Takes a step, once. */
export async function takeStep(tx: Tx, accountId: Uuid, step: number): Promise<boolean> {
  return (await tx.run(sql`update public.accounts_factor set last_step = ${step} where account_id = ${accountId} and last_step < ${step}`)) === 1
}

export async function clearFactor(tx: Tx, accountId: Uuid): Promise<void> {
  await tx.run(sql`update public.accounts_factor set secret_cipher = null, since = null, pending_cipher = null, request_id = null where account_id = ${accountId}`)
  await tx.run(sql`delete from public.accounts_recovery where account_id = ${accountId}`)
}

/** New recovery codes in the place of all old ones. */
export async function setRecovery(tx: Tx, accountId: Uuid, hashes: readonly Buffer[], requestId: Uuid): Promise<void> {
  await tx.run(sql`delete from public.accounts_recovery where account_id = ${accountId}`)
  await tx.run(sql`insert into public.accounts_recovery (account_id, code_hash) select ${accountId}, unnest(${hashes}::bytea[])`)
  await tx.run(sql`update public.accounts_factor set request_id = ${requestId} where account_id = ${accountId}`)
}

/** Uses a recovery code up; false where there is none such. */
export async function takeRecovery(tx: Tx, accountId: Uuid, hash: Buffer): Promise<boolean> {
  return (await tx.run(sql`delete from public.accounts_recovery where account_id = ${accountId} and code_hash = ${hash}`)) === 1
}

export async function recoveryLeft(tx: Tx, accountId: Uuid): Promise<number> {
  return (await tx.one<{ n: number }>(sql`select count(*)::int as n from public.accounts_recovery where account_id = ${accountId}`)).n
}

/** Who had a link made; undefined where there is none such. */
export async function makerOfLink(tx: Tx, tokenSha256: Buffer): Promise<string | undefined> {
  return (await tx.maybe<{ by: string }>(sql`select made_by as by from public.accounts_link where token_sha256 = ${tokenSha256}`))?.by
}

/** Keeps a one-time link, the older ones being over; the same request finds its own again and changes nothing. Answers until when it holds, and whether it is new. */
export async function insertLink(tx: Tx, l: { tokenSha256: Buffer; accountId: Uuid; by: string; at: string; expiresAt: string }): Promise<{ expiresAt: string; fresh: boolean }> {
  const standing = await tx.maybe<{ expiresAt: string }>(sql`select expires_at as "expiresAt" from public.accounts_link where token_sha256 = ${l.tokenSha256}`)
  if (standing) return { ...standing, fresh: false }
  await endLinks(tx, l.accountId, l.at)
  await tx.run(sql`insert into public.accounts_link (token_sha256, account_id, made_at, made_by, expires_at) values (${l.tokenSha256}, ${l.accountId}, ${l.at}, ${l.by}, ${l.expiresAt})`)
  return { expiresAt: l.expiresAt, fresh: true }
}

export type LinkRow = { readonly accountId: Uuid; readonly name: string; readonly displayName: string; readonly home: string | null; readonly expiresAt: string; readonly passwordHash: string | null }

/** The account behind a link that is open still. */
export async function linkByHash(tx: Tx, tokenSha256: Buffer, now: string): Promise<LinkRow | undefined> {
  return tx.maybe(sql`select a.id as "accountId", a.user_name as name, a.display_name as "displayName", a.home_workspace as home, l.expires_at as "expiresAt", a.password_hash as "passwordHash"
    from public.accounts_link l join public.accounts_account a on a.id = l.account_id
    where l.token_sha256 = ${tokenSha256} and l.over_at is null and l.expires_at > ${now} and a.blocked_at is null`)
}

/** Uses a link up, once. */
export async function takeLink(tx: Tx, tokenSha256: Buffer, at: string): Promise<boolean> {
  return (await tx.run(sql`update public.accounts_link set over_at = ${at} where token_sha256 = ${tokenSha256} and over_at is null`)) === 1
}

/** Ends the open links of an account; answers how many. */
export async function endLinks(tx: Tx, accountId: Uuid, at: string): Promise<number> {
  return tx.run(sql`update public.accounts_link set over_at = ${at} where account_id = ${accountId} and over_at is null`)
}

/** Ends every open link of everybody: a restore brings back links that were used or ended since. For the owner. */
export async function endAllLinks(tx: Tx, at: string): Promise<number> {
  return tx.run(sql`update public.accounts_link set over_at = ${at} where over_at is null`)
}

/** The link of an account that is open still, if any. */
export async function openLink(tx: Tx, accountId: Uuid, now: string): Promise<{ expiresAt: string } | undefined> {
  return tx.maybe(sql`select expires_at as "expiresAt" from public.accounts_link where account_id = ${accountId} and over_at is null and expires_at > ${now}`)
}
