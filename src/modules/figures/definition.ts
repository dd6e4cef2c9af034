import { plainIndicator, withUsed, type Indicator } from '#modules/plans/index.ts'

/**
 * An indicator's whole definition as data, in the form of indicators.json and of receipts (docs/LEDGER-EXPORT.md). What asks nothing special is not written,
 * so that a definition of before these words reads the same. `all` given: with the definitions of all indicators that it speaks of, and of its companion, as they are now.
 */
export function definitionOf(one: Indicator, all: readonly Indicator[] = []): Record<string, unknown> {
  const special = Object.fromEntries(Object.entries(plainIndicator).flatMap(([key, usual]) => {
    const said = one[key as keyof Indicator]
    return always.has(key) || JSON.stringify(said) === JSON.stringify(usual) ? [] : [[key, said]]
  }))
  const beside = all.filter(({ id }) => id === one.companion)
  const used = withUsed({ ...one, all: [...one.all, ...beside.map(({ id }) => ({ of: id, period: 'same' as const }))] }, all).slice(1)
  return {
    id: one.id, version: one.version, name: one.name, how: one.how, counts: one.counts, tally: one.tally, subject: one.subject,
    kinds: one.kinds, take: one.take, where: one.where, without: one.without, classKind: one.classKind, classFacets: one.classFacets,
    facets: one.facets.map(({ id, of, many, values }) => ({ id, of, many, values })), defaultBy: one.defaultBy, companion: one.companion,
    ...special, ...(used.length > 0 ? { uses: used.map((other) => definitionOf(other)) } : {}),
  }
}
/** `stock` follows from the rest; `own` says where a definition stands, not what it means. */
const always = new Set(['defaultBy', 'companion', 'stock', 'own'])

/** The indicators that a written definition holds: itself first, then those that it speaks of. The other way of `definitionOf`. */
export function indicatorsOfDefinition(written: Readonly<Record<string, unknown>>): Indicator[] {
  const { uses = [], ...own } = written as unknown as Indicator & { uses?: readonly Record<string, unknown>[] }
  const others = uses.flatMap((one) => indicatorsOfDefinition(one))
  const counted = own.through === 'members' ? 'person' : own.through === 'household' ? 'household' : own.subject
  const one: Indicator = { ...plainIndicator, ...own, counted }
  const sides = one.ratio && [one.ratio.of, one.ratio.over].map((id) => others.find((other) => other.id === id))
  const stock = sides ? sides.every((side) => side?.stock) : one.take === 'latest' || one.counts === 'balance'
  return [{ ...one, stock }, ...others]
}
