import { Link } from '@tanstack/react-router'
import { Pagination } from 'antd'
import { useState } from 'react'
import { groupedNumber, minus } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { Count, ErrorState, Facts, FilterSearch, HighestSeal, Icon, SkeletonRows, Stale } from '#web/widgets/index.ts'
import type { Entries, FigureSearch, LeftOut, People, Pivot } from './asked.ts'

export type CellQuery = Record<string, string | undefined>

/** The people of a cell, found by name; each opens into her entries. */
export function PeopleTab({ indicator, query }: { indicator: string; query: CellQuery }) {
  const t = useT('figures')
  const [search, setSearch] = useFilters<FigureSearch>()
  const [opened, setOpened] = useState<string | null>(null)
  const found = useApi<People>(`/api/figures/${indicator}/people`, { ...query, q: search.q, page: search.page })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  return (
    <>
      <FilterSearch value={search.q ?? ''} placeholder={t('ui.people.search')} onChange={(q) => setSearch({ q: q || undefined, page: undefined }, { replace: true })} />
      {!found.data ? <SkeletonRows /> : (
        <Stale stale={found.isPlaceholderData}>
          {found.data.people.length === 0 && <p className="quiet panel-none">{t(search.q ? 'ui.people.noMatch' : 'ui.people.none')}</p>}
          <ul className="panel-list">
            {found.data.people.map((person) => (
              <li key={person.subject}>
                <button type="button" className="panel-row" aria-expanded={opened === person.subject} onClick={() => setOpened(opened === person.subject ? null : person.subject)}>
                  <strong>{person.name ?? t('ui.people.erased')}</strong>
                  <Facts>{person.townName}{person.unitName}</Facts>
                  <span className="times nowrap">{t('ui.people.times', { count: person.times })}</span>
                  <Icon name={opened === person.subject ? 'down' : 'right'} size={14} />
                </button>
                {opened === person.subject && <EntriesOf indicator={indicator} query={{ ...query, subject: person.subject }} personId={person.personId} />}
              </li>
            ))}
          </ul>
          <Pages of={found.data} onPage={(page) => setSearch({ page })} />
        </Stale>
      )}
    </>
  )
}

/** What an entry says in words; facets left blank say nothing. */
const said = (entry: Entries['entries'][number]) => entry.facets.map((facet) => facet.value).filter((value) => value !== '')

/** A person's entries in this cell, and the way to her card. */
function EntriesOf({ indicator, query, personId }: { indicator: string; query: CellQuery; personId: string | null }) {
  const t = useT('figures')
  const found = useApi<Entries>(`/api/figures/${indicator}/entries`, query)
  if (found.error) return <ErrorState error={found.error} />
  if (!found.data) return <SkeletonRows rows={2} />
  return (
    <div className="panel-entries">
      {found.data.entries.map((entry) => (
        <div key={`${entry.posting}-${entry.line}`}>
          <span className="nowrap">{entry.happenedOn}</span>
          <Facts>{said(entry).length > 0 ? said(entry) : entry.unitName}</Facts>
          <span className="quiet nowrap">{groupedNumber(entry.journal)}</span>
          <HighestSeal level={entry.checked} size={17} />
        </div>
      ))}
      {personId && <Link to={'/persons/$personId' as string} params={{ personId: personId } as never} className="text-link">{t('ui.people.card')}</Link>}
    </div>
  )
}

/** The ledger entries of a cell, newest first. */
export function EntriesTab({ indicator, query }: { indicator: string; query: CellQuery }) {
  const [search, setSearch] = useFilters<FigureSearch>()
  return <EntryList path={`/api/figures/${indicator}/entries`} query={query} page={search.page} onPage={(page) => setSearch({ page })} />
}

/** The entries that one reason brought in or took out between two readings. */
export function ChangedEntries({ indicator, query }: { indicator: string; query: CellQuery }) {
  const [page, setPage] = useState(1)
  return <EntryList path={`/api/figures/${indicator}/changed-entries`} query={query} page={page} onPage={setPage} />
}

/** `in`, `out`: what a change did with the entry; both where it counts elsewhere now. */
type Listed = Entries['entries'][number] & { readonly in?: boolean; readonly out?: boolean }
const signOf = (entry: Listed) => `${entry.out ? minus : ''}${entry.in ? '+' : ''}`

function EntryList({ path, query, page, onPage }: { path: string; query: CellQuery; page: number | undefined; onPage: (page: number) => void }) {
  const t = useT('figures')
  const found = useApi<Omit<Entries, 'entries'> & { entries: Listed[] }>(path, { ...query, page })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows />
  return (
    <Stale stale={found.isPlaceholderData}>
      {found.data.entries.length === 0 && <p className="quiet panel-none">{t('ui.entries.none')}</p>}
      <ul className="panel-list entries-list">
        {found.data.entries.map((entry) => (
          <li key={`${entry.posting}-${entry.line}`}>
            <span className="nowrap">{signOf(entry)} {entry.happenedOn}</span>
            <span>
              {entry.personId && entry.name ? <Link to={'/persons/$personId' as string} params={{ personId: entry.personId } as never} className="text-link">{entry.name}</Link> : entry.name}{' '}
              <Facts>{entry.unitName}{said(entry)}</Facts>
            </span>
            <span className="quiet nowrap" title={t('ui.journal', { number: groupedNumber(entry.journal) })}>{groupedNumber(entry.journal)}</span>
            <HighestSeal level={entry.checked} size={17} />
          </li>
        ))}
      </ul>
      <Pages of={found.data} onPage={onPage} />
    </Stale>
  )
}

/** What is not in the number, and why. */
export function LeftOutTab({ leftOut, counts }: { leftOut: LeftOut | undefined; counts: Pivot['counts'] }) {
  const t = useT('figures')
  if (!leftOut) return <SkeletonRows rows={2} />
  const reasons = leftOut.reasons.filter((reason) => reason.entries + reason.subjects > 0)
  if (reasons.length === 0) return <p className="quiet panel-none">{t('ui.leftOut.none')}</p>
  return (
    <ul className="panel-list left-out-list">
      {reasons.map((reason) => (
        <li key={reason.reason}>
          <Count value={reason.subjects} counts={counts === 'person-times' ? 'persons' : counts} bare />
          <span>{reason.text}</span>
          <span className="quiet nowrap">{t('ui.entriesCount', { count: reason.entries })}</span>
        </li>
      ))}
    </ul>
  )
}

/** The pages of a list, where it has more than one. */
export function Pages({ of: { total, page, size }, onPage }: { of: { total: number; page: number; size: number }; onPage: (page: number) => void }) {
  if (total <= size) return null
  return <Pagination size="small" current={page} total={total} pageSize={size} showSizeChanger={false} showLessItems onChange={onPage} />
}
