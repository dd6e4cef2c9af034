import { Link } from '@tanstack/react-router'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { AsOfControl, Attendances, ControlRow, Count, EmptyState, ErrorState, HighestSeal, LevelSwitch, Page, PageHeader, Section, Skeleton, Stale, TargetBar } from '#web/widgets/index.ts'
import { scopeOf, useIndicators, type FigureList, type Scope } from './asked.ts'
import './figures.css'

/** All indicators of the programme with their numbers; each opens. */
export default function Figures() {
  const t = useT('figures')
  const me = useMe()
  const [search, setSearch] = useFilters<Scope>()
  const known = useIndicators()
  const list = useApi<FigureList>('/api/figures', scopeOf(search))
  const data = list.data
  return (
    <Page>
      <PageHeader title={t('ui.nav.figures')} facts={data && [data.unitName, me?.plan?.name]} />
      <ControlRow>
        <AsOfControl
          value={{ day: search.to ?? null, journal: search.asOf ?? null }} timeZone={me?.workspace.timeZone ?? 'UTC'} answer={data?.asOf ?? null} later={data?.later ?? null}
          onChange={({ day, journal }) => setSearch({ to: day === me?.today ? undefined : (day ?? undefined), asOf: journal ?? undefined })}
        />
        <LevelSwitch levels={known.data?.levels ?? []} value={search.level ?? null} onChange={(level) => setSearch({ level: level ?? undefined })} />
      </ControlRow>
      <Section>
        {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : !data ? <Skeleton rows={8} /> : data.figures.length === 0 ? (
          <EmptyState title={t('ui.figures.none')} why={t('ui.figures.noneWhy')} />
        ) : (
          <Stale stale={list.isPlaceholderData}>
            <ul className="indicator-list">
              {data.figures.map((figure) => (
                <li key={figure.indicator}>
                  <Link to={'/figures/$indicator' as string} params={{ indicator: figure.indicator } as never} search={scopeOf(search) as never}>
                    <span>
                      <strong>{figure.name}</strong>
                      <span className="small quiet">{known.data?.indicators.find((one) => one.id === figure.indicator)?.how}</span>
                    </span>
                    <Count value={figure.value} counts={figure.counts} column />
                    {figure.companion?.counts === 'person-times' ? <Attendances value={figure.companion.value} column /> : <span />}
                    {figure.target === null ? <span /> : <TargetBar value={figure.value} target={figure.target} gone={figure.targetPeriod?.gone ?? null} />}
                    <HighestSeal level={figure.checkedTo} size={20} />
                  </Link>
                </li>
              ))}
            </ul>
          </Stale>
        )}
      </Section>
    </Page>
  )
}
