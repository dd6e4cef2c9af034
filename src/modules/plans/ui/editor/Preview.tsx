import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { writtenOf } from '#kernel/languages.ts'
import { groupedNumber, percent } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import type { previewFigure } from '#modules/figures/contract.ts'
import { post } from '#web/client.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { Count, ErrorState, Overlap, Section, Skeleton, Stale } from '#web/widgets/index.ts'
import { hasOpenCondition, isCountable, type Draft, type ShelfView } from './draft.ts'

export type Previewed = OutOf<typeof previewFigure>
const waitMilliseconds = 450

/** What the server says of a draft: faults with places, the sentence, the figure or the steps. Asked once typing rests; the old answer stays meanwhile. Null asks nothing. */
export function usePreview(body: { readonly definition: object; readonly what?: 'funnel'; readonly by?: string } | null) {
  const me = useMe()
  const wanted = JSON.stringify({ ...body, from: me?.plan?.from })
  const [asked, setAsked] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), waitMilliseconds)
    return () => clearTimeout(timer)
  }, [wanted])
  const query = useQuery<Previewed>({
    queryKey: ['/api/figures/preview', asked],
    queryFn: ({ signal }) => post<Previewed>('/api/figures/preview', JSON.parse(asked), { signal }),
    enabled: body !== null && asked.includes('"definition"') && me !== undefined,
    placeholderData: keepPreviousData as never,
  })
  return { ...query, isOld: query.isPlaceholderData || asked !== wanted }
}

/** The figure of the draft at the reader's own unit: the number, its parts, and that they add up. */
export function Preview({ preview, draft, shelf, by, onBy }: { preview: ReturnType<typeof usePreview>; draft: Draft; shelf: ShelfView; by: string; onBy: (by: string) => void }) {
  const t = useT('plans')
  const cuts = [{ value: 'unit', label: t('ui.preview.units') }, { value: 'month', label: t('ui.preview.months') }, ...shelf.facets.filter(({ id }) => draft.facets.includes(id)).map(({ id, name }) => ({ value: id, label: name }))]
  const figure = preview.data?.figure
  return (
    <Section title={t('ui.preview')} aside={<Select size="small" aria-label={t('ui.preview.by')} value={by} options={cuts} onChange={onBy} popupMatchSelectWidth={false} />}>
      {!isCountable(draft) ? <p className="quiet">{t('ui.preview.nothing')}</p>
        : preview.error ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        : !preview.data ? <Skeleton rows={6} />
        : (
          <Stale stale={preview.isOld}>
            {preview.data.sentence && <Said sentence={preview.data.sentence} />}
            {figure && hasOpenCondition(draft) && <p className="small quiet">{t('ui.preview.open')}</p>}
            {figure ? (
              <div className="preview-figure">
                <Count value={figure.value} counts={figure.counts} currency={figure.currency} size="panel" />
                <p className="small quiet">{t(figure.from ? 'ui.preview.period' : 'ui.preview.upTo', { unit: figure.unitName, from: figure.from ?? '', to: figure.to })}</p>
                <table className="preview-parts">
                  <tbody>
                    {figure.parts.map((part) => <tr key={part.key}><th scope="row">{part.name}</th><td><Count value={part.value} counts={figure.counts} currency={figure.currency} size="cell" bare /></td></tr>)}
                    {figure.overlap !== null && figure.overlap !== 0 && <tr className="hatched"><th scope="row">{t('ui.preview.overlap')}</th><td><Overlap value={figure.overlap} /></td></tr>}
                  </tbody>
                  <tfoot><tr><th scope="row">{figure.unitName}</th><td><Count value={figure.value} counts={figure.counts} currency={figure.currency} size="cell" bare /></td></tr></tfoot>
                </table>
                <p className="small quiet">{t('ui.preview.entries', { entries: groupedNumber(figure.entries) })}</p>
              </div>
            ) : <p className="quiet">{t('ui.preview.faulty')}</p>}
          </Stale>
        )}
    </Section>
  )
}

/** How it counts, in the reader's language. */
function Said({ sentence }: { sentence: { 'zh-Hans': string; vi?: string | undefined; en: string } }) {
  return <blockquote className="how-said">{sentence[writtenOf(useLanguage())] ?? sentence.en}</blockquote>
}

/** How many come from step to step of the funnel that is being written. */
export function FunnelPreview({ preview, isWhole }: { preview: ReturnType<typeof usePreview>; isWhole: boolean }) {
  const t = useT('plans')
  const funnel = preview.data?.funnel
  return (
    <Section title={t('ui.preview')}>
      {!isWhole ? <p className="quiet">{t('ui.preview.steps')}</p>
        : preview.error ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        : !preview.data ? <Skeleton rows={4} />
        : (
          <Stale stale={preview.isOld}>
            {funnel ? (
              <table className="preview-parts">
                <tbody>
                  {funnel.steps.map((step, i) => (
                    <tr key={step.indicator + String(i)}><th scope="row">{step.name}</th><td className="small quiet">{i > 0 && percent(step.ofBefore, 1)}</td><td><Count value={step.value} counts={step.counts} size="cell" bare /></td></tr>
                  ))}
                </tbody>
              </table>
            ) : <p className="quiet">{t('ui.preview.faulty')}</p>}
          </Stale>
        )}
    </Section>
  )
}
