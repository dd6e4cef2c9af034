import { useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ControlRow, EmptyState, ErrorState, Facts, LedgerTable, Page, PageHeader, StateTag } from '#web/widgets/index.ts'
import type { listRequests, RequestView } from '../contract.ts'
import { requestKinds, type RequestKind } from '../words.ts'
import { stateTones, useDueWords } from './saying.ts'
import './rights.css'

type Search = { state?: 'ended'; kind?: RequestKind; page?: number }

/** What persons ask about their data, with the legal clocks: what is due first on top. */
export default function Requests() {
  const t = useT('rights')
  const navigate = useNavigate()
  const dueWords = useDueWords()
  const [search, setSearch] = useFilters<Search>()
  const list = useApi<OutOf<typeof listRequests>>('/api/requests', { state: search.state, kind: search.kind, page: search.page })
  const name = (row: RequestView) => row.person ?? t('ui.erased')
  const state = (row: RequestView) => <StateTag tone={row.overdue ? 'late' : stateTones[row.state]}>{t(`state.${row.state}`)}</StateTag>
  return (
    <Page>
      <PageHeader title={t('ui.nav.requests')} facts={list.data && list.data.overdue > 0 && <strong className="rights-late">{t('ui.overdue', { n: groupedNumber(list.data.overdue) })}</strong>} />
      <ControlRow>
        <Segmented aria-label={t('ui.state')} value={search.state ?? 'open'} onChange={(to) => setSearch({ state: to === 'ended' ? 'ended' : undefined, page: undefined })} options={[{ value: 'open', label: t('ui.open') }, { value: 'ended', label: t('ui.ended') }]} />
        <Segmented aria-label={t('ui.ask.kind')} value={search.kind ?? 'all'} onChange={(to) => setSearch({ kind: to === 'all' ? undefined : (to as RequestKind), page: undefined })} options={[{ value: 'all', label: t('ui.all') }, ...requestKinds.map((kind) => ({ value: kind, label: t(`ui.short.${kind}`) }))]} />
      </ControlRow>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <LedgerTable<RequestView>
          label={t('ui.nav.requests')} rows={list.data?.requests} rowKey={(row) => row.id} total={list.data?.total ?? 0} page={search.page ?? 1} onPage={(page) => setSearch({ page: page === 1 ? undefined : page })}
          totalWords={t('ui.total', { n: groupedNumber(list.data?.total ?? 0) })} stale={list.isPlaceholderData} onOpen={(row) => void navigate({ to: '/requests/$requestId', params: { requestId: row.id } as never })}
          columns={[
            { key: 'who', title: t('ui.who'), render: (_, row) => <strong className={row.person ? undefined : 'quiet'}>{name(row)}</strong> },
            { key: 'kind', title: t('ui.ask.kind'), render: (_, row) => t(`kind.${row.kind}`) },
            { key: 'unit', title: t('ui.unit'), render: (_, row) => row.unit },
            { key: 'received', title: t('ui.ask.receivedOn'), render: (_, row) => <span className="nowrap">{row.receivedOn}</span> },
            { key: 'due', title: t('ui.dueDay'), render: (_, row) => <span className={row.overdue ? 'rights-late' : undefined}>{dueWords(row) ?? '–'}</span> },
            { key: 'state', title: t('ui.state'), render: (_, row) => state(row) },
          ]}
          phoneLines={(row) => ({ title: name(row), right: state(row), second: <Facts>{t(`kind.${row.kind}`)}{row.unit}{dueWords(row)}</Facts> })}
          empty={<EmptyState title={t(search.state ? 'ui.noneEnded' : 'ui.none')} why={t('ui.noneWhy')} />}
        />
      )}
    </Page>
  )
}
