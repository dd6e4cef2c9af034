import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { dayAndTime, groupedNumber } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ControlRow, EmptyState, ErrorState, Facts, FilterChip, FilterSearch, LedgerTable, Page, PageHeader, Split, useIsPhone } from '#web/widgets/index.ts'
import type { AuditLineView, searchLines } from '../contract.ts'
import { auditVerbs, results } from '../words.ts'
import { ActorPicker } from './ActorPicker.tsx'
import { LinePanel } from './LinePanel.tsx'
import { actorWords, ResultWords, roleWords, shortId, verbWords } from './lines.tsx'
import { noFilters, type AuditSearch } from './search.ts'
import { Seals } from './Seals.tsx'
import './audit.css'

const isWholeId = (text: string | undefined) => text === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Who did what, and who looked at whom: the newest first, narrowed by days, account, act, id, result and address. */
export default function Audit() {
  const t = useT('audit')
  const zone = useMe()?.workspace.timeZone ?? 'UTC'
  const isPhone = useIsPhone()
  const [search, setSearch] = useFilters<AuditSearch>()
  const { line: opened, subject, ...asked } = search
  const found = useApi<OutOf<typeof searchLines>>('/api/audit', { ...asked, subject: isWholeId(subject) ? subject : undefined })
  const rows = found.data?.lines
  const narrow = (filter: AuditSearch) => setSearch({ ...filter, after: undefined, line: undefined })
  const at = rows?.findIndex(({ ref }) => ref === opened) ?? -1
  const line = rows?.[at]
  const step = (by: number) => (at >= 0 && rows?.[at + by] ? () => setSearch({ line: rows[at + by]!.ref }, { replace: true }) : undefined)
  const clock = (row: AuditLineView) => {
    const { date, time } = dayAndTime(row.at, zone)
    return <span className="nowrap">{date} {time}</span>
  }
  const about = (row: AuditLineView) => (row.subjectCount === 1 ? <span className="audit-id">…{shortId(row.subjects[0]!)}</span> : row.subjectCount === 0 ? <span className="quiet">–</span> : t('ui.subjects', { count: groupedNumber(row.subjectCount) }))
  return (
    <Page fill>
      <PageHeader title={t('ui.title')} facts={t('ui.facts')} />
      <Seals />
      <Filters search={search} narrow={narrow} nameOfActor={rows?.find(({ actor }) => actor === search.actor)} />
      {found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : (
        <Split panel={line ? <LinePanel line={line} only={(filter) => narrow({ ...noFilters, ...filter })} onClose={() => setSearch({ line: undefined })} onPrevious={step(-1)} onNext={step(1)} /> : null}>
          <LedgerTable<AuditLineView>
            label={t('ui.title')} rows={rows} rowKey={({ ref }) => ref} stale={found.isPlaceholderData} currentKey={opened ?? null}
            onOpen={({ ref }) => setSearch({ line: ref }, { replace: opened !== undefined && !isPhone })}
            columns={[
              { key: 'at', title: t('ui.at'), render: (_, row) => clock(row) },
              { key: 'who', title: t('ui.who'), render: (_, row) => <Facts><strong className="audit-who">{actorWords(t, row)}</strong>{line || roleWords(t, row.roles) === '' ? null : <span className="quiet">{roleWords(t, row.roles)}</span>}</Facts> },
              { key: 'what', title: t('ui.what'), render: (_, row) => verbWords(t, row.verb) },
              { key: 'about', title: t('ui.about'), align: 'right', render: (_, row) => about(row) },
              { key: 'result', title: t('ui.result'), render: (_, row) => <ResultWords t={t} result={row.result} /> },
              ...(line ? [] : [{ key: 'address', title: t('ui.address'), render: (_: unknown, row: AuditLineView) => <span className="quiet nowrap">{row.address}</span> }]),
            ]}
            phoneLines={(row) => ({ title: verbWords(t, row.verb), right: about(row), second: <Facts>{clock(row)}{actorWords(t, row)}{row.result === 'done' ? null : <ResultWords t={t} result={row.result} />}</Facts> })}
            empty={<EmptyState title={t('ui.empty')} why={t('ui.emptyWhy')} action={{ label: t('ui.clear'), onClick: () => setSearch(noFilters) }} />}
          />
          {(found.data?.next || search.after) && (
            <div className="buttons audit-pages">
              {search.after && <Button onClick={() => setSearch({ after: undefined, line: undefined })}>{t('ui.newest')}</Button>}
              {found.data?.next && <Button onClick={() => setSearch({ after: found.data.next!, line: undefined })}>{t('ui.older')}</Button>}
            </div>
          )}
        </Split>
      )}
    </Page>
  )
}

function Filters({ search, narrow, nameOfActor }: { search: AuditSearch; narrow: (filter: AuditSearch) => void; nameOfActor: AuditLineView | undefined }) {
  const t = useT('audit')
  const verbs = auditVerbs.map((value) => ({ value, label: verbWords(t, value) }))
  const day = (text: string | undefined) => (text ? dayjs(text) : null)
  return (
    <ControlRow>
      <ActorPicker value={search.actor} known={nameOfActor && actorWords(t, nameOfActor)} onChange={(actor) => narrow({ actor })} />
      <FilterChip name={t('ui.filter.verb')} single options={verbs} value={search.verb ? [search.verb] : []} onChange={([verb]) => narrow({ verb })} />
      <FilterChip name={t('ui.filter.result')} single options={results.map((value) => ({ value, label: t(`ui.${value}`) }))} value={search.result ? [search.result] : []} onChange={([result]) => narrow({ result: result as AuditSearch['result'] })} />
      {search.request && <FilterChip name={t('ui.request')} single options={[{ value: search.request, label: t('ui.filter.request', { id: shortId(search.request) }) }]} value={[search.request]} onChange={() => narrow({ request: undefined })} />}
      <DatePicker.RangePicker
        aria-label={t('ui.at')} allowEmpty={[true, true]} value={[day(search.from), day(search.to)]} placeholder={[t('ui.from'), t('ui.to')]}
        onChange={(days) => narrow({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD') })}
      />
      <FilterSearch value={search.subject ?? ''} onChange={(words) => narrow({ subject: words || undefined })} placeholder={t('ui.filter.subject')} />
      <FilterSearch value={search.address ?? ''} onChange={(words) => narrow({ address: words || undefined })} placeholder={t('ui.filter.address')} />
    </ControlRow>
  )
}
