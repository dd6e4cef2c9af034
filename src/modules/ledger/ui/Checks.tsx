import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { dayAndTime, groupedNumber, percent } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { EmptyState, ErrorState, Facts, LedgerTable, Page, PageHeader, Seal, Section, Skeleton, StateTag } from '#web/widgets/index.ts'
import type { BatchView, getBatches, getWaiting } from '../contract.ts'
import { OpenDialog, type WaitingRow } from './OpenDialog.tsx'
import './checks.css'

type Search = { open?: string; state?: 'closed' | 'all' }
const keyOf = (row: WaitingRow) => `${row.level}.${row.unitId}.${row.group}`

/** What waits to be checked, by unit and group; below, the batches that were put before a level. */
export default function Checks() {
  const t = useT('ledger')
  const me = useMe()
  const mayCheckAny = useAbility('ledger.check')
  const navigate = useNavigate()
  const [search, setSearch] = useFilters<Search>()
  const waiting = useApi<OutOf<typeof getWaiting>>('/api/checks/waiting')
  const batches = useApi<OutOf<typeof getBatches>>('/api/checks/batches', { state: search.state ?? 'open' })
  // mine first: what I may check stands above what others will
  const rows = waiting.data && [...waiting.data.rows].sort((a, b) => Number(b.mayCheck) - Number(a.mayCheck))
  const opening = rows?.find((row) => keyOf(row) === search.open && row.mayCheck)
  const toBatch = (batch: BatchView) => void navigate({ to: '/checks/$batchId' as string, params: { batchId: batch.id } as never })
  const total = rows?.reduce((sum, row) => sum + row.entries, 0) ?? 0
  const check = (row: WaitingRow) => row.mayCheck
    ? <Button size="small" type="primary" onClick={(event) => { event.stopPropagation(); setSearch({ open: keyOf(row) }) }}>{t('ui.waiting.check')}</Button>
    : <span className="small quiet">{!mayCheckAny ? t('ui.waiting.byChecker', { unit: row.unitName }) : row.own === row.entries ? t('ui.waiting.allOwn') : t('ui.waiting.theirs', { unit: row.unitName })}</span>
  return (
    <Page>
      <PageHeader title={t('ui.nav.checks')} facts={waiting.data && [t('ui.waiting.total', { count: total })]} />
      <Section title={t('ui.waiting.title')} note={t('ui.waiting.why')}>
        {waiting.error ? <ErrorState error={waiting.error} onRetry={() => void waiting.refetch()} /> : !rows ? <Skeleton rows={4} /> : (
          <LedgerTable<WaitingRow>
            label={t('ui.waiting.title')} rows={rows} rowKey={keyOf} stale={waiting.isPlaceholderData}
            onOpen={(row) => row.mayCheck && setSearch({ open: keyOf(row) })}
            columns={[
              { key: 'unit', title: t('ui.unit'), render: (_, row) => <strong>{row.unitName}</strong> },
              { key: 'group', title: t('ui.group'), render: (_, row) => t(`ui.group.${row.group}`) },
              { key: 'level', title: t('ui.level'), render: (_, row) => <span className="level-cell"><Seal level={row.level} size={18} state="not-yet" label="" />{t(`web:checkedBy.${row.level}`)}</span> },
              { key: 'entries', title: t('ui.entries'), align: 'right', render: (_, row) => <>{groupedNumber(row.entries)}{row.own > 0 && <span className="small quiet nowrap"> {t('ui.waiting.own', { count: row.own })}</span>}</> },
              { key: 'sample', title: t('ui.sample'), align: 'right', render: (_, row) => groupedNumber(row.sample) },
              { key: 'check', title: <span className="visually-hidden">{t('ui.waiting.check')}</span>, align: 'right', render: (_, row) => check(row) },
            ]}
            phoneLines={(row) => ({ title: row.unitName, right: row.mayCheck ? <StateTag>{t('ui.waiting.check')}</StateTag> : null, second: <Facts>{t(`ui.group.${row.group}`)}{t('ui.entriesCount', { count: row.entries })}{row.own > 0 && t('ui.waiting.own', { count: row.own })}{t('ui.sampleCount', { count: row.sample })}</Facts> })}
            empty={<EmptyState title={t('ui.waiting.none')} why={t('ui.waiting.noneWhy')} />}
          />
        )}
      </Section>
      <Section
        title={t('ui.batches.title')}
        aside={
          <Segmented
            size="small" aria-label={t('ui.batches.title')} value={search.state ?? 'open'} onChange={(state) => setSearch({ state: state === 'open' ? undefined : (state as 'closed' | 'all') })}
            options={(['open', 'closed', 'all'] as const).map((state) => ({ value: state, label: t(`ui.batches.${state}`) }))}
          />
        }
      >
        {batches.error ? <ErrorState error={batches.error} onRetry={() => void batches.refetch()} /> : (
          <LedgerTable<BatchView>
            label={t('ui.batches.title')} rows={batches.data?.batches} rowKey={(batch) => batch.id} stale={batches.isPlaceholderData} onOpen={toBatch}
            columns={[
              { key: 'unit', title: t('ui.unit'), render: (_, batch) => <strong>{batch.unitName}</strong> },
              { key: 'group', title: t('ui.group'), render: (_, batch) => (batch.group ? t(`ui.group.${batch.group}`) : '–') },
              { key: 'state', title: t('ui.batch.state'), render: (_, batch) => <BatchState batch={batch} /> },
              { key: 'members', title: t('ui.entries'), align: 'right', render: (_, batch) => groupedNumber(batch.members) },
              { key: 'found', title: t('ui.batch.looked'), align: 'right', render: (_, batch) => `${groupedNumber(batch.found)} / ${groupedNumber(batch.sampleSize)}` },
              { key: 'wrong', title: t('ui.batch.wrong'), align: 'right', render: (_, batch) => <WrongShare batch={batch} /> },
              { key: 'opened', title: t('ui.batch.opened'), render: (_, batch) => <span className="nowrap">{dayAndTime(batch.openedAt, me?.workspace.timeZone ?? 'UTC').date}</span> },
            ]}
            phoneLines={(batch) => ({ title: batch.unitName, right: <BatchState batch={batch} />, second: <Facts>{batch.group && t(`ui.group.${batch.group}`)}{t('ui.entriesCount', { count: batch.members })}{`${batch.found} / ${batch.sampleSize}`}</Facts> })}
            empty={<p className="quiet checks-none">{t(`ui.batches.none.${search.state ?? 'open'}`)}</p>}
          />
        )}
      </Section>
      {opening && <OpenDialog row={opening} onClose={() => setSearch({ open: undefined }, { replace: true })} onOpened={toBatch} />}
    </Page>
  )
}

/** Passed: the level's seal. Returned: ochre. Else: how far the sample has been looked at. */
export function BatchState({ batch }: { batch: BatchView }) {
  const t = useT('ledger')
  if (batch.outcome === 'passed') return <span className="level-cell"><Seal level={batch.level} size={18} label="" />{t('ui.batch.passed')}</span>
  if (batch.outcome === 'returned') return <StateTag tone="returned">{t('ui.batch.returned')}</StateTag>
  return <span className="level-cell"><Seal level={batch.level} size={18} state="checking" label="" />{t('ui.batch.checking')}</span>
}

/** `3 (0.25%)`: of the entries looked at. */
export function WrongShare({ batch }: { batch: BatchView }) {
  if (batch.found === 0) return <>–</>
  return <span className="nowrap">{groupedNumber(batch.wrong)} <span className="quiet">({percent(batch.wrong / batch.found, 1)})</span></span>
}
