import type { SubjectType } from '#kernel/counting.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'

/** A facet's closed set of values. `many`: an entry may carry several at once (two hardships). */
export type FacetDeclaration = { readonly values: readonly string[]; readonly many?: boolean }

/** A kind of entry, declared by the module that posts it: one subject type, closed facets, no free text. */
export type KindDeclaration<F extends Record<string, FacetDeclaration> = Record<string, FacetDeclaration>> = {
  /** `<module>.<what happened>`: `register.person-filed`. */
  readonly kind: string
  readonly subject: SubjectType
  readonly facets: F
}

export type FacetValue = string | readonly string[]
export type Facets = Readonly<Record<string, FacetValue>>

/** The entry that this one takes back or speaks of. */
export type EntryRef = { readonly posting: bigint; readonly line: number }

/** An entry as a module hands it in. Made only by `entryOf`, which holds it against its kind. */
export type Entry = {
  readonly kind: string
  readonly subject: Uuid
  readonly unitId: number
  readonly unitPath: string
  readonly happenedOn: DateText
  readonly count: number
  readonly amount: bigint | null
  readonly currency: 'CNY' | 'VND' | null
  readonly facets: Facets
  readonly plan: string | null
  readonly source: Uuid | null
  readonly refers: EntryRef | null
}

type Optional = 'count' | 'amount' | 'currency' | 'facets' | 'plan' | 'source' | 'refers'
export type EntryInput = Omit<Entry, 'kind' | Optional> & Partial<Pick<Entry, Optional>>

/** Declares a kind; the answer makes entries of it. */
export function declareKind<F extends Record<string, FacetDeclaration>>(declaration: KindDeclaration<F>): KindDeclaration<F> {
  return Object.freeze(declaration)
}

/**
 * An entry of a declared kind. A facet or value that the kind does not declare is a fault of the program (the input
 * was checked long before), so it throws.
 */
export function entryOf(declared: KindDeclaration, input: EntryInput): Entry {
  const facets: Record<string, FacetValue> = {}
  for (const [name, value] of Object.entries(input.facets ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const facet = declared.facets[name]
    if (!facet) throw new Error(`${declared.kind} declares no facet ${name}`)
    const values = typeof value === 'string' ? [value] : value
    if (typeof value !== 'string' && !facet.many) throw new Error(`${declared.kind}: facet ${name} holds one value`)
    const strange = values.find((one) => !facet.values.includes(one))
    if (strange !== undefined) throw new Error(`${declared.kind}: facet ${name} knows no ${strange}`)
    facets[name] = facet.many ? [...new Set(values)].sort() : value
  }
  return {
    kind: declared.kind, subject: input.subject, unitId: input.unitId, unitPath: input.unitPath, happenedOn: input.happenedOn,
    count: input.count ?? 1, amount: input.amount ?? null, currency: input.currency ?? null, facets,
    plan: input.plan ?? null, source: input.source ?? null, refers: input.refers ?? null,
  }
}

/** A level of verification, as the programme's data gives it. */
export type Level = { readonly id: string; readonly unitLevel: number; readonly atWork: boolean }

/** The level that must have passed an entry before `id` may take it up: the nearest lower one at work, or none. */
export function levelBefore(levels: readonly Level[], id: string): Level | undefined {
  const place = levels.findIndex((level) => level.id === id)
  return levels.slice(0, Math.max(place, 0)).reverse().find((level) => level.atWork)
}
