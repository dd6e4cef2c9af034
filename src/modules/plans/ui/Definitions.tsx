import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { holdsWords } from '#kernel/marks.ts'
import { useT } from '#web/i18n.ts'
import { useFilters } from '#web/search.ts'
import { CountGlyph, EmptyState, ErrorState, Facts, FilterSearch, Icon, Page, PageHeader, Section, Skeleton, StateTag } from '#web/widgets/index.ts'
import { useDefinitions, type DefinitionView } from './editor/draft.ts'
import './definitions.css'

type Search = { show?: 'own' | 'retired'; q?: string }

/** Every indicator and funnel, the programme's and the workspace's own: how each counts, and what speaks of it. */
export default function Definitions() {
  const t = useT('plans')
  const navigate = useNavigate()
  const [search, setSearch] = useFilters<Search>()
  const known = useDefinitions()
  const make = () => void navigate({ to: '/indicators/new' as string })
  const all = known.data?.definitions ?? []
  const shown = all.filter((one) => (search.show === 'retired' ? one.retired : !one.retired && (search.show !== 'own' || one.own)))
    .filter((one) => holdsWords(search.q ?? '', one.name, one.how, one.id))
  const of = (what: DefinitionView['what']) => shown.filter((one) => one.what === what)
  return (
    <Page>
      <PageHeader
        title={t('ui.nav.indicators')} facts={known.data && [t('ui.list.count', { count: all.filter((one) => !one.retired).length }), t('ui.list.ownCount', { count: all.filter((one) => one.own && !one.retired).length })]}
        actions={known.data?.mayWrite && <><Button onClick={() => void navigate({ to: '/indicators/new-funnel' as string })}>{t('ui.list.newFunnel')}</Button><Button type="primary" icon={<Icon name="plus" size={16} />} onClick={make}>{t('ui.list.new')}</Button></>}
      />
      <div className="definition-filters">
        <FilterSearch value={search.q ?? ''} placeholder={t('ui.list.find')} onChange={(q) => setSearch({ q: q || undefined }, { replace: true })} />
        <Segmented
          aria-label={t('ui.list.show')} value={search.show ?? 'all'} onChange={(show) => setSearch({ show: show === 'all' ? undefined : (show as 'own' | 'retired') })}
          options={(['all', 'own', 'retired'] as const).map((value) => ({ value, label: t(`ui.list.${value}`) }))}
        />
      </div>
      {known.error ? <ErrorState error={known.error} onRetry={() => void known.refetch()} /> : !known.data ? <Skeleton rows={10} /> : shown.length === 0 ? (
        <EmptyState title={t(search.show === 'own' ? 'ui.list.noneOwn' : 'ui.list.none')} why={t(search.show === 'own' ? 'ui.list.noneOwnWhy' : 'ui.list.noneWhy')} {...(known.data.mayWrite && search.show === 'own' ? { action: { label: t('ui.list.new'), onClick: make, icon: 'plus' as const } } : {})} />
      ) : (
        (['indicator', 'funnel'] as const).map((what) => of(what).length > 0 && (
          <Section key={what} title={t(`ui.list.${what}`)}>
            <ul className="definition-list">{of(what).map((one) => <Line key={one.id} one={one} />)}</ul>
          </Section>
        ))
      )}
    </Page>
  )
}

function Line({ one }: { one: DefinitionView }) {
  const t = useT('plans')
  const counts = 'counts' in one.definition ? one.definition.counts : null
  return (
    <li>
      <Link to={`/indicators/${one.id}` as string}>
        <span>
          <strong>{counts && <CountGlyph counts={counts} size={12} />}{one.name}</strong>
          {one.how && <span className="small quiet">{one.how}</span>}
          {one.fault && <StateTag tone="returned">{one.fault.text}</StateTag>}
        </span>
        <span className="small"><Facts>{counts && t(`ui.counts.${counts}`)}{t('ui.version', { version: one.version })}{one.own ? t('ui.list.isOwn') : t('ui.list.ofProgramme')}{one.usedBy.length > 0 && t('ui.list.usedBy', { count: one.usedBy.length })}{one.targets > 0 && t('ui.list.hasTarget')}{one.retired && t('ui.retired')}</Facts></span>
      </Link>
    </li>
  )
}
