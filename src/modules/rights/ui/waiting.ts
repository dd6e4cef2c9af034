import type { OutOf } from '#platform/contract/endpoint.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import type { countRequests } from '../contract.ts'

/** How many requests about their data wait for the reader. */
export function useRequestsWaiting(): number {
  const may = useAbility('rights.read')
  return useApi<OutOf<typeof countRequests>>(may ? '/api/requests-waiting' : null, undefined, { staleTime: 60_000, refetchOnWindowFocus: true }).data?.waiting ?? 0
}
