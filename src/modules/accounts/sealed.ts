import type { SealedColumn } from '#platform/crypto/sealed.ts'

/** The columns of accounts that hold sealed values: what `keys rotate` seals anew. */
export const accountsSealed: readonly SealedColumn[] = [
  { scope: 'public', table: 'accounts_account', id: 'id', column: 'phone_cipher', purpose: 'phone' },
  { scope: 'public', table: 'accounts_factor', id: 'account_id', column: 'secret_cipher', purpose: 'factor' },
  { scope: 'public', table: 'accounts_factor', id: 'account_id', column: 'pending_cipher', purpose: 'factor' },
]
