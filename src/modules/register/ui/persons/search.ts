import type { PersonRow } from '../../contract.ts'

/** What the address of the register holds. */
export type RegisterSearch = {
  show?: 'households'; q?: string; unit?: number; ability?: string[]; wish?: string[]; hardship?: string[]; sex?: 'female' | 'male'; worked?: 'yes' | 'no'
  sort?: string; page?: number; card?: string
}
export type PersonPageOf = {
  readonly total: number; readonly page: number; readonly persons: readonly PersonRow[]; readonly homophones: readonly PersonRow[]; readonly searchedBy: string | null; readonly pinyin: string | null
}

/** The filters as the server takes them: without the page and without what is open. */
export function filtersOf({ q, unit, ability, wish, hardship, sex, worked, sort }: RegisterSearch) {
  return { q, unit, ability, wish, hardship, sex, worked, sort }
}
