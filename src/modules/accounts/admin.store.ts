import type { GrantedRole } from '#kernel/abilities.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

export type AccountListed = {
  readonly id: Uuid; readonly name: string; readonly displayName: string; readonly state: 'active' | 'blocked' | 'unused' | 'new'; readonly factor: boolean; readonly factorMissing: boolean
  readonly roles: GrantedRole[]; readonly lastSignInAt: string | null; readonly createdAt: string
}
type Asked = { readonly workspace: string; readonly today: string; readonly unusedBefore: string }
export type Filter = { readonly q?: string | undefined; readonly state?: AccountListed['state'] | 'no-factor' | undefined; readonly role?: GrantedRole | undefined; readonly limit: number; readonly offset: number }

/** Accounts that belong to a workspace or were ever given a grant in it, with what lists show. */
const accountsIn = ({ workspace, today, unusedBefore }: Asked) => sql`
  select a.id, a.user_name as name, a.display_name as "displayName",
    case when a.blocked_at is not null then 'blocked' when a.password_hash is null then 'new' when coalesce(a.used_at, a.created_at) <= ${unusedBefore}::timestamptz then 'unused' else 'active' end as state,
    (f.secret_cipher is not null) as factor, (f.secret_cipher is null and r.roles && array['system-admin', 'security-admin', 'audit-admin']) as "factorMissing",
    r.roles, a.last_sign_in_at as "lastSignInAt", a.created_at as "createdAt", a.user_name_key as key
  from public.accounts_account a left join public.accounts_factor f on f.account_id = a.id
  cross join lateral (select coalesce(array_agg(distinct g.role order by g.role), '{}') as roles from public.accounts_grant g
    where g.account_id = a.id and g.workspace = ${workspace} and g.ended_at is null and g.valid_from <= ${today}::date and (g.valid_to is null or g.valid_to >= ${today}::date)) r
  where a.home_workspace = ${workspace} or exists (select 1 from public.accounts_grant g where g.account_id = a.id and g.workspace = ${workspace})`

/** A page of a workspace's accounts, by name. `q` is part of a user name or of a display name. */
export async function listAccounts(tx: Tx, asked: Asked, filter: Filter): Promise<{ total: number; rows: AccountListed[] }> {
  const like = `%${(filter.q ?? '').normalize('NFKC').trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const found = await tx.rows<AccountListed & { total: number; key: string }>(sql`with mine as (${accountsIn(asked)})
    select mine.*, count(*) over ()::int as total from mine
    where (key like ${like} or lower("displayName") like ${like}) and (${filter.state ?? null}::text is null or state = ${filter.state ?? null} or (${filter.state ?? null} = 'no-factor' and not factor))
      and (${filter.role ?? null}::text is null or ${filter.role ?? null} = any(roles)) order by key limit ${filter.limit} offset ${filter.offset}`)
  return { total: found[0]?.total ?? 0, rows: found.map(({ total: _total, key: _key, ...row }) => row) }
}

export type AccountFound = AccountListed & {
  readonly home: boolean; readonly phone: Buffer | null; readonly administrator: boolean; readonly blockedAt: string | null; readonly blockedBy: string | null; readonly blockedReason: string | null; readonly openSessions: number
}
/** One account of a workspace; undefined where it has nothing to do with it. */
export async function accountIn(tx: Tx, asked: Asked & { createdAfter: string; seenAfter: string }, id: Uuid): Promise<AccountFound | undefined> {
  const row = await tx.maybe<AccountFound & { key: string }>(sql`with mine as (${accountsIn(asked)})
    select mine.*, coalesce(a.home_workspace = ${asked.workspace}, false) as home, a.phone_cipher as phone, a.blocked_at as "blockedAt", a.blocked_by as "blockedBy", a.blocked_reason as "blockedReason",
      exists (select 1 from public.accounts_grant g where g.account_id = a.id and g.ended_at is null and g.role in ('system-admin', 'security-admin', 'audit-admin') and (g.valid_to is null or g.valid_to >= ${asked.today}::date)) as administrator,
      (select count(*)::int from public.accounts_session s where s.account_id = a.id and s.ended_at is null and s.created_at > ${asked.createdAfter} and s.last_seen_at > ${asked.seenAfter}) as "openSessions"
    from mine join public.accounts_account a on a.id = mine.id where mine.id = ${id}`)
  if (!row) return undefined
  const { key: _key, ...account } = row
  return account
}

export type GrantListed = {
  readonly id: Uuid; readonly role: GrantedRole; readonly unitId: number; readonly unitCode: string; readonly validFrom: string; readonly validTo: string | null; readonly personId: Uuid | null
  readonly givenBy: string | null; readonly givenAt: string | null; readonly endedBy: string | null; readonly endedAt: string | null
}
/** All grants of an account in one workspace: those that stand first, the newest of each first. */
export async function grantsIn(tx: Tx, accountId: Uuid, workspace: string): Promise<GrantListed[]> {
  return tx.rows(sql`select id, role, unit_id as "unitId", unit_code as "unitCode", valid_from as "validFrom", valid_to as "validTo", person_id as "personId", given_by as "givenBy", given_at as "givenAt",
      ended_by as "endedBy", ended_at as "endedAt"
    from public.accounts_grant where account_id = ${accountId} and workspace = ${workspace} order by ended_at nulls first, valid_from desc, id limit 500`)
}

export async function blockAccount(tx: Tx, id: Uuid, by: string, reason: string, at: string): Promise<void> {
  await tx.run(sql`update public.accounts_account set blocked_at = coalesce(blocked_at, ${at}::timestamptz), blocked_by = ${by}, blocked_reason = ${reason} where id = ${id}`)
}

/** Lets in again: whoever was blocked, or unused for too long. */
export async function unblockAccount(tx: Tx, id: Uuid, at: string): Promise<void> {
  await tx.run(sql`update public.accounts_account set blocked_at = null, blocked_by = null, blocked_reason = null, used_at = ${at} where id = ${id}`)
}

/** The account of a user name, whatever its workspace: for the operator. */
export async function idOfName(tx: Tx, key: string): Promise<Uuid | undefined> {
  return (await tx.maybe<{ id: Uuid }>(sql`select id from public.accounts_account where user_name_key = ${key}`))?.id
}
