import type { OutOf } from '#platform/contract/endpoint.ts'
import { useApi } from '#web/queries.ts'
import type { today } from '../../contract.ts'

/** How many imports wait for the reader. */
export function useImportsWaiting(): number {
  return useApi<OutOf<typeof today>>('/api/today', undefined, { staleTime: 60_000, refetchOnWindowFocus: true }).data?.imports.length ?? 0
}
