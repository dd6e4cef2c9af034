import type { OutOf } from '#platform/contract/endpoint.ts'
import { useApi } from '#web/queries.ts'
import type { getBatches, getWaiting } from '../contract.ts'

const now = { staleTime: 60_000, refetchOnWindowFocus: true }

/** How many checks wait for the reader: groups of entries that she may check, and open batches of hers. */
export function useChecksWaiting(): number {
  const waiting = useApi<OutOf<typeof getWaiting>>('/api/checks/waiting', undefined, now)
  const open = useApi<OutOf<typeof getBatches>>('/api/checks/batches', { state: 'open' }, now)
  return [...(waiting.data?.rows ?? []), ...(open.data?.batches ?? [])].filter((one) => one.mayCheck).length
}
