import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { FilterChip, FilterSearch, UnitPicker } from '#web/widgets/index.ts'
import { abilities, hardships, wishes } from '../../words.ts'
import { filtersOf, type PersonPageOf, type RegisterSearch } from './search.ts'

type Props = { readonly search: RegisterSearch; readonly setSearch: (change: Partial<RegisterSearch>, options?: { replace?: boolean }) => void }

/** Words, place and class as chips; each is in the address, so a list can be sent to a colleague. */
export function Filters({ search, setSearch }: Props) {
  const t = useT('register')
  const households = search.show === 'households'
  const read = useApi<PersonPageOf>(households ? null : '/api/persons', { ...filtersOf(search), page: search.page }).data
  const change = (part: Partial<RegisterSearch>, options?: { replace?: boolean }) => setSearch({ ...part, page: undefined }, options)
  const listOf = (values: string[]) => (values.length > 0 ? values : undefined)
  return (
    <>
      <FilterSearch
        value={search.q ?? ''} onChange={(q) => change({ q: q === '' ? undefined : q }, { replace: true })} placeholder={t(households ? 'ui.filter.householdWords' : 'ui.filter.words')}
        {...(read?.searchedBy && search.q ? { note: t(`ui.filter.by.${read.searchedBy}`) } : {})}
      />
      <UnitPicker value={search.unit} onChange={(unit) => change({ unit })} placeholder={t('ui.filter.unit')} />
      {!households && (
        <>
          <FilterChip name={t('ui.filter.hardship')} value={search.hardship ?? []} onChange={(value) => change({ hardship: listOf(value) })} options={hardships.map((value) => ({ value, label: t(`ui.hardship.${value}`) }))} />
          <FilterChip name={t('ui.filter.ability')} value={search.ability ?? []} onChange={(value) => change({ ability: listOf(value) })} options={abilities.map((value) => ({ value, label: t(`ui.filter.abilityIs.${value}`) }))} />
          <FilterChip name={t('ui.filter.wish')} value={search.wish ?? []} onChange={(value) => change({ wish: listOf(value) })} options={wishes.map((value) => ({ value, label: t(`ui.filter.wishIs.${value}`) }))} />
          <FilterChip name={t('ui.filter.worked')} single value={search.worked ? [search.worked] : []} onChange={([value]) => change({ worked: value as 'yes' | 'no' | undefined })} options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`ui.filter.worked.${value}`) }))} />
          <FilterChip name={t('ui.filter.sex')} single value={search.sex ? [search.sex] : []} onChange={([value]) => change({ sex: value as 'female' | 'male' | undefined })} options={(['female', 'male'] as const).map((value) => ({ value, label: t(`ui.sex.${value}`) }))} />
        </>
      )}
    </>
  )
}
