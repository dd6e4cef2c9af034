import type { AccountDetail } from '../../contract.ts'
import type { Act } from './ActDialog.tsx'

/** Who must see to this account instead of its workspace's system administrator: null where it is hers to do. */
export function othersOf(account: Pick<AccountDetail, 'self' | 'home' | 'administrator'>): 'self' | 'elsewhere' | 'administrator' | null {
  if (account.self) return 'self'
  if (!account.home) return 'elsewhere'
  return account.administrator ? 'administrator' : null
}

/** What the system administrator may do about an account, in the order of its buttons. */
export function actsOf(account: Pick<AccountDetail, 'self' | 'home' | 'administrator' | 'state' | 'factor'>): Act[] {
  if (othersOf(account)) return []
  return [
    ...(account.state === 'blocked' || account.state === 'unused' ? (['unblock'] as const) : []),
    'link',
    ...(account.factor ? (['factor'] as const) : []),
    ...(account.state === 'blocked' ? [] : (['block'] as const)),
  ]
}
