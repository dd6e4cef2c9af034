import { useNavigate } from '@tanstack/react-router'
import { Button, Pagination, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { get, post, put } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { queryClient, useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { useShortcut } from '#web/shell/shortcuts.ts'
import { DownloadButton, EmptyState, ErrorState, Skeleton, Stale, WriteRefusal } from '#web/widgets/index.ts'
import type { ImportDetail, PreviewRow } from '../../imports.contract.ts'
import { CountsStrip } from './CountsStrip.tsx'
import { PreviewTable, type Decide, type Decision } from './PreviewTable.tsx'
import { Reasons } from './Reasons.tsx'
import { type RowFilter, type RowPage } from './reading.ts'

export type PreviewSearch = { step?: 'columns'; filter?: RowFilter; code?: string; page?: number }

const isFault = (row: PreviewRow) => row.verdict === 'refused' || row.verdict === 'to-decide' || (row.decided !== null)

/** Step three: every row as it will be written, each fault in its place with what may be done about it. */
export function StepPreview({ one }: { one: ImportDetail }) {
  const t = useT('register')
  const navigate = useNavigate()
  const [search, setSearch] = useFilters<PreviewSearch>()
  const filter = search.filter ?? 'all'
  const page = search.page ?? 1
  const rows = useApi<RowPage>(`/api/imports/${one.id}/rows`, { filter, code: search.code, page }, { staleTime: 0 })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  // decided rows leave the list of those to decide: what was said last stays in sight, to be taken back
  const [said, setSaid] = useState<readonly Decision[]>([])
  const place = useFaults(rows.data, page, (to) => setSearch({ page: to === 1 ? undefined : to }))
  const counts = one.counts

  // decisions are shown at once; what they make of other rows comes when the file was checked again
  const checking = one.progress !== null
  const wasChecking = useRef(checking)
  const { refetch } = rows
  useEffect(() => {
    if (wasChecking.current && !checking) void refetch()
    wasChecking.current = checking
  }, [checking, refetch])

  const reload = () => queryClient.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(`/api/imports/${one.id}`) })
  const decide: Decide = async (decided) => {
    setError(null)
    try {
      await put(`/api/imports/${one.id}/decisions`, { rows: decided })
      setSaid(decided.filter(({ decision }) => decision !== 'none'))
      await reload()
    } catch (fault) {
      setError(fault)
    }
  }
  const useAllIds = async () => {
    setBusy(true)
    const waiting: PreviewRow[] = []
    for (let next = 1; waiting.length < (counts?.toDecide ?? 0); next += 1) {
      const { rows: some } = await get<RowPage>(`/api/imports/${one.id}/rows`, { query: { filter: 'decide', code: 'birth-differs-from-id', page: next } })
      if (some.length === 0) break
      waiting.push(...some)
    }
    await decide(waiting.filter((row) => row.decision?.kind === 'use-id-birth').map((row) => ({ sheet: row.sheet, row: row.row, decision: 'use-id-birth' as const })))
    setBusy(false)
  }
  const write = async () => {
    setError(null)
    setBusy(true)
    try {
      await post(`/api/imports/${one.id}/write`, {})
      await reload()
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  if (!counts) return <Skeleton />
  const kept = counts.accepted - counts.repeated
  const out = counts.refused + counts.toDecide
  const births = counts.decisions.find(({ code }) => code === 'birth-differs-from-id')?.count ?? 0
  return (
    <>
      <CountsStrip counts={counts} onFilter={(to) => setSearch({ filter: to === 'all' ? undefined : to, code: undefined, page: undefined })} />
      <WriteRefusal error={error} />
      <div className="preview-grid">
        <div className="preview-main">
          <div className="preview-tools">
            <Segmented<RowFilter>
              value={filter} onChange={(to) => setSearch({ filter: to === 'all' ? undefined : to, code: undefined, page: undefined })} aria-label={t('ui.preview.filter')}
              options={[
                { value: 'all', label: t('ui.preview.all', { n: counts.rows }) },
                { value: 'faults', label: t('ui.preview.faults', { n: counts.faults }) },
                { value: 'decide', label: t('ui.preview.decide', { n: counts.toDecide }) },
                { value: 'refused', label: t('ui.preview.refused', { n: counts.refused }) },
                ...(filter === 'repaired' || filter === 'repeated' || filter === 'warned' ? [{ value: filter, label: t(`ui.preview.${filter}`) }] : []),
              ]}
            />
            {rows.data && rows.data.rows.length > 0 && <span className="quiet preview-range">{t('ui.preview.range', { from: rows.data.rows[0]!.row, to: rows.data.rows.at(-1)!.row })}</span>}
            {search.code && <button type="button" className="text-link" onClick={() => setSearch({ code: undefined, page: undefined })}>{t('ui.preview.allReasons')}</button>}
            {filter === 'decide' && births > 1 && <Button size="small" loading={busy} onClick={() => void useAllIds()}>{t('ui.decide.allIds', { n: births })}</Button>}
            {checking && <span className="quiet" role="status">{t('ui.preview.checking')}</span>}
            <span className="preview-keys quiet">
              <button type="button" className="key-button" onClick={() => place.move(1)}><kbd>N</kbd> {t('ui.preview.next')}</button>
              <button type="button" className="key-button" onClick={() => place.move(-1)}><kbd>P</kbd> {t('ui.preview.previous')}</button>
            </span>
          </div>
          {filter === 'decide' && said.length > 0 && (
            <p className="said" role="status">
              {said.length === 1 ? t('ui.preview.atRow', { row: said[0]!.row }) + t(`ui.decided.${said[0]!.decision}`) : t('ui.decided.many', { n: said.length })}
              <button type="button" className="text-link" onClick={() => void decide(said.map((row) => ({ sheet: row.sheet, row: row.row, decision: 'none' as const })))}>{t('ui.decided.undo')}</button>
            </p>
          )}
          {rows.isPending ? <Skeleton rows={10} /> : rows.error && !rows.data ? <ErrorState error={rows.error} onRetry={() => void rows.refetch()} /> : (
            <Stale stale={rows.isPlaceholderData}>
              {rows.data!.rows.length === 0
                ? <EmptyState title={t('ui.preview.empty')} why={t('ui.preview.emptyWhy')} action={{ label: t('ui.preview.showAll'), onClick: () => setSearch({ filter: undefined, code: undefined, page: undefined }) }} />
                : <PreviewTable rows={rows.data!.rows} forms={one.forms} current={place.current} decide={decide} />}
              <Pagination className="pages" current={page} pageSize={50} total={rows.data!.total} showSizeChanger={false} hideOnSinglePage onChange={(to) => setSearch({ page: to === 1 ? undefined : to })} showTotal={(total) => t('ui.rows', { n: total })} />
            </Stale>
          )}
        </div>
        <Reasons counts={counts} filter={filter} code={search.code} onChoose={(to, code) => setSearch({ filter: to, code, page: undefined })} />
      </div>
      <div className="foot-bar">
        {out > 0 && (
          <>
            <DownloadButton path={`/api/imports/${one.id}/refusals.xlsx`} fileName={t('ui.import.refusalsName', { name: one.fileName.replace(/\.\w+$/, '') })}>{t('ui.preview.download', { n: out })}</DownloadButton>
            <span className="quiet foot-words">{counts.toDecide > 0 ? t('ui.preview.undecided', { n: counts.toDecide }) : t('ui.preview.downloadHint')}</span>
          </>
        )}
        <span className="foot-gap" />
        <Button type="text" onClick={() => setSearch({ step: 'columns', filter: undefined, code: undefined, page: undefined })}>{t('ui.back')}</Button>
        <Button onClick={() => void navigate({ to: '/imports' })}>{t('ui.preview.later')}</Button>
        <Button type="primary" loading={busy} onClick={() => void write()}>{kept > 0 ? t('ui.preview.go', { n: kept }) : t('ui.preview.goNone')}</Button>
      </div>
    </>
  )
}

/** N and P walk the faults of the page, and go over to the next page where there is none left. */
function useFaults(data: RowPage | undefined, page: number, turn: (page: number) => void) {
  const [current, setCurrent] = useState<string | null>(null)
  const pending = useRef<1 | -1 | null>(null)
  const key = (row: PreviewRow) => `${row.sheet}:${row.row}`
  const show = (to: string) => {
    setCurrent(to)
    document.getElementById(`row-${to}`)?.scrollIntoView({ block: 'center' })
  }
  const move = (by: 1 | -1) => {
    if (!data) return
    const faults = data.rows.filter(isFault).map(key)
    const at = current ? faults.indexOf(current) : -1
    const to = at < 0 ? (by === 1 ? 0 : faults.length - 1) : at + by
    if (faults[to]) return show(faults[to])
    const pages = Math.ceil(data.total / data.size)
    if (page + by < 1 || page + by > pages) return undefined
    pending.current = by
    turn(page + by)
    return undefined
  }
  useEffect(() => {
    if (!data || data.page !== page || pending.current === null) return
    const by = pending.current
    const faults = data.rows.filter(isFault).map(key)
    if (faults.length === 0) {
      const pages = Math.ceil(data.total / data.size)
      if (page + by >= 1 && page + by <= pages) return turn(page + by)
    }
    pending.current = null
    const to = by === 1 ? faults[0] : faults.at(-1)
    if (to) show(to)
  }, [data, page])
  useShortcut('n', () => move(1))
  useShortcut('p', () => move(-1))
  return { current, move }
}
