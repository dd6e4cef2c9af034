import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { dayAndTime, groupedNumber } from '#web/writing.ts'
import { useT, type Translate } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { whoWords } from '#web/who.ts'
import { DownloadButton, EmptyState, ErrorState, Facts, LedgerTable, Page, PageHeader, Section, StateTag } from '#web/widgets/index.ts'
import type { ExportRow } from '../contract.ts'
import { Decide } from './Decide.tsx'
import { FilterWords } from './FilterWords.tsx'
import { useToDecide, type ExportList } from './waiting.ts'
import './exports.css'

type Search = { show?: 'mine'; page?: number }
const tones = { waiting: 'waiting', approved: 'kept', declined: 'returned', expired: 'late', taken: 'plain' } as const

/** Files with persons in them that left, or are to leave: what waits for the reader on top, then all of her reach. */
export default function Exports() {
  const t = useT('exports')
  const me = useMe()
  const [search, setSearch] = useFilters<Search>()
  const [deciding, setDeciding] = useState<ExportRow | null>(null)
  const toDecide = useToDecide()
  const list = useApi<ExportList>('/api/exports', { show: search.show ?? 'all', page: search.page })
  const when = (at: string) => {
    const { date, time } = dayAndTime(at, me?.workspace.timeZone ?? 'UTC')
    return `${date} ${time}`
  }
  const waiting = toDecide.data?.exports.filter((row) => row.mayDecide) ?? []
  const persons = (row: ExportRow) => (row.persons === null ? '–' : groupedNumber(row.persons))
  const what = (row: ExportRow) => <div className="export-what"><strong>{row.title}</strong><span className="small quiet"><FilterWords row={row} /></span>{row.reason && <span className="small">{t('ui.because', { reason: row.reason })}</span>}</div>
  return (
    <Page>
      <PageHeader title={t('ui.nav')} facts={list.data && [t('ui.total', { total: list.data.total })]} />
      {toDecide.error != null && <ErrorState error={toDecide.error} onRetry={() => void toDecide.refetch()} />}
      {waiting.length > 0 && (
        <Section title={t('ui.waitsForMe')} note={t('ui.waitsForMeWhy')}>
          <LedgerTable<ExportRow>
            label={t('ui.waitsForMe')} rows={waiting} rowKey={(row) => row.id} onOpen={setDeciding}
            columns={[
              { key: 'number', title: t('ui.number'), render: (_, row) => row.number },
              { key: 'what', title: t('ui.what'), render: (_, row) => what(row) },
              { key: 'persons', title: t('ui.persons'), align: 'right', render: (_, row) => persons(row) },
              { key: 'by', title: t('ui.by'), render: (_, row) => whoWords(t, row.by) ?? '–' },
              { key: 'at', title: t('ui.at'), render: (_, row) => <span className="nowrap">{when(row.at)}</span> },
              { key: 'decide', title: <span className="visually-hidden">{t('ui.decide')}</span>, align: 'right', render: (_, row) => <Button size="small" type="primary" onClick={() => setDeciding(row)}>{t('ui.decide')}</Button> },
            ]}
            phoneLines={(row) => ({ title: row.title, right: t('ui.people', { persons: persons(row) }), second: <Facts>{whoWords(t, row.by)}{row.reason}</Facts> })}
          />
        </Section>
      )}
      <Section
        title={t('ui.list')} note={t('ui.rule')}
        aside={(
          <Segmented
            size="small" aria-label={t('ui.show')} value={search.show ?? 'all'} onChange={(show) => setSearch({ show: show === 'mine' ? 'mine' : undefined, page: undefined })}
            options={[{ value: 'all', label: t('ui.all') }, { value: 'mine', label: t('ui.mine') }]}
          />
        )}
      >
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <LedgerTable<ExportRow>
          label={t('ui.nav')} rows={list.data?.exports} rowKey={(row) => row.id} total={list.data?.total ?? 0} page={search.page ?? 1} onPage={(page) => setSearch({ page: page === 1 ? undefined : page })}
          totalWords={t('ui.total', { total: list.data?.total ?? 0 })} stale={list.isPlaceholderData}
          columns={[
            { key: 'number', title: t('ui.number'), render: (_, row) => row.number },
            { key: 'what', title: t('ui.what'), render: (_, row) => what(row) },
            { key: 'unit', title: t('ui.unit'), render: (_, row) => row.unitName ?? '–' },
            { key: 'persons', title: t('ui.persons'), align: 'right', render: (_, row) => persons(row) },
            { key: 'by', title: t('ui.by'), render: (_, row) => <>{whoWords(t, row.by) ?? '–'}<br /><span className="small quiet nowrap">{when(row.at)}</span></> },
            { key: 'state', title: t('ui.state'), render: (_, row) => <State row={row} t={t} /> },
            { key: 'take', title: <span className="visually-hidden">{t('ui.take')}</span>, align: 'right', render: (_, row) => <Take row={row} /> },
          ]}
          phoneLines={(row) => ({ title: row.title, right: <State row={row} t={t} short />, second: <><Facts>{row.persons === null ? null : t('ui.people', { persons: persons(row) })}{whoWords(t, row.by)}{when(row.at)}</Facts>{canTake(row) && <Take row={row} />}</> })}
          empty={<EmptyState title={t('ui.none')} why={t('ui.noneWhy')} />}
        />
      )}
      </Section>
      {deciding && <Decide row={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  )
}

/** The state, and who decided. */
function State({ row, t, short = false }: { row: ExportRow; t: Translate; short?: boolean }) {
  const who = row.decision && t(row.decision.approved ? 'ui.agreedBy' : 'ui.declinedBy', { who: whoWords(t, row.decision.by) ?? '–' })
  return <div className="export-what"><StateTag tone={tones[row.state]}>{t(`state.${row.state}`)}</StateTag>{who && !short && <span className="small quiet export-said"><Facts>{who}{row.decision?.reason}</Facts></span>}</div>
}

const canTake = (row: ExportRow) => row.path !== null || (row.mine && row.state === 'approved')

/** Fetches what was approved; what was searched with words is taken where it was asked for. */
function Take({ row }: { row: ExportRow }) {
  const t = useT('exports')
  if (row.path) return <DownloadButton path={row.path} fileName={`${row.title}.xlsx`}>{t('ui.take')}</DownloadButton>
  return canTake(row) ? <span className="small quiet">{t('ui.takeThere')}</span> : null
}
