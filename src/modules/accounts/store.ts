import type { GrantedRole } from '#kernel/abilities.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { Account, Grant } from './model.ts'

/** The display names of accounts, by id; those that are not there are missing. */
export async function displayNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(sql`select id, display_name as name from public.accounts_account where id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.name]))
}

export type ForSignIn = Account & {
  readonly passwordHash: string | null
  readonly blocked: boolean
  readonly usedAt: string
  /** The workspace that its sign-ins are told to: its home, else one it has a grant for. */
  readonly workspace: string | null
  readonly hasFactor: boolean
  /** It signed in wholly from this device before. */
  readonly knownDevice: boolean
}

/** The account of a name or a phone, with what signing in needs. The same statement for a name that nobody has. */
export async function accountForSignIn(tx: Tx, key: string, phoneHash: Buffer | null, device: Buffer | null): Promise<ForSignIn | undefined> {
  return tx.maybe(sql`select a.id, a.user_name as name, a.display_name as "displayName", a.language, a.password_hash as "passwordHash", a.blocked_at is not null as blocked,
      coalesce(a.used_at, a.created_at) as "usedAt", coalesce(a.home_workspace, (select min(workspace) from public.accounts_grant g where g.account_id = a.id)) as workspace,
      exists (select 1 from public.accounts_factor f where f.account_id = a.id and f.secret_cipher is not null) as "hasFactor",
      exists (select 1 from public.accounts_device d where d.account_id = a.id and d.token_sha256 = ${device}::bytea) as "knownDevice"
    from public.accounts_account a where a.user_name_key = ${key} or a.phone_hash = ${phoneHash}::bytea order by (a.user_name_key = ${key}) desc limit 1`)
}

/** Holds an account's row until the transaction ends, as giving a grant does (migrations/0006): one of the two sees the other. */
export async function holdAccount(tx: Tx, accountId: Uuid): Promise<void> {
  await tx.run(sql`select 1 from public.accounts_account where id = ${accountId} for update`)
}

/** The hash of an account's password; null where none was set. */
export async function passwordHashOf(tx: Tx, accountId: Uuid): Promise<string | null> {
  return (await tx.maybe<{ hash: string | null }>(sql`select password_hash as hash from public.accounts_account where id = ${accountId}`))?.hash ?? null
}

export async function setPassword(tx: Tx, accountId: Uuid, hash: string | null, at: string): Promise<void> {
  await tx.run(sql`update public.accounts_account set password_hash = ${hash}, password_at = ${at}, used_at = ${at} where id = ${accountId}`)
}

/** A whole sign-in. */
export async function touchAccount(tx: Tx, accountId: Uuid, at: string): Promise<void> {
  await tx.run(sql`update public.accounts_account set last_sign_in_at = ${at}, used_at = ${at} where id = ${accountId}`)
}

export async function knowsDevice(tx: Tx, accountId: Uuid, tokenSha256: Buffer): Promise<boolean> {
  return (await tx.maybe(sql`select 1 from public.accounts_device where account_id = ${accountId} and token_sha256 = ${tokenSha256}`)) !== undefined
}

/** All grants of an account, past ones too: unit by unit, the highest first within a workspace. */
export async function grantsOf(tx: Tx, accountId: string): Promise<Grant[]> {
  return tx.rows(sql`select id, workspace, unit_id as "unitId", unit_code as "unitCode", role, valid_from as "validFrom", valid_to as "validTo", person_id as "personId", ended_at is not null as ended
    from public.accounts_grant where account_id = ${accountId} order by workspace, unit_id, role`)
}

export type NewAccount = {
  readonly id: Uuid; readonly name: string; readonly key: string; readonly displayName: string; readonly passwordHash: string | null; readonly at: string
  readonly home: string | null; readonly phone?: { readonly hash: Buffer; readonly sealed: Buffer } | null
}

/** Makes an account where the name is free; answers the account that has the name now. */
export async function ensureAccount(tx: Tx, a: NewAccount): Promise<{ id: Uuid; made: boolean }> {
  const made = await tx.run(sql`insert into public.accounts_account (id, user_name, user_name_key, display_name, password_hash, password_at, created_at, used_at, home_workspace, phone_hash, phone_cipher)
    values (${a.id}, ${a.name}, ${a.key}, ${a.displayName}, ${a.passwordHash}, ${a.passwordHash === null ? null : a.at}, ${a.at}, ${a.at}, ${a.home}, ${a.phone?.hash ?? null}, ${a.phone?.sealed ?? null})
    on conflict (user_name_key) do nothing`)
  const row = await tx.one<{ id: Uuid }>(sql`select id from public.accounts_account where user_name_key = ${a.key}`)
  return { id: row.id, made: made === 1 }
}

export async function hasPhone(tx: Tx, phoneHash: Buffer): Promise<boolean> {
  return (await tx.maybe(sql`select 1 from public.accounts_account where phone_hash = ${phoneHash}`)) !== undefined
}

export type NewGrant = {
  readonly id: Uuid; readonly accountId: Uuid; readonly workspace: string; readonly unitId: number; readonly unitCode: string; readonly role: GrantedRole
  readonly validFrom: string; readonly validTo: string | null; readonly personId: Uuid | null; readonly by: string; readonly at: string; readonly today: string
}

/** Gives a grant by the one function that may (migrations/0006): `done`, or the code of the rule that forbids it. */
export async function giveGrant(tx: Tx, g: NewGrant): Promise<string> {
  const row = await tx.one<{ answer: string }>(sql`select public.accounts_give_grant(${g.id}, ${g.accountId}, ${g.workspace}, ${g.unitId}, ${g.unitCode}, ${g.role}, ${g.validFrom}, ${g.validTo},
    ${g.personId}, ${g.by}, ${g.at}, ${g.today}) as answer`)
  return row.answer
}

/** Ends a grant at once by the one function that may: `done`, or a code. */
export async function endGrant(tx: Tx, g: { id: Uuid; accountId: Uuid; workspace: string; by: string; at: string; today: string }): Promise<string> {
  const row = await tx.one<{ answer: string }>(sql`select public.accounts_end_grant(${g.id}, ${g.accountId}, ${g.workspace}, ${g.by}, ${g.at}, ${g.today}) as answer`)
  return row.answer
}
