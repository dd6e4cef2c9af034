import { useNavigate } from '@tanstack/react-router'
import { Button, Pagination } from 'antd'
import { groupedNumber } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { BackLink, EmptyState, ErrorState, Facts, Page, PageHeader, Section, Skeleton } from '#web/widgets/index.ts'
import type { listTwins, TwinPair } from '../../merging.contract.ts'
import { placeText } from '../words.ts'
import './twins.css'

/** Cards that may be one person's, two by two, the likeliest first. */
export default function Twins() {
  const t = useT('register')
  const navigate = useNavigate()
  const [search, setSearch] = useFilters<{ page?: number }>()
  const found = useApi<OutOf<typeof listTwins>>('/api/twins', { page: search.page })
  return (
    <Page>
      <PageHeader before={<BackLink onClick={() => void navigate({ to: '/register' })} />} title={t('ui.twins.title')} facts={found.data && [t('ui.twins.total', { n: groupedNumber(found.data.total) })]} />
      {found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : !found.data ? <Skeleton rows={8} /> : found.data.pairs.length === 0 ? <EmptyState title={t('ui.twins.none')} why={t('ui.twins.noneWhy')} /> : (
        <Section title={t('ui.twins.pairs')} note={t('ui.twins.why')}>
          <ol className="twin-list">{found.data.pairs.map((pair) => <Pair key={pair.cards.map(({ id }) => id).join()} pair={pair} />)}</ol>
          {found.data.total > found.data.size && <Pagination size="small" current={found.data.page} pageSize={found.data.size} total={found.data.total} showSizeChanger={false} onChange={(page) => setSearch({ page })} />}
        </Section>
      )}
    </Page>
  )
}

function Pair({ pair }: { pair: TwinPair }) {
  const t = useT('register')
  const navigate = useNavigate()
  const [a, b] = pair.cards
  return (
    <li>
      {pair.cards.map((card) => (
        <div key={card.id} className="twin">
          <strong>{card.name}</strong>
          <Facts>{card.birth}{card.idNumber}{card.phone}</Facts>
          <span className="quiet"><Facts>{placeText(card.unit)}{card.householdNumber}</Facts></span>
        </div>
      ))}
      <div className="twin-act">
        <span className="quiet">{pair.reasons.map((reason) => t(`ui.twins.reason.${reason}`)).join(t('ui.comma'))}</span>
        <Button onClick={() => void navigate({ to: '/twins/compare' as string, search: { a: a.id, b: b.id } as never })}>{t('ui.twins.compare')}</Button>
      </div>
    </li>
  )
}
