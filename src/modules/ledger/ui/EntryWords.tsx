import { useT } from '#web/i18n.ts'
import { FactList } from '#web/widgets/index.ts'
import type { SampleView } from '../contract.ts'
import { useApi } from '#web/queries.ts'

type Words = { readonly indicators: readonly { readonly facets: readonly { readonly id: string; readonly name: string; readonly values: readonly { readonly key: string; readonly name: string }[] }[] }[] }

/** The kind of an entry in the field's words. */
export function EntryKind({ kind }: { kind: string }) {
  const t = useT('ledger')
  return <>{t(`ui.kind.${kind}`)}</>
}

/** What an entry says, in the programme's words for facets and values; of an agency in its module's. */
export function EntryFacets({ kind, facets }: { kind: string; facets: SampleView['facets'] }) {
  const t = useT('ledger')
  const words = useApi<Words>('/api/indicators', undefined, { staleTime: 300_000 })
  const facetOf = (id: string) => words.data?.indicators.flatMap((one) => one.facets).find((facet) => facet.id === id)
  const lines = Object.entries(facets).map(([id, value]) => {
    if (id === 'kind' && kind.startsWith('agencies.')) return { label: t('agencies:ui.kind'), value: t(`agencies:kind.${String(value)}`) }
    const facet = facetOf(id)
    const values = typeof value === 'string' ? [value] : value
    return { label: facet?.name ?? id, value: values.length === 0 ? '–' : values.map((one) => facet?.values.find(({ key }) => key === one)?.name ?? one).join(' / ') }
  })
  return lines.length === 0 ? null : <FactList facts={lines} />
}
