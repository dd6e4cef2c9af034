import { useNavigate } from '@tanstack/react-router'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { dateInWords, groupedNumber, weekday } from '#kernel/writing.ts'
import type { listFigures, listIndicators } from '#modules/figures/contract.ts'
import type { getRecent } from '#modules/ledger/contract.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { EmptyState, ErrorState, IconLabelButton, Page, PageHeader, Skeleton } from '#web/widgets/index.ts'
import { Recent } from './Recent.tsx'
import { Targets } from './Targets.tsx'
import { Trend } from './Trend.tsx'
import { Waiting } from './Waiting.tsx'
import './home.css'

export type HomeSearch = { level?: string; trend?: string }
export type FigureList = OutOf<typeof listFigures>
export type IndicatorList = OutOf<typeof listIndicators>
export type RecentPostings = OutOf<typeof getRecent>

/** Where we stand, what waits for me, what was just written down. */
export default function Home() {
  const t = useT('plans')
  const language = useLanguage()
  const me = useMe()
  const navigate = useNavigate()
  const [search] = useFilters<HomeSearch>()
  const mayImport = useAbility('register.import')
  const figures = useApi<FigureList>('/api/figures', { level: search.level })
  const indicators = useApi<IndicatorList>('/api/indicators', undefined, { staleTime: 300_000 })
  const recent = useApi<RecentPostings>('/api/ledger/recent', undefined, { refetchInterval: 30_000 })
  const head = recent.data?.head.number ?? me?.asOf?.journal
  const toImports = () => void navigate({ to: '/imports' as string })
  if (!me) return null
  const today = [t('ui.today', { date: dateInWords(language, me.today), weekday: weekday(language, me.today) }), head === undefined ? null : t('ui.ledgerAt', { number: groupedNumber(head) })]
  // nothing in her own reach: the ledger of the whole workspace may be long by now
  const nothingYet = recent.data?.postings.length === 0 && (figures.data?.figures.every((figure) => figure.value === 0) ?? head === '0')
  return (
    <Page>
      <PageHeader title={t('ui.nav.home')} facts={today} actions={mayImport && !nothingYet && <IconLabelButton icon="import" type="primary" onClick={toImports}>{t('ui.import')}</IconLabelButton>} />
      <div className="home">
        <div className="home-main">
          {nothingYet ? (
            <EmptyState
              title={t('ui.empty.title', { unit: me.unit.name })} why={t('ui.empty.why')} note={t('ui.empty.note')}
              action={{ label: t('ui.empty.import'), icon: 'import', onClick: toImports, disabled: !mayImport }}
              other={{ label: t('ui.empty.units'), onClick: () => void navigate({ to: '/units' as string }) }}
            />
          ) : figures.error ? <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />
            : figures.data && indicators.data ? (
              <>
                <Targets list={figures.data} indicators={indicators.data} stale={figures.isPlaceholderData} />
                <Trend list={figures.data} />
              </>
            ) : <Skeleton rows={12} />}
        </div>
        <div className="home-side">
          <Waiting nothingYet={nothingYet} />
          {!nothingYet && <Recent recent={recent.data} error={recent.error} onRetry={() => void recent.refetch()} />}
        </div>
      </div>
    </Page>
  )
}
