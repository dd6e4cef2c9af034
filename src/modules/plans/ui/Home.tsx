import { useNavigate } from '@tanstack/react-router'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { dateInWords, groupedNumber, weekday } from '#web/writing.ts'
import type { listFigures, listIndicators } from '#modules/figures/contract.ts'
import type { getRecent } from '#modules/ledger/contract.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useAbility, useMe, type Me } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { EmptyState, ErrorState, IconLabelButton, Page, PageHeader, Skeleton } from '#web/widgets/index.ts'
import { Doors, PlainHome } from './PlainHome.tsx'
import { Recent } from './Recent.tsx'
import { Targets } from './Targets.tsx'
import { Trend } from './Trend.tsx'
import { Waiting } from './Waiting.tsx'
import './home.css'

export type HomeSearch = { level?: string; trend?: string }
export type FigureList = OutOf<typeof listFigures>
export type IndicatorList = OutOf<typeof listIndicators>
export type RecentPostings = OutOf<typeof getRecent>

/** Where we stand and what waits for me; for roles without figures, what they can do here. */
export default function Home() {
  const me = useMe()
  if (!me) return null
  return me.abilities['figures.read'] ? <FiguresHome me={me} /> : <PlainHome me={me} />
}

/** The figures, and beside them what waits and what was just written down where she may read the ledger. */
function FiguresHome({ me }: { me: Me }) {
  const t = useT('plans')
  const language = useLanguage()
  const navigate = useNavigate()
  const mayReadLedger = useAbility('ledger.read')
  const [search] = useFilters<HomeSearch>()
  const mayImport = useAbility('register.import')
  const figures = useApi<FigureList>('/api/figures', { level: search.level })
  const indicators = useApi<IndicatorList>('/api/indicators', undefined, { staleTime: 300_000 })
  const recent = useApi<RecentPostings>(mayReadLedger ? '/api/ledger/recent' : null, undefined, { refetchInterval: 30_000 })
  const head = recent.data?.head.number ?? me.asOf?.journal
  const toImports = () => void navigate({ to: '/imports' as string })
  const today = [t('ui.today', { date: dateInWords(language, me.today), weekday: weekday(language, me.today) }), head === undefined ? null : t('ui.ledgerAt', { number: groupedNumber(head) })]
  // nothing in her own reach: the ledger of the whole workspace may be long by now
  const nothingYet = (recent.data?.postings.length === 0 || !mayReadLedger) && (figures.data?.figures.every((figure) => !figure.value) ?? head === '0')
  return (
    <Page>
      <PageHeader title={t('ui.nav.home')} facts={today} actions={mayImport && !nothingYet && <IconLabelButton icon="import" type="primary" onClick={toImports}>{t('ui.import')}</IconLabelButton>} />
      <div className="home">
        <div className="home-main">
          {nothingYet ? (
            <EmptyState
              title={t('ui.empty.title', { unit: me.unit.name })} why={t(mayImport ? 'ui.empty.why' : 'ui.empty.whyOthers')} {...(mayImport ? { note: t('ui.empty.note') } : {})}
              {...(mayImport ? { action: { label: t('ui.empty.import'), icon: 'import' as const, onClick: toImports } } : {})}
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
          {mayReadLedger ? <Waiting nothingYet={nothingYet} /> : <Doors me={me} />}
          {mayReadLedger && !nothingYet && <Recent recent={recent.data} error={recent.error} onRetry={() => void recent.refetch()} />}
        </div>
      </div>
    </Page>
  )
}
