import type { Indicator } from '#modules/plans/index.ts'

/** An indicator's whole definition as data, in the form of indicators.json and of receipts (docs/LEDGER-EXPORT.md). */
export function definitionOf(one: Indicator) {
  return {
    id: one.id, version: one.version, name: one.name, how: one.how, counts: one.counts, tally: one.tally, subject: one.subject,
    kinds: one.kinds, take: one.take, where: one.where, without: one.without, classKind: one.classKind, classFacets: one.classFacets,
    facets: one.facets.map(({ id, of, many, values }) => ({ id, of, many, values })), defaultBy: one.defaultBy, companion: one.companion,
  }
}
