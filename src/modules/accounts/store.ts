import { sql, type Tx } from '#platform/database/transaction.ts'
import type { GrantedRole } from '#kernel/abilities.ts'
import type { Account, Grant } from './model.ts'

/** The display names of accounts, by id; those that are not there are missing. */
export async function displayNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(sql`select id, display_name as name from public.accounts_account where id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** The account of a name, with what signing in needs. */
export async function accountByKey(tx: Tx, key: string): Promise<(Account & { passwordHash: string; blocked: boolean }) | undefined> {
  return tx.maybe(sql`select id, user_name as name, display_name as "displayName", language, password_hash as "passwordHash", blocked_at is not null as blocked
    from public.accounts_account where user_name_key = ${key}`)
}

/** All grants of an account, past ones too: unit by unit, the highest first within a workspace. */
export async function grantsOf(tx: Tx, accountId: string): Promise<Grant[]> {
  return tx.rows(sql`select workspace, unit_id as "unitId", unit_code as "unitCode", role, valid_from as "validFrom", valid_to as "validTo"
    from public.accounts_grant where account_id = ${accountId} order by workspace, unit_id, role`)
}

/** Wrong passwords for a name since an instant: from this address, and in all. */
export async function attemptsSince(tx: Tx, key: string, address: string, since: string): Promise<{ here: number; all: number }> {
  return tx.one(sql`select count(*) filter (where address = ${address})::int as here, count(*)::int as all
    from public.accounts_attempt where user_name_key = ${key} and at > ${since}`)
}

/** One guess for a name at a time is counted, so that a hundred at once are not one. Held to the end of the transaction. */
export async function lockAttempts(tx: Tx, key: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('accounts.attempt'), hashtext(${key}))`)
}

export async function insertAttempt(tx: Tx, key: string, address: string, at: string): Promise<void> {
  await tx.run(sql`insert into public.accounts_attempt (user_name_key, address, at) values (${key}, ${address}, ${at})`)
}

/** Forgets the guesses of who got in, and those older than a day of everybody. */
export async function deleteAttempts(tx: Tx, key: string, address: string, olderThan: string): Promise<void> {
  await tx.run(sql`delete from public.accounts_attempt where (user_name_key = ${key} and address = ${address}) or at < ${olderThan}`)
}

export type SessionRow = {
  readonly account: Account
  readonly workspace: string | null
  readonly unitId: number | null
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly ended: boolean
  readonly blocked: boolean
}

export async function insertSession(tx: Tx, s: { tokenSha256: Buffer; accountId: string; workspace: string; unitId: number; at: string; address: string; device: string }): Promise<void> {
  await tx.run(sql`insert into public.accounts_session (token_sha256, account_id, workspace, unit_id, created_at, last_seen_at, address, device)
    values (${s.tokenSha256}, ${s.accountId}, ${s.workspace}, ${s.unitId}, ${s.at}, ${s.at}, ${s.address}, ${s.device})`)
}

/** The session of a token's hash, with its account. */
export async function sessionByHash(tx: Tx, tokenSha256: Buffer): Promise<SessionRow | undefined> {
  return tx.maybe(sql`select json_build_object('id', a.id, 'name', a.user_name, 'displayName', a.display_name, 'language', a.language) as account,
      s.workspace, s.unit_id as "unitId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.ended_at is not null as ended, a.blocked_at is not null as blocked
    from public.accounts_session s join public.accounts_account a on a.id = s.account_id where s.token_sha256 = ${tokenSha256}`)
}

export async function touchSession(tx: Tx, tokenSha256: Buffer, at: string): Promise<void> {
  await tx.run(sql`update public.accounts_session set last_seen_at = greatest(last_seen_at, ${at}::timestamptz) where token_sha256 = ${tokenSha256}`)
}

export async function endSession(tx: Tx, tokenSha256: Buffer, at: string): Promise<void> {
  await tx.run(sql`update public.accounts_session set ended_at = ${at} where token_sha256 = ${tokenSha256} and ended_at is null`)
}

/** Which of her grants she works under from now on in this session. */
export async function moveSession(tx: Tx, tokenSha256: Buffer, workspace: string, unitId: number): Promise<void> {
  await tx.run(sql`update public.accounts_session set workspace = ${workspace}, unit_id = ${unitId} where token_sha256 = ${tokenSha256} and ended_at is null`)
}

/** Makes an account where the name is free; answers the account that has the name now. For the owner. */
export async function ensureAccount(tx: Tx, a: { id: string; name: string; key: string; displayName: string; passwordHash: string; at: string }): Promise<{ id: string; made: boolean }> {
  const made = await tx.run(sql`insert into public.accounts_account (id, user_name, user_name_key, display_name, password_hash, created_at)
    values (${a.id}, ${a.name}, ${a.key}, ${a.displayName}, ${a.passwordHash}, ${a.at}) on conflict (user_name_key) do nothing`)
  const row = await tx.one<{ id: string }>(sql`select id from public.accounts_account where user_name_key = ${a.key}`)
  return { id: row.id, made: made === 1 }
}

/** Gives a role; one that is given already stays as it is. For the owner. */
export async function ensureGrant(tx: Tx, g: { accountId: string; workspace: string; unitId: number; unitCode: string; role: GrantedRole; validFrom: string }): Promise<void> {
  await tx.run(sql`insert into public.accounts_grant (account_id, workspace, unit_id, unit_code, role, valid_from)
    values (${g.accountId}, ${g.workspace}, ${g.unitId}, ${g.unitCode}, ${g.role}, ${g.validFrom}) on conflict do nothing`)
}
