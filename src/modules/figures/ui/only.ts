import { listed } from '#kernel/writing.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import type { Scope } from './asked.ts'

/** A unit by its official code. */
export type Named = { readonly code: string; readonly name: string }
type Unit = Named & { readonly id: number; readonly level: string }

/** From so many on they are not listed by name but counted. */
const mostNamed = 3
/** So many may be looked at together. */
export const mostOnly = 30

/** The codes in the address: `only=320321,320322`. */
export const onlyCodes = ({ only }: Scope): string[] => only?.split(',').filter((code) => code !== '') ?? []

/** The units directly below one, by its code (null asks nothing); undefined while they are not known. */
export function useBelow(code: string | null): { units: readonly Unit[] | undefined; error: unknown } {
  const me = useMe()
  const isOwn = code !== null && code === me?.unit.code
  const found = useApi<{ units: Unit[] }>(code === null || !me || isOwn ? null : '/api/units', { search: code ?? '', limit: 5 }, { staleTime: 300_000 })
  const id = isOwn ? me!.unit.id : found.isPlaceholderData ? undefined : found.data?.units.find((unit) => unit.code === code)?.id
  const below = useApi<{ units: Unit[] }>(id === undefined ? null : `/api/units/${id}/children`, undefined, { staleTime: 300_000 })
  return { units: id === undefined || below.isPlaceholderData ? undefined : below.data?.units, error: found.error ?? below.error }
}

/** Of which units alone a figure is: `words` by name where they are few, else how many (5 个县（市、区）); `all` every name. */
export type OnlyWords = { readonly words: string; readonly all: string }

/** In words, which units of `unit` (its code) are looked at alone. In: the codes asked for, the names that the server answered. Null where it is the whole unit. */
export function useOnly(unit: string | undefined, codes: readonly string[], answered: readonly Named[]): OnlyWords | null {
  const t = useT('figures')
  const language = useLanguage()
  const isAnswered = codes.every((code) => answered.some((one) => one.code === code))
  const below = useBelow(unit !== undefined && codes.length > 0 && (codes.length > mostNamed || !isAnswered) ? unit : null).units ?? []
  if (codes.length === 0) return null
  const names = codes.flatMap((code) => [...answered, ...below].find((one) => one.code === code)?.name ?? [])
  const all = listed(language, names)
  if (codes.length <= mostNamed && names.length === codes.length) return { words: all, all }
  const levels = new Set(codes.map((code) => below.find((one) => one.code === code)?.level))
  const level = levels.size === 1 ? [...levels][0] : undefined
  return { words: t(level ? `organisation:count.${level}` : 'organisation:units.count', { count: codes.length }), all }
}

type Answer = { readonly unit: string; readonly unitName: string; readonly only: readonly Named[] }
/** What an answered figure is of, in few words: the unit, or those units of it that are looked at alone. */
export function useWhole({ unit, unitName, only }: Answer): string {
  return useOnly(unit, only.map(({ code }) => code), only)?.words ?? unitName
}
