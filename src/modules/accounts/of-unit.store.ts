import type { GrantedRole } from '#kernel/abilities.ts'
import type { DateText } from '#kernel/dates.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

/** Roles that hold for these units on a day or will hold later, with how many accounts have each. */
export async function grantsOfUnits(tx: Tx, workspace: string, unitIds: readonly number[], today: DateText): Promise<{ unitId: number; role: GrantedRole; accounts: number }[]> {
  return tx.rows(sql<{ unitId: number; role: GrantedRole; accounts: number }>`
    select g.unit_id as "unitId", g.role, count(distinct g.account_id)::int as accounts from public.accounts_grant g
    where g.workspace = ${workspace} and g.unit_id = any(${unitIds}::int[]) and g.ended_at is null and (g.valid_to is null or g.valid_to >= ${today}::date)
    group by g.unit_id, g.role order by g.unit_id, g.role`)
}
