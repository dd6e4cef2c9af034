import { useNavigate } from '@tanstack/react-router'
import { dayAndTime, groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { whoWords } from '#web/who.ts'
import { Count, EmptyState, ErrorState, Facts, HighestSeal, LedgerTable, Page, PageHeader, StateTag } from '#web/widgets/index.ts'
import type { ReceiptList } from './asked.ts'
import './figures.css'

type Row = ReceiptList['receipts'][number]

/** Receipts issued within reach, newest first. */
export default function Receipts() {
  const t = useT('figures')
  const mayIssue = useAbility('figures.issue')
  const me = useMe()
  const navigate = useNavigate()
  const [search, setSearch] = useFilters<{ page?: number; indicator?: string }>()
  const list = useApi<ReceiptList>('/api/receipts', search)
  const day = (row: Row) => dayAndTime(row.issuedAt, me?.workspace.timeZone ?? 'UTC').date
  const value = (row: Row) => <span className={row.withdrawn ? 'struck' : ''}><Count value={row.value} counts={row.counts} column /></span>
  const period = (row: Row) => (row.from ? `${row.from} – ${row.to}` : t('ui.upTo', { to: row.to }))
  return (
    <Page>
      <PageHeader title={t('ui.nav.receipts')} facts={list.data && [t('ui.receipts.total', { count: list.data.total })]} />
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <LedgerTable<Row>
          label={t('ui.nav.receipts')} rows={list.data?.receipts} rowKey={(row) => row.code} stale={list.isPlaceholderData}
          total={list.data?.total ?? 0} page={search.page ?? 1} onPage={(page) => setSearch({ page })} totalWords={t('ui.receipts.total', { count: list.data?.total ?? 0 })}
          onOpen={(row) => void navigate({ to: '/receipts/$code' as string, params: { code: row.code } as never })}
          columns={[
            { key: 'code', title: t('ui.receipts.code'), render: (_, row) => <span className="nowrap">{row.code} {row.withdrawn && <StateTag tone="returned">{t('ui.receipts.withdrawn')}</StateTag>}</span> },
            { key: 'name', title: t('ui.receipts.what'), render: (_, row) => <strong>{row.name}</strong> },
            { key: 'value', title: t('ui.receipts.value'), align: 'right', render: (_, row) => value(row) },
            { key: 'unit', title: t('ui.receipts.unit'), dataIndex: 'unitName' },
            { key: 'period', title: t('ui.receipts.period'), render: (_, row) => <span className="nowrap">{period(row)}</span> },
            { key: 'level', title: t('ui.receipts.level'), render: (_, row) => <HighestSeal level={row.level} size={18} /> },
            { key: 'journal', title: t('ui.receipts.journal'), align: 'right', render: (_, row) => t('ui.journal', { number: groupedNumber(row.journal) }) },
            { key: 'issued', title: t('ui.receipts.issued'), render: (_, row) => <Facts>{day(row)}{row.by && <span className="quiet">{whoWords(t, row.by)}</span>}</Facts> },
          ]}
          phoneLines={(row) => ({ title: row.name, right: value(row), second: <Facts>{row.unitName}{period(row)}{row.code}</Facts> })}
          empty={<EmptyState title={t('ui.receipts.none')} why={t(mayIssue ? 'ui.receipts.noneWhy' : 'ui.receipts.noneHere')} action={{ label: t('ui.receipts.toFigures'), onClick: () => void navigate({ to: '/figures' }) }} />}
        />
      )}
    </Page>
  )
}
