import { isUuid } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { operatorId } from './model.ts'
import * as store from './store.ts'

const known = new Map<string, { at: number; name: string | null }>()
/** Names change by hand and seldom: so long a list may show the old one. */
const keepMilliseconds = 10_000

/**
 * Who stands behind the actors that journal and tables keep, as screens show them.
 * In: actors' ids (`account:<uuid>`, `operator:cli`, null for nobody) and the instant in milliseconds. Out: id → display name;
 * `operator:cli` stays as it is, for the screen to say in the reader's language; null where the account is unknown or erased.
 */
export async function namesOfActors(tx: Tx, ids: readonly (string | null)[], now: number): Promise<(id: string | null) => string | null> {
  const missing = [...new Set(ids)].flatMap((id) => {
    const account = accountOf(id)
    return account !== null && (known.get(account)?.at ?? 0) < now - keepMilliseconds ? [account] : []
  })
  if (missing.length > 0) {
    if (known.size > 10_000) known.clear()
    const names = await store.displayNames(tx, missing)
    for (const account of missing) known.set(account, { at: now, name: names.get(account) ?? null })
  }
  return (id) => {
    if (id === operatorId) return id
    const account = accountOf(id)
    return account === null ? null : (known.get(account)?.name ?? null)
  }
}

function accountOf(id: string | null): string | null {
  const account = id?.startsWith('account:') ? id.slice('account:'.length) : ''
  return isUuid(account) ? account : null
}
