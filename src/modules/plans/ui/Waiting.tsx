import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import type { getBatches, getWaiting } from '#modules/ledger/contract.ts'
import type { today } from '#modules/register/contract.ts'
import type { countTwins } from '#modules/register/merging.contract.ts'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { ErrorState, Facts, Section, Skeleton } from '#web/widgets/index.ts'

type Task = { readonly key: string; readonly kind: string; readonly title: string; readonly facts: readonly ReactNode[]; readonly button: string; readonly to: string; readonly params?: object; readonly search?: object }

/** What waits for me: imports to decide, batches being looked through, entries to be checked, cards that may be one person's. One button each. Where nothing was filed yet, what comes first and what then. */
export function Waiting({ nothingYet }: { nothingYet: boolean }) {
  const t = useT('plans')
  const navigate = useNavigate()
  const mayImport = useAbility('register.import')
  const mayCheckAny = useAbility('ledger.check')
  const imports = useApi<OutOf<typeof today>>(mayImport ? '/api/today' : null)
  const waiting = useApi<OutOf<typeof getWaiting>>('/api/checks/waiting')
  const open = useApi<OutOf<typeof getBatches>>('/api/checks/batches', { state: 'open' })
  const mayMerge = useAbility('register.write')
  // Counted over the whole register in reach: it comes when it comes, and the rest does not wait for it.
  const twins = useApi<OutOf<typeof countTwins>>(mayMerge ? '/api/twins-waiting' : null, undefined, { staleTime: 300_000 })
  const fault = waiting.error ?? open.error ?? imports.error
  const tasks: Task[] = [
    ...(imports.data?.imports ?? []).map((one) => ({
      key: one.id, kind: 'import', title: one.fileName, button: t('ui.waiting.goOn'), to: '/imports/$importId', params: { importId: one.id },
      facts: [t('ui.waiting.rows', { count: one.rows }), one.toDecide > 0 && t('ui.waiting.toDecide', { count: one.toDecide })],
    })),
    ...(open.data?.batches ?? []).filter((batch) => batch.mayCheck).map((batch) => ({
      key: batch.id, kind: 'check', title: title(batch.unitName, batch.group), button: t('ui.waiting.goOn'), to: '/checks/$batchId', params: { batchId: batch.id },
      facts: [t('ui.waiting.entries', { count: batch.members }), t('ui.waiting.found', { found: batch.found, size: batch.sampleSize })],
    })),
    ...(waiting.data?.rows ?? []).filter((row) => row.mayCheck).map((row) => ({
      key: `${row.level} ${row.unitId} ${row.group}`, kind: 'check', title: title(row.unitName, row.group), button: t('ui.waiting.open'), to: '/checks',
      search: { open: `${row.level}.${row.unitId}.${row.group}` }, facts: [t('ui.waiting.entries', { count: row.entries }), t('ui.waiting.sample', { count: row.sample })],
    })),
    ...(twins.data && twins.data.pairs > 0 ? [{ key: 'twins', kind: 'twins', title: t('register:ui.twins.title'), facts: [t('ui.waiting.pairs', { count: twins.data.pairs })], button: t('register:ui.twins.compare'), to: '/twins' }] : []),
  ]
  function title(unit: string, group: string | null): string {
    return `${unit} ${group ? t(`ledger:ui.group.${group}`) : ''}`.trim()
  }
  const others = (waiting.data?.rows ?? []).filter((row) => !row.mayCheck)
  const elsewhere = others.reduce((sum, row) => sum + row.entries, 0)
  return (
    <Section title={t('ui.waiting.title')} note={tasks.length > 0 && t('ui.waiting.count', { count: tasks.length })} aside={<Link to={'/checks' as string} className="text-link">{t('ui.waiting.all')}</Link>}>
      {fault ? <ErrorState error={fault} onRetry={() => { void waiting.refetch(); void open.refetch() }} /> : !waiting.data || !open.data ? <Skeleton rows={4} /> : (
        <ul className="tasks">
          {tasks.map((task) => (
            <li key={task.key}>
              <span className="level-tag">{t(`ui.waiting.${task.kind}`)}</span>
              <span className="task-words"><strong>{task.title}</strong><span className="small"><Facts>{task.facts}</Facts></span></span>
              <Button onClick={() => void navigate({ to: task.to, ...(task.params ? { params: task.params as never } : {}), ...(task.search ? { search: task.search as never } : {}) })}>{task.button}</Button>
            </li>
          ))}
          {tasks.length === 0 && <li className="quiet">{t(!nothingYet ? 'ui.waiting.none' : mayCheckAny ? 'ui.waiting.first' : mayImport ? 'ui.waiting.firstImport' : 'ui.waiting.none')}</li>}
          {elsewhere > 0 && <li className="quiet small">{t('ui.waiting.elsewhere', { count: elsewhere, units: new Set(others.map((row) => row.unitId)).size })}</li>}
        </ul>
      )}
    </Section>
  )
}
