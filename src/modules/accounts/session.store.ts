import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Account, FactorState, Grant } from './model.ts'

type Guess = { readonly key: string; readonly address: string; readonly device: Buffer | null }

/** Guesses since an instant: at this account from this device (or from all that are not known), and from this address. */
export async function attemptsSince(tx: Tx, { key, address, device }: Guess, since: string): Promise<{ same: number; here: number }> {
  return tx.one(sql`select count(*) filter (where user_name_key = ${key} and device_sha256 is not distinct from ${device}::bytea)::int as same,
      count(*) filter (where address = ${address} and device_sha256 is null)::int as here
    from public.accounts_attempt where (user_name_key = ${key} or address = ${address}) and at > ${since}`)
}

/** One guess at a name, and one from an address, at a time is counted, so that a hundred at once are not one. Held to the end of the transaction. */
export async function lockAttempts(tx: Tx, key: string, address: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('accounts.attempt'), hashtext(${key}))`)
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('accounts.address'), hashtext(${address}))`)
}

export async function insertAttempt(tx: Tx, { key, address, device }: Guess, at: string): Promise<void> {
  await tx.run(sql`insert into public.accounts_attempt (user_name_key, address, at, device_sha256) values (${key}, ${address}, ${at}, ${device})`)
}

/** Takes back the guesses of who got in, and those older than a day of everybody. */
export async function deleteAttempts(tx: Tx, { key, address, device }: Guess, olderThan: string): Promise<void> {
  await tx.run(sql`delete from public.accounts_attempt where (user_name_key = ${key} and address = ${address} and device_sha256 is not distinct from ${device}::bytea) or at < ${olderThan}`)
}

export type SessionRow = {
  readonly id: Uuid
  readonly account: Account
  readonly workspace: string | null
  readonly unitId: number | null
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly ended: boolean
  readonly blocked: boolean
  readonly factor: FactorState
  readonly passwordDue: boolean
  readonly address: string
  readonly device: string
}
export type NewSession = {
  readonly tokenSha256: Buffer; readonly accountId: Uuid; readonly workspace: string; readonly unitId: number; readonly createdAt: string; readonly at: string
  readonly address: string; readonly device: string; readonly factor: FactorState; readonly passwordDue: boolean
}

export async function insertSession(tx: Tx, s: NewSession): Promise<void> {
  await tx.run(sql`insert into public.accounts_session (token_sha256, account_id, workspace, unit_id, created_at, last_seen_at, address, device, factor, password_due)
    values (${s.tokenSha256}, ${s.accountId}, ${s.workspace}, ${s.unitId}, ${s.createdAt}, ${s.at}, ${s.address}, ${s.device}, ${s.factor}, ${s.passwordDue})`)
}

/** The session of a token's hash, with its account. */
export async function sessionByHash(tx: Tx, tokenSha256: Buffer): Promise<SessionRow | undefined> {
  return tx.maybe(sql`select s.id, json_build_object('id', a.id, 'name', a.user_name, 'displayName', a.display_name, 'language', a.language) as account,
      s.workspace, s.unit_id as "unitId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.ended_at is not null as ended, a.blocked_at is not null as blocked,
      s.factor, s.password_due as "passwordDue", s.address, s.device
    from public.accounts_session s join public.accounts_account a on a.id = s.account_id where s.token_sha256 = ${tokenSha256}`)
}

/** The grants of the account behind a session's token, those that are over too. */
export async function grantsBehind(tx: Tx, tokenSha256: Buffer): Promise<Grant[]> {
  return tx.rows(sql`select g.id, g.workspace, g.unit_id as "unitId", g.unit_code as "unitCode", g.role, g.valid_from as "validFrom", g.valid_to as "validTo", g.person_id as "personId", g.ended_at is not null as ended
    from public.accounts_session s join public.accounts_grant g on g.account_id = s.account_id where s.token_sha256 = ${tokenSha256} order by g.workspace, g.unit_id, g.role`)
}

export async function touchSession(tx: Tx, tokenSha256: Buffer, at: string): Promise<void> {
  await tx.run(sql`update public.accounts_session set last_seen_at = greatest(last_seen_at, ${at}::timestamptz) where token_sha256 = ${tokenSha256}`)
}

export async function endSession(tx: Tx, tokenSha256: Buffer, at: string): Promise<number> {
  return tx.run(sql`update public.accounts_session set ended_at = ${at} where token_sha256 = ${tokenSha256} and ended_at is null`)
}

/** Ends one session of an account by its number; answers whether it is hers at all. */
export async function endSessionById(tx: Tx, accountId: Uuid, id: Uuid, at: string): Promise<boolean> {
  return (await tx.run(sql`update public.accounts_session set ended_at = coalesce(ended_at, ${at}::timestamptz) where account_id = ${accountId} and id = ${id}`)) > 0
}

/** Ends all sessions of an account, or all but one. */
export async function endSessions(tx: Tx, accountId: Uuid, at: string, but: Buffer | null = null): Promise<void> {
  await tx.run(sql`update public.accounts_session set ended_at = ${at} where account_id = ${accountId} and ended_at is null and token_sha256 is distinct from ${but}::bytea`)
}

/** Sessions that are alive: neither ended nor too old nor idle. */
export async function openSessions(tx: Tx, accountId: Uuid, createdAfter: string, seenAfter: string): Promise<{ id: Uuid; device: string; address: string; createdAt: string; lastSeenAt: string; tokenSha256: Buffer }[]> {
  return tx.rows(sql`select id, device, address, created_at as "createdAt", last_seen_at as "lastSeenAt", token_sha256 as "tokenSha256" from public.accounts_session
    where account_id = ${accountId} and ended_at is null and created_at > ${createdAfter} and last_seen_at > ${seenAfter} and factor in ('none', 'passed') and not password_due
    order by last_seen_at desc, id limit 200`)
}

/** Which of her grants she works under from now on in this session. */
export async function moveSession(tx: Tx, tokenSha256: Buffer, workspace: string, unitId: number): Promise<void> {
  await tx.run(sql`update public.accounts_session set workspace = ${workspace}, unit_id = ${unitId} where token_sha256 = ${tokenSha256} and ended_at is null`)
}

/** Remembers a browser in which the account signed in wholly, and forgets those unused longest. */
export async function rememberDevice(tx: Tx, accountId: Uuid, tokenSha256: Buffer, at: string, keep: number): Promise<void> {
  await tx.run(sql`insert into public.accounts_device (account_id, token_sha256, last_at) values (${accountId}, ${tokenSha256}, ${at}) on conflict (account_id, token_sha256) do update set last_at = excluded.last_at`)
  await tx.run(sql`delete from public.accounts_device where account_id = ${accountId} and token_sha256 in
    (select token_sha256 from public.accounts_device where account_id = ${accountId} order by last_at desc offset ${keep})`)
}

export async function forgetDevices(tx: Tx, accountId: Uuid): Promise<void> {
  await tx.run(sql`delete from public.accounts_device where account_id = ${accountId}`)
}

/** Ends every session of everybody: what a restore brings back are sessions of another day, some of them ended since. For the owner. */
export async function endAllSessions(tx: Tx, at: string): Promise<number> {
  return tx.run(sql`update public.accounts_session set ended_at = ${at} where ended_at is null`)
}
