import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { groupedNumber } from '#web/writing.ts'
import { ExportButton } from '#modules/exports/ui/index.tsx'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ControlRow, EmptyState, ErrorState, Icon, LedgerTable, Page, PageHeader, Split, useIsPhone } from '#web/widgets/index.ts'
import { keepChosen } from '../chosen.ts'
import { HouseholdList } from '../households/HouseholdList.tsx'
import { placeText } from '../words.ts'
import { CardPanel } from './CardPanel.tsx'
import { Filters } from './Filters.tsx'
import { Homophones } from './Homophones.tsx'
import { personColumns, personLines } from './columns.tsx'
import { filtersOf, type PersonPageOf, type RegisterSearch } from './search.ts'
import '../register.css'

/** The register: who is in it, found by name, sound, number or class; the card of a row beside the list. Everything is in the address. */
export default function Register() {
  const t = useT('register')
  const navigate = useNavigate()
  const [search, setSearch] = useFilters<RegisterSearch>()
  const mayWrite = useAbility('register.write')
  const mayImport = useAbility('register.import')
  const mayExport = useAbility('register.export')
  const households = search.show === 'households'
  return (
    <Page fill>
      <PageHeader
        title={t('ui.register.title')} facts={<Total search={search} />}
        actions={(
          <>
            {mayWrite && !households && <Button onClick={() => void navigate({ to: '/twins' as string })}>{t('ui.twins.title')}</Button>}
            {mayImport && <Button icon={<Icon name="import" size={16} />} onClick={() => void navigate({ to: '/imports' })}>{t('ui.register.import')}</Button>}
            {mayExport && !households && <ExportButton what="register.persons" path="/api/persons.xlsx" query={filtersOf(search)} fileName={t('ui.register.exportName')}>{t('ui.register.export')}</ExportButton>}
            {mayWrite && <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => void navigate({ to: '/register/new', search: (search.unit ? { unit: search.unit } : {}) as never })}>{t('ui.register.new')}</Button>}
          </>
        )}
      />
      <ControlRow aside={(
        <Segmented
          aria-label={t('ui.register.show')} value={search.show ?? 'persons'} onChange={(show) => setSearch({ show: show === 'households' ? 'households' : undefined, page: undefined, card: undefined })}
          options={[{ value: 'persons', label: t('ui.register.persons') }, { value: 'households', label: t('ui.register.households') }]}
        />
      )}>
        <Filters search={search} setSearch={setSearch} />
      </ControlRow>
      {households ? <div className="split"><HouseholdList /></div> : <PersonList />}
    </Page>
  )
}

function usePersons(search: RegisterSearch) {
  return useApi<PersonPageOf>(search.show === 'households' ? null : '/api/persons', { ...filtersOf(search), page: search.page })
}

function Total({ search }: { search: RegisterSearch }) {
  const t = useT('register')
  const { data } = usePersons(search)
  return data && search.show !== 'households' ? t('ui.register.total', { n: data.total }) : null
}

function PersonList() {
  const t = useT('register')
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const mayWrite = useAbility('register.write')
  const mayImport = useAbility('register.import')
  const [search, setSearch] = useFilters<RegisterSearch>()
  const list = usePersons(search)
  const [chosen, setChosen] = useState<Record<string, { name: string; place: string }>>({})
  const filtered = Object.values(filtersOf(search)).some((value) => value !== undefined)
  const rows = list.data?.persons
  const open = (id: string) => (isPhone ? void navigate({ to: '/persons/$personId', params: { personId: id } as never }) : setSearch({ card: id }, { replace: search.card !== undefined }))
  const at = rows?.findIndex((row) => row.id === search.card) ?? -1
  const step = (by: number) => (at >= 0 && rows?.[at + by] ? () => open(rows[at + by]!.id) : undefined)
  const choose = (keys: string[]) => setChosen((before) => Object.fromEntries(keys.map((key) => {
    const row = rows?.find((one) => one.id === key)
    return [key, row ? { name: row.name, place: placeText(row.unit) } : before[key]!]
  })))
  const ids = Object.keys(chosen)

  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const wide = search.card === undefined
  return (
    <Split panel={search.card && !isPhone ? <CardPanel key={search.card} personId={search.card} onClose={() => setSearch({ card: undefined })} onPrevious={step(-1)} onNext={step(1)} /> : null}>
      {ids.length > 0 && (
        <div className="chosen-bar" role="status">
          <strong>{t('ui.register.chosen', { n: ids.length })}</strong>
          <Button type="primary" size="small" onClick={() => void navigate({ to: '/work-starts/new', search: { list: keepChosen(chosen) } as never })}>{t('ui.card.startWork')}</Button>
          <button type="button" className="text-link quiet" onClick={() => setChosen({})}>{t('ui.register.unchoose')}</button>
        </div>
      )}
      {list.error != null && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <LedgerTable
        label={t('ui.register.title')} columns={personColumns(t, wide)} rows={rows} rowKey={(row) => row.id} total={list.data?.total ?? 0} page={search.page ?? 1} onPage={(page) => setSearch({ page: page === 1 ? undefined : page })}
        totalWords={t('ui.register.totalWords', { n: groupedNumber(list.data?.total ?? 0) })} onOpen={(row) => open(row.id)} currentKey={search.card ?? null} stale={list.isPlaceholderData}
        {...(mayWrite ? { selection: { keys: ids, onChange: choose } } : {})} phoneLines={(row) => personLines(t, row)}
        empty={list.data && list.data.homophones.length > 0 ? <p className="quiet none-exact">{t('ui.register.noneExact', { words: search.q })}</p> : filtered
          ? <EmptyState title={t('ui.register.noneFound')} why={search.q ? t('ui.register.noneFoundFor', { words: search.q }) : t('ui.register.noneFoundWhy')}
              action={{ label: t('ui.register.clear'), onClick: () => setSearch({ q: undefined, unit: undefined, ability: undefined, wish: undefined, hardship: undefined, sex: undefined, worked: undefined, page: undefined }) }}
              {...(mayWrite ? { other: { label: t('ui.register.newCard'), onClick: () => void navigate({ to: '/register/new' }) } } : {})} />
          : <EmptyState title={t('ui.register.empty')} why={t('ui.register.emptyWhy')} {...(mayImport ? { action: { label: t('ui.register.importOne'), icon: 'import' as const, onClick: () => void navigate({ to: '/imports' }) } } : {})}
              {...(mayWrite ? { other: { label: t('ui.register.newCard'), onClick: () => void navigate({ to: '/register/new' }) } } : {})} />}
      />
      {list.data && list.data.homophones.length > 0 && <Homophones persons={list.data.homophones} pinyin={list.data.pinyin} open={open} current={search.card} />}
    </Split>
  )
}
