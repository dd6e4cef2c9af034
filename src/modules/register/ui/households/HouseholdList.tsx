import { useNavigate } from '@tanstack/react-router'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { EmptyState, ErrorState, LedgerTable, Persons } from '#web/widgets/index.ts'
import type { PersonRow } from '../../contract.ts'
import { PlaceWords } from '../PlaceWords.tsx'
import { placeText } from '../words.ts'
import type { RegisterSearch } from '../persons/search.ts'

export type HouseholdRow = { readonly id: string; readonly number: string | null; readonly unit: PersonRow['unit']; readonly headName: string | null; readonly size: number | null; readonly members: number; readonly filedOn: string }
type Found = { readonly total: number; readonly households: readonly HouseholdRow[] }

/** The same register by household. */
export function HouseholdList() {
  const t = useT('register')
  const navigate = useNavigate()
  const [search, setSearch] = useFilters<RegisterSearch>()
  const list = useApi<Found>('/api/households', { q: search.q, unit: search.unit, page: search.page })
  const name = (row: HouseholdRow) => row.headName ?? t('ui.household.noHead')
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  return (
    <LedgerTable<HouseholdRow>
      label={t('ui.register.households')} rows={list.data?.households} rowKey={(row) => row.id} total={list.data?.total ?? 0} page={search.page ?? 1} onPage={(page) => setSearch({ page: page === 1 ? undefined : page })}
      totalWords={t('ui.household.totalWords', { n: groupedNumber(list.data?.total ?? 0) })} stale={list.isPlaceholderData} onOpen={(row) => void navigate({ to: '/households/$householdId', params: { householdId: row.id } as never })}
      columns={[
        { key: 'number', title: t('ui.field.householdNumber'), render: (_, row) => row.number ?? '–' },
        { key: 'head', title: t('ui.card.head'), render: (_, row) => <strong>{name(row)}</strong> },
        { key: 'place', title: t('ui.head.village'), render: (_, row) => <PlaceWords unit={row.unit} /> },
        { key: 'size', title: t('ui.field.householdSize'), align: 'right', render: (_, row) => (row.size === null ? '–' : <Persons value={row.size} size="cell" bare />) },
        { key: 'members', title: t('ui.household.carded'), align: 'right', render: (_, row) => <Persons value={row.members} size="cell" /> },
        { key: 'filed', title: t('ui.field.filedOn'), align: 'right', render: (_, row) => row.filedOn },
      ]}
      phoneLines={(row) => ({ title: name(row), right: t('ui.card.members', { n: row.size ?? row.members }), second: [row.number, placeText(row.unit)].filter(Boolean).join(t('ui.card.comma')) })}
      empty={<EmptyState title={t('ui.household.none')} why={t('ui.register.noneFoundWhy')} action={{ label: t('ui.register.clear'), onClick: () => setSearch({ q: undefined, unit: undefined, page: undefined }) }} />}
    />
  )
}
