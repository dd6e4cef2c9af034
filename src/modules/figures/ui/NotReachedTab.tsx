import { Link } from '@tanstack/react-router'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { Count, ErrorState, Facts, FilterSearch, Icon, SkeletonRows, Stale } from '#web/widgets/index.ts'
import type { FigureSearch, NotReached } from './asked.ts'
import { Pages, type CellQuery } from './cell-tabs.tsx'

/** Who is in the register here and not in the number: registered, less those reached, and the others by name. */
export function NotReachedTab({ indicator, query }: { indicator: string; query: CellQuery }) {
  const t = useT('figures')
  const [search, setSearch] = useFilters<FigureSearch>()
  const found = useApi<NotReached>(`/api/figures/${indicator}/not-reached`, { ...query, q: search.q, page: search.page })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const data = found.data
  const missing = data && data.registered - data.reached
  return (
    <>
      {data && missing !== undefined && (
        <dl className="reached-line">
          <div><dt>{t('ui.notReached.registered')}</dt><dd><Count value={data.registered} counts="persons" /></dd></div>
          <div><dt>{t('ui.notReached.reached')}</dt><dd><Count value={data.reached} counts="persons" /></dd></div>
          <div className="reached-missing"><dt>{t('ui.notReached.missing')}</dt><dd><Count value={missing} counts="persons" /></dd></div>
        </dl>
      )}
      <FilterSearch value={search.q ?? ''} placeholder={t('ui.people.search')} onChange={(q) => setSearch({ q: q || undefined, page: undefined }, { replace: true })} />
      {!data ? <SkeletonRows /> : (
        <Stale stale={found.isPlaceholderData}>
          {data.people.length === 0 && <p className="quiet panel-none">{t(search.q ? 'ui.people.noMatch' : 'ui.notReached.none')}</p>}
          <ul className="panel-list">
            {data.people.map((person) => (
              <li key={person.subject}>
                {person.personId ? (
                  <Link to={'/persons/$personId' as string} params={{ personId: person.personId } as never} className="panel-row panel-link">
                    <strong>{person.name ?? t('ui.people.erased')}</strong>
                    <Facts>{person.townName}{person.unitName}</Facts>
                    <Icon name="right" size={14} />
                  </Link>
                ) : <span className="panel-row"><strong>{t('ui.people.erased')}</strong></span>}
              </li>
            ))}
          </ul>
          <Pages of={data} onPage={(page) => setSearch({ page })} />
        </Stale>
      )}
    </>
  )
}
