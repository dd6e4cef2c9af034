import { useNavigate, useParams as useRouterParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** For `validateSearch`: a text, or undefined (kept out of the address) where it is absent or empty. */
export function text(value: unknown): string | undefined {
  const string = typeof value === 'number' ? String(value) : value
  return typeof string === 'string' && string !== '' ? string : undefined
}

/** For `validateSearch`: a whole number ≥ 1, or undefined. */
export function wholeNumber(value: unknown): number | undefined {
  const number = Number(value)
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined
}

/** For `validateSearch`: one of a closed list, or undefined. */
export function oneOf<T extends string>(list: readonly T[]): (value: unknown) => T | undefined {
  return (value) => list.find((item) => item === value)
}

/** For `validateSearch`: several texts; one text counts as a list of one. */
export function texts(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).map(text).filter((item) => item !== undefined)
  return list.length > 0 ? list : undefined
}

/** For `validateSearch`: an ISO date, or undefined. */
export function date(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined
}

type Change<Search> = Partial<Search> | ((search: Search) => Partial<Search>)

/**
 * The filters of this screen, which live in the address.
 * `const [filters, setFilters] = useFilters<Filters>()`; `setFilters({ page: 2 })` merges; a value of undefined removes.
 * `{ replace: true }` for typing, so that every letter is not a step of the back button.
 */
export function useFilters<Search extends object>(): [Search, (change: Change<Search>, options?: { replace?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const set = useCallback(
    (change: Change<Search>, options: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: ((previous: Search) => ({ ...previous, ...(typeof change === 'function' ? change(previous) : change) })) as never,
        replace: options.replace ?? false,
        // the screen stays where it is: a row chosen far down must not send the reader to the top
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [search, set]
}

/** The parameters of the address: `const { cardId } = usePathParams<'cardId'>()`. */
export function usePathParams<Name extends string>(): Record<Name, string> {
  return useRouterParams({ strict: false }) as Record<Name, string>
}
