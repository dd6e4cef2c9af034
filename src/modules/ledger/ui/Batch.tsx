import { useNavigate } from '@tanstack/react-router'
import { dayAndTime, groupedNumber, percent } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import { whoWords } from '#web/who.ts'
import { BackLink, CopyButton, ErrorState, FactList, Facts, Page, PageHeader, Seal, Section, Skeleton } from '#web/widgets/index.ts'
import type { BatchView, getBatch } from '../contract.ts'
import { BatchState } from './Checks.tsx'
import { Closing } from './Closing.tsx'
import { Sample } from './Sample.tsx'
import { TakingsBack } from './TakingBack.tsx'
import './checks.css'

/** One batch: what was frozen, the sample one by one, and its end. */
export default function Batch() {
  const t = useT('ledger')
  const navigate = useNavigate()
  const { batchId } = usePathParams<'batchId'>()
  const [{ place }, setSearch] = useFilters<{ place?: number }>()
  const found = useApi<OutOf<typeof getBatch>>(`/api/checks/batches/${batchId}`)
  const batch = found.data?.batch
  const sample = found.data?.sample ?? []
  const first = sample.find((row) => row.wrong === null)?.place ?? 1
  return (
    <Page>
      <BackLink onClick={() => void navigate({ to: '/checks' as string })}>{t('ui.nav.checks')}</BackLink>
      {found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : !batch ? <Skeleton rows={10} /> : (
        <>
          <PageHeader
            title={`${batch.unitName} ${batch.group ? t(`ui.group.${batch.group}`) : ''}`}
            facts={[t('ui.entriesCount', { count: batch.members }), t('ui.sampleCount', { count: batch.sampleSize }), <BatchState key="state" batch={batch} />]}
          />
          <div className="batch">
            <div className="batch-main">
              <Section title={t('ui.batch.sample')} note={t('ui.batch.progress', { found: batch.found, size: batch.sampleSize })}>
                <span className="batch-bar" role="img" aria-label={t('ui.batch.progress', { found: batch.found, size: batch.sampleSize })}>
                  <i style={{ width: `${(batch.found / Math.max(1, batch.sampleSize)) * 100}%` }} />
                </span>
                <Sample batch={batch} sample={sample} place={place ?? (batch.outcome === null ? first : null)} onPlace={(next) => setSearch({ place: next }, { replace: true })} />
              </Section>
            </div>
            <div className="batch-side">
              <Frozen batch={batch} />
              {batch.outcome === null ? <Closing batch={batch} /> : <Closed batch={batch} takings={found.data?.takings ?? []} />}
            </div>
          </div>
        </>
      )}
    </Page>
  )
}

/** What cannot change any more: how far the ledger was read, how many, and the seed that drew the sample. */
function Frozen({ batch }: { batch: BatchView }) {
  const t = useT('ledger')
  const me = useMe()
  const opened = dayAndTime(batch.openedAt, me?.workspace.timeZone ?? 'UTC')
  return (
    <Section title={t('ui.batch.frozen')} note={t('ui.batch.frozenNote')}>
      <FactList
        facts={[
          { label: t('ui.batch.level'), value: t(`web:level.${batch.level}`) },
          { label: t('ui.batch.ledger'), value: t('ui.journal', { number: groupedNumber(batch.frozenAt) }) },
          ...(batch.from || batch.to ? [{ label: t('ui.batch.period'), value: `${batch.from ?? ''} – ${batch.to ?? ''}` }] : []),
          { label: t('ui.entries'), value: t('ui.entriesCount', { count: batch.members }) },
          { label: t('ui.sample'), value: t('ui.entriesCount', { count: batch.sampleSize }) },
          { label: t('ui.batch.opened'), value: <Facts>{`${opened.date} ${opened.time}`}{whoWords(t, batch.openedBy)}</Facts> },
          { label: t('ui.batch.seed'), value: <code className="seed">{batch.seed}</code>, aside: <CopyButton text={batch.seed} /> },
        ]}
      />
      <p className="small quiet">{t('ui.batch.seedWhy')}</p>
    </Section>
  )
}

/** The end: the large seal, or why it went back; and the share found wrong, which is kept. */
function Closed({ batch, takings }: { batch: BatchView; takings: OutOf<typeof getBatch>['takings'] }) {
  const t = useT('ledger')
  const me = useMe()
  const closed = batch.closedAt && dayAndTime(batch.closedAt, me?.workspace.timeZone ?? 'UTC').date
  return (
    <Section title={t('ui.batch.end')} note={<Facts>{closed}{whoWords(t, batch.closedBy)}</Facts>}>
      {batch.outcome === 'passed' ? (
        <div className="batch-sealed">
          <Seal level={batch.level} size={84} large stamped />
          <div>
            <strong>{t('ui.batch.passedWords', { level: t(`web:level.${batch.level}`) })}</strong>
            <p className="quiet">{t('ui.batch.passedCount', { count: batch.members - batch.wrong - batch.takenBack })}</p>
          </div>
        </div>
      ) : (
        <div className="refusal" role="status"><div><strong>{t('ui.batch.returned')}</strong><p>{batch.reason}</p></div></div>
      )}
      {batch.outcome === 'passed' && batch.reason && <p>{batch.reason}</p>}
      <p className="batch-wrong">{t('ui.batch.wrongShare', { wrong: batch.wrong, looked: batch.found, percent: percent(batch.found === 0 ? 0 : batch.wrong / batch.found, 2) })}</p>
      {batch.outcome === 'passed' && <TakingsBack batch={batch} takings={takings} />}
    </Section>
  )
}
