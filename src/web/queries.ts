import { QueryClient, keepPreviousData, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { OfflineError, get, post } from './client.ts'

/** The one cache of what the server told this browser. Rules' answers are not asked again; a lost network is. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => error instanceof OfflineError && failures < 3,
      refetchOnWindowFocus: false,
    },
    // A write is tried whatever the browser believes of its network: it fails with words, and is not sent behind the person's back later.
    mutations: { retry: false, networkMode: 'always' },
  },
})

type Query = NonNullable<Parameters<typeof get>[1]>['query']

/**
 * Reads an address of the API and keeps the old answer on the screen while the next one comes (`isPlaceholderData`).
 * `useApi<PersonList>('/api/persons', { q, page })`; `null` as path asks nothing.
 */
export function useApi<T>(path: string | null, query?: Query, options: { staleTime?: number; refetchInterval?: number; refetchOnWindowFocus?: boolean } = {}): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: [path, query ?? {}],
    queryFn: ({ signal }) => get<T>(path!, query ? { query, signal } : { signal }),
    enabled: path !== null,
    placeholderData: keepPreviousData as never,
    ...options,
  })
}

/**
 * A write that makes what was read stale. `const save = useWrite<Input, Output>('/api/works-started', ['/api/persons'])`;
 * `save.mutate(input)`, `save.error` is a RefusedError. Every cached path that begins with one of `changes` is asked again; all if absent.
 */
export function useWrite<Input, Output = void>(path: string | ((input: Input) => string), changes?: readonly string[]) {
  const client = useQueryClient()
  return useMutation<Output, Error, Input>({
    mutationFn: (input) => post<Output>(typeof path === 'string' ? path : path(input), input),
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => !changes || changes.some((start) => String(queryKey[0]).startsWith(start)),
      }),
  })
}
