import type { OutOf } from '#platform/contract/endpoint.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import type { listExports } from '../contract.ts'

export type ExportList = OutOf<typeof listExports>

/** What waits for the reader to agree; undefined while unknown, and for whoever may not. */
export function useToDecide() {
  const may = useAbility('exports.approve')
  return useApi<ExportList>(may ? '/api/exports' : null, { show: 'waiting' }, { staleTime: 60_000, refetchOnWindowFocus: true })
}

export const useExportsWaiting = (): number => useToDecide().data?.total ?? 0
