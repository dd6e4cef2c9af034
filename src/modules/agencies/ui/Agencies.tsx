import { groupedNumber } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ControlRow, EmptyState, ErrorState, Facts, FilterChip, FilterSearch, IconLabelButton, LedgerTable, Page, PageHeader, Split, StateTag } from '#web/widgets/index.ts'
import type { AgencyView, listAgencies } from '../contract.ts'
import { kindsOfAgency, shownStates, type KindOfAgency, type ShownState } from '../words.ts'
import { AgencyPanel } from './AgencyPanel.tsx'
import { NewAgency } from './NewAgency.tsx'
import './agencies.css'

type Search = { q?: string; kind?: KindOfAgency; state?: ShownState; page?: number; open?: string; new?: 'yes' }

/** Partner agencies beside the tree: who works with us, since when, and who no more. */
export default function Agencies() {
  const t = useT('agencies')
  const mayWrite = useAbility('register.write')
  const [search, setSearch] = useFilters<Search>()
  const list = useApi<OutOf<typeof listAgencies>>('/api/agencies', { q: search.q, kind: search.kind, state: search.state, page: search.page })
  const filtered = search.q !== undefined || search.kind !== undefined || search.state !== undefined
  const make = () => setSearch({ new: 'yes' })
  const open = (row: AgencyView) => setSearch({ open: row.id })
  const state = (row: AgencyView) => row.takenBack ? <StateTag>{t('ui.state.taken-back')}</StateTag> : <StateTag tone={row.leftOn === null ? 'kept' : 'plain'}>{t(row.leftOn === null ? 'ui.state.at-work' : 'ui.state.left')}</StateTag>
  return (
    <Page>
      <PageHeader
        title={t('ui.nav')} facts={list.data && [t('ui.total', { total: groupedNumber(list.data.total) })]}
        actions={mayWrite && <IconLabelButton icon="plus" type="primary" onClick={make}>{t('ui.new')}</IconLabelButton>}
      />
      <ControlRow>
        <FilterSearch value={search.q ?? ''} onChange={(q) => setSearch({ q: q || undefined, page: undefined }, { replace: true })} placeholder={t('ui.search')} />
        <FilterChip
          single name={t('ui.kind')} value={search.kind ? [search.kind] : []} onChange={([kind]) => setSearch({ kind: kind as KindOfAgency | undefined, page: undefined })}
          options={kindsOfAgency.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <FilterChip
          single name={t('ui.state')} value={search.state ? [search.state] : []} onChange={([to]) => setSearch({ state: to as ShownState | undefined, page: undefined })}
          options={shownStates.map((value) => ({ value, label: t(`ui.state.${value}`) }))}
        />
      </ControlRow>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <Split panel={search.open ? <AgencyPanel key={search.open} id={search.open} onClose={() => setSearch({ open: undefined })} /> : null}>
          <LedgerTable<AgencyView>
            label={t('ui.nav')} rows={list.data?.agencies} rowKey={(row) => row.id} onOpen={open} stale={list.isPlaceholderData} currentKey={search.open ?? null} total={list.data?.total ?? 0}
            page={search.page ?? 1} onPage={(page) => setSearch({ page: page === 1 ? undefined : page })} totalWords={t('ui.total', { total: groupedNumber(list.data?.total ?? 0) })}
            columns={[
              { key: 'name', title: t('ui.name'), render: (_, row) => <button type="button" className="row-link" onClick={() => open(row)}><strong>{row.name}</strong></button> },
              { key: 'kind', title: t('ui.kind'), render: (_, row) => t(`kind.${row.kind}`) },
              { key: 'unit', title: t('ui.unit'), render: (_, row) => row.unit },
              { key: 'joined', title: t('ui.joinedOn'), render: (_, row) => <span className="nowrap">{row.joinedOn}</span> },
              { key: 'left', title: t('ui.leftOn'), render: (_, row) => <span className="nowrap">{row.leftOn ?? '–'}</span> },
              { key: 'state', title: t('ui.state'), render: (_, row) => state(row) },
            ]}
            phoneLines={(row) => ({ title: row.name, right: state(row), second: <Facts>{t(`kind.${row.kind}`)}{row.unit}{row.joinedOn}</Facts> })}
            empty={filtered
              ? <EmptyState title={t('ui.notFound')} why={t('ui.notFoundWhy')} action={{ label: t('ui.clear'), onClick: () => setSearch({ q: undefined, kind: undefined, state: undefined, page: undefined }) }} />
              : <EmptyState title={t('ui.none')} why={t('ui.noneWhy')} {...(mayWrite ? { action: { label: t('ui.new'), icon: 'plus' as const, onClick: make } } : {})} />}
          />
        </Split>
      )}
      {search.new && mayWrite && <NewAgency onClose={() => setSearch({ new: undefined }, { replace: true })} onMade={(id) => setSearch({ new: undefined, open: id })} />}
    </Page>
  )
}
