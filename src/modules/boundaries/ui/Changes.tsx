import { Button } from 'antd'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { whoWords } from '#web/who.ts'
import { ControlRow, EmptyState, ErrorState, Facts, LedgerTable, Page, PageHeader, StateTag, UnitPicker } from '#web/widgets/index.ts'
import type { ChangeTold, listChanges, readLife } from '../contract.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { ToldWords } from './ToldWords.tsx'
import { verbs, type ChangeVerb } from './words.ts'
import './boundaries.css'

type Search = { unit?: number | undefined; do?: ChangeVerb | undefined }
type UnitAnswer = { readonly unit: { readonly id: number; readonly name: string; readonly code: string } }

/** What became of the units: all changes of the tree, or one unit's life; and the forms that change it. */
export default function Changes() {
  const t = useT('boundaries')
  const me = useMe()
  const mayChange = useAbility('organisation.change')
  const [search, setSearch] = useFilters<Search>()
  const all = useApi<OutOf<typeof listChanges>>(search.unit ? null : '/api/unit-changes')
  const life = useApi<OutOf<typeof readLife>>(search.unit ? `/api/units/${search.unit}/life` : null)
  const ended = life.data?.endedOn ?? null
  const unit = useApi<UnitAnswer>(search.unit && life.data && ended === null ? `/api/units/${search.unit}` : null)
  const list = search.unit ? life : all
  const open = (id: number) => setSearch({ unit: id, do: undefined })
  const isTop = search.unit === me?.unit.id
  const offered = verbs.filter((verb) => verb === 'open' || !isTop)
  const verb = (row: ChangeTold) => <StateTag>{t(`verb.${row.verb}`)}</StateTag>
  return (
    <Page>
      <PageHeader title={t('ui.nav')} facts={[search.unit ? (unit.data?.unit.name ?? lastName(life.data?.changes ?? [], search.unit)) : t('ui.all'), ...(ended ? [t('ui.endedOn', { day: ended })] : [])]} />
      <ControlRow>
        <span className="changes-unit"><UnitPicker withOwn value={search.unit} onChange={(id) => setSearch({ unit: id, do: undefined })} placeholder={t('ui.ofUnit')} /></span>
        {mayChange && search.unit && ended === null && (
          <span className="changes-verbs">{offered.map((one) => <Button key={one} onClick={() => setSearch({ do: one })}>{t(`do.${one}`)}</Button>)}</span>
        )}
      </ControlRow>
      {mayChange && !search.unit && <p className="small quiet changes-hint">{t('ui.chooseFirst')}</p>}
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <div className="section">
          <LedgerTable<ChangeTold>
            label={t('ui.nav')} rows={list.data?.changes} rowKey={(row) => row.id} stale={list.isPlaceholderData}
            columns={[
              { key: 'day', title: t('ui.onDay'), render: (_, row) => <span className="nowrap">{row.onDay}</span> },
              { key: 'verb', title: t('ui.what'), render: (_, row) => verb(row) },
              { key: 'told', title: t('ui.told'), render: (_, row) => <ToldWords change={row} onOpen={open} /> },
              { key: 'reason', title: t('ui.reason'), render: (_, row) => <span className="changes-reason">{row.reason}</span> },
              { key: 'journal', title: t('ui.journal'), align: 'right', render: (_, row) => row.journal },
              { key: 'by', title: t('ui.by'), render: (_, row) => whoWords(t, row.by) ?? '–' },
            ]}
            phoneLines={(row) => ({ title: <ToldWords change={row} onOpen={open} brief />, right: verb(row), second: <Facts>{row.onDay}{row.reason}{t('ui.sinceJournal', { journal: row.journal })}</Facts> })}
            empty={<EmptyState title={t('ui.none')} why={t(mayChange ? 'ui.noneWhy' : 'ui.noneTheirs')} />}
          />
        </div>
      )}
      {search.do && search.unit && unit.data && mayChange && (
        <ChangeDialog key={`${search.do}-${search.unit}`} verb={search.do} unit={unit.data.unit} onClose={() => setSearch({ do: undefined }, { replace: true })} onDone={() => setSearch({ do: undefined }, { replace: true })} />
      )}
    </Page>
  )
}

/** What a unit that stands no more was called last. */
function lastName(changes: readonly ChangeTold[], id: number): string {
  return changes.flatMap(({ told }) => [told.unit, ...told.of, ...told.into, told.to, told.from]).find((one) => one?.id === id)?.name ?? '…'
}
