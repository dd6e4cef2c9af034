import type { SealedColumn } from '#platform/crypto/sealed.ts'

/** What accounts keep sealed: `keys rotate` seals it anew. */
export const accountsSealed: readonly SealedColumn[] = [
  { scope: 'public', table: 'accounts_account', id: 'id', column: 'phone_cipher', purpose: 'phone' },
  { scope: 'public', table: 'accounts_factor', id: 'account_id', column: 'secret_cipher', purpose: 'factor' },
  { scope: 'public', table: 'accounts_factor', id: 'account_id', column: 'pending_cipher', purpose: 'factor' },
]
