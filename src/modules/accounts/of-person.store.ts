import type { InstantText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

/** Accounts through which one person sees her own card, for her own request; the phone is sealed. The caller has found out that the reader may. */
export async function accountsOfPerson(tx: Tx, workspace: string, personId: Uuid): Promise<{ name: string; displayName: string; phoneCipher: Buffer | null; createdAt: InstantText; lastSignInAt: InstantText | null }[]> {
  return tx.rows(sql<{ name: string; displayName: string; phoneCipher: Buffer | null; createdAt: InstantText; lastSignInAt: InstantText | null }>`
    select distinct on (a.id) a.user_name as name, a.display_name as "displayName", a.phone_cipher as "phoneCipher", a.created_at as "createdAt", a.last_sign_in_at as "lastSignInAt"
    from accounts_grant g join accounts_account a on a.id = g.account_id where g.workspace = ${workspace} and g.person_id = ${personId} order by a.id`)
}

/** Whether anybody signs in as this person: a grant for her card stands. */
export async function hasMember(tx: Tx, workspace: string, personId: Uuid): Promise<boolean> {
  return (await tx.maybe(sql`select 1 from accounts_grant g where g.workspace = ${workspace} and g.person_id = ${personId} and g.ended_at is null limit 1`)) !== undefined
}
