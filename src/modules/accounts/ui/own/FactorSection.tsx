import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { dayAndTime } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { ErrorState, FactList, Section, Skeleton, StateTag } from '#web/widgets/index.ts'
import type { readFactor } from '../../contract.ts'
import { FactorDialog, type FactorTask } from './FactorDialog.tsx'

const fewCodes = 3

/** The second factor: on or off, how many recovery codes are left, and what may be done about it. */
export function FactorSection({ name, timeZone }: { name: string; timeZone: string }) {
  const t = useT('accounts')
  const client = useQueryClient()
  const factor = useApi<OutOf<typeof readFactor>>('/api/me/factor')
  const [task, setTask] = useState<FactorTask | null>(null)
  const [done, setDone] = useState<FactorTask | null>(null)
  const read = factor.data
  const open = (next: FactorTask) => {
    setDone(null)
    setTask(next)
  }
  return (
    <Section title={t('ui.factor.title')}>
      <p className="quiet">{t('ui.factor.why')}</p>
      {factor.error ? <ErrorState error={factor.error} onRetry={() => void factor.refetch()} /> : !read ? <Skeleton rows={2} /> : (
        <>
          <FactList
            facts={[
              { label: t('ui.factor.state'), value: read.on
                ? <><StateTag tone="kept">{t('ui.factor.on')}</StateTag>{read.since && <span className="quiet">{t('ui.factor.since', { date: dayAndTime(read.since, timeZone).date })}</span>}</>
                : <><StateTag tone={read.obligatory ? 'late' : 'plain'}>{t('ui.factor.off')}</StateTag>{read.obligatory && <span className="quiet">{t('ui.factor.obligatory')}</span>}</> },
              ...(read.on ? [{ label: t('ui.factor.codes'), value: <>{t('ui.factor.codesLeft', { count: read.recoveryCodesLeft })}{read.recoveryCodesLeft <= fewCodes && <StateTag tone="late">{t('ui.factor.codesFew')}</StateTag>}</> }] : []),
            ]}
          />
          {done && <p className="account-done" role="status">{t(`ui.factor.done.${done}`)}</p>}
          <div className="buttons section-buttons">
            <Button onClick={() => open('set')}>{t(read.on ? 'ui.factor.again' : 'ui.factor.set')}</Button>
            {read.on && <Button onClick={() => open('renew')}>{t('ui.factor.renew')}</Button>}
            {read.on && !read.obligatory && <Button type="text" onClick={() => open('drop')}>{t('ui.factor.drop')}</Button>}
          </div>
        </>
      )}
      {task && (
        <FactorDialog
          task={task} name={name} onClose={() => setTask(null)}
          onDone={() => {
            setTask(null)
            setDone(task)
            void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/me') })
          }}
        />
      )}
    </Section>
  )
}
