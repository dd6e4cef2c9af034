import { Link } from '@tanstack/react-router'
import { holdsWords } from '#kernel/marks.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { AsOfControl, Attendances, ControlRow, EmptyState, ErrorState, FilterSearch, HighestSeal, Icon, LevelSwitch, Page, PageHeader, Section, Skeleton, Stale, TargetBar } from '#web/widgets/index.ts'
import { scopeOf, useFunnels, useIndicators, type FigureList, type Indicator, type Scope } from './asked.ts'
import { groupsOf } from './groups.ts'
import { onlyCodes, useOnly } from './only.ts'
import { Unusual } from './Unusual.tsx'
import { Value } from './writing.tsx'
import './figures.css'
import './workbench.css'

/** Fewer indicators than these stand in one list. */
const manyIndicators = 8

/** All indicators of the programme with their numbers, found by name, in groups of what they count; each opens. Then the funnels. */
export default function Figures() {
  const t = useT('figures')
  const me = useMe()
  const [search, setSearch] = useFilters<Scope & { q?: string }>()
  const known = useIndicators()
  const list = useApi<FigureList>('/api/figures', scopeOf(search))
  const funnels = (useFunnels().data?.funnels ?? []).filter(({ id, name, steps }) => holdsWords(search.q ?? '', name, id, ...steps.map((step) => step.name)))
  const data = list.data
  const only = useOnly(data?.unit, onlyCodes(search), data?.only ?? [])
  const indicators = known.data?.indicators ?? []
  const isLong = indicators.length > manyIndicators
  const found = groupsOf(indicators, search.q ?? '')
  const groups = isLong && !search.q ? found : [{ id: null, indicators: indicators.filter((one) => found.some((group) => group.indicators.includes(one))) }]
  return (
    <Page>
      <PageHeader title={t('ui.nav.figures')} facts={data && [only?.words ?? data.unitName, me?.plan?.name]} />
      <ControlRow aside={isLong && <FilterSearch value={search.q ?? ''} placeholder={t('ui.indicator.find')} onChange={(q) => setSearch({ q: q || undefined }, { replace: true })} />}>
        <AsOfControl
          value={{ day: search.to ?? null, journal: search.asOf ?? null }} timeZone={me?.workspace.timeZone ?? 'UTC'} answer={data?.asOf ?? null} later={data?.later ?? null}
          onChange={({ day, journal }) => setSearch({ to: day === me?.today ? undefined : (day ?? undefined), asOf: journal ?? undefined })}
        />
        <LevelSwitch levels={known.data?.levels ?? []} value={search.level ?? null} onChange={(level) => setSearch({ level: level ?? undefined })} />
      </ControlRow>
      {/* the controls say the level, the journal, and a period that merely ends on a day */}
      <Unusual only={only} told={['asOf', 'level', ...(search.from === undefined ? ['period' as const] : [])]} />
      {list.error ? <Section><ErrorState error={list.error} onRetry={() => void list.refetch()} /></Section> : !data || !known.data ? <Section><Skeleton rows={8} /></Section> : data.figures.length === 0 ? (
        <Section><EmptyState title={t('ui.figures.none')} why={t('ui.figures.noneWhy')} /></Section>
      ) : (
        <Stale stale={list.isPlaceholderData}>
          {groups.map((group) => group.indicators.length > 0 && (
            <Section key={group.id ?? ''} {...(group.id ? { title: t(`ui.group.${group.id}`) } : {})}>
              <ul className="indicator-list">{group.indicators.map((one) => <Line key={one.id} indicator={one} list={data} scope={scopeOf(search)} />)}</ul>
            </Section>
          ))}
          {search.q && found.length + funnels.length === 0 && <p className="quiet panel-none">{t('ui.indicator.none', { words: search.q })}</p>}
          {funnels.length > 0 && (
            <Section title={t('ui.funnels')} note={t('ui.funnel.how')}>
              <ul className="indicator-list funnel-list">
                {funnels.map((funnel) => (
                  <li key={funnel.id}>
                    <Link to={'/funnels/$funnel' as string} params={{ funnel: funnel.id } as never} search={scopeOf(search) as never}>
                      <strong><Icon name="filter" size={13} />{funnel.name}</strong>
                      <span className="quiet funnel-steps">{funnel.steps.map((step, i) => <span key={step.indicator}>{i > 0 && <Icon name="right" size={12} />}{step.name}</span>)}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </Stale>
      )}
    </Page>
  )
}

/** One indicator with its number, person-times beside it, its target and how far it is checked. */
function Line({ indicator, list, scope }: { indicator: Indicator; list: FigureList; scope: Scope }) {
  const figure = list.figures.find((one) => one.indicator === indicator.id)
  if (!figure) return null
  return (
    <li>
      <Link to={'/figures/$indicator' as string} params={{ indicator: figure.indicator } as never} search={scope as never}>
        <span>
          <strong>{figure.name}</strong>
          <span className="small quiet">{indicator.how}</span>
        </span>
        <Value value={figure.value} of={indicator} column />
        {figure.companion?.counts === 'person-times' ? <Attendances value={figure.companion.value} column /> : <span />}
        {figure.target === null ? <span /> : <TargetBar value={figure.value} target={figure.target} gone={figure.targetPeriod?.gone ?? null} />}
        <HighestSeal level={figure.checkedTo} size={20} />
      </Link>
    </li>
  )
}
