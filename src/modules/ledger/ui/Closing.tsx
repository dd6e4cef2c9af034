import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { percent } from '#web/writing.ts'
import { RefusedError, post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { FieldRefusal, Seal, Section, WriteRefusal } from '#web/widgets/index.ts'
import type { BatchView } from '../contract.ts'

/** Ends a batch. Passing needs the whole sample looked at; sending back needs a reason. The buttons stay pressable and say what is missing. */
export function Closing({ batch }: { batch: BatchView }) {
  const t = useT('ledger')
  const client = useQueryClient()
  const [returning, setReturning] = useState(false)
  const [reason, setReason] = useState('')
  const [ids] = useState(() => ({ passed: uuidv7(), returned: uuidv7() }))
  const close = useMutation({
    mutationFn: (outcome: 'passed' | 'returned') =>
      post<BatchView>(`/api/checks/batches/${batch.id}/closing`, { outcome, reason: outcome === 'returned' ? reason.trim() : '' }, { idempotencyKey: ids[outcome] }),
    // figures, home and cards all say how far things are checked
    onSuccess: () => client.invalidateQueries(),
  })
  // what was refused before says old numbers once another entry was looked at
  useEffect(() => {
    close.reset()
  }, [batch.found])
  const left = batch.sampleSize - batch.found
  const reasonMissing = close.error instanceof RefusedError && close.error.refusal.field === 'reason'
  return (
    <Section title={t('ui.close.title')}>
      <p className="batch-wrong">{t('ui.batch.wrongShare', { wrong: batch.wrong, looked: batch.found, percent: percent(batch.found === 0 ? 0 : batch.wrong / batch.found, 2) })}</p>
      {!batch.mayCheck ? <p className="quiet">{batch.own ? t('refusal.check-own') : t('ui.close.notMine', { unit: batch.unitName })}</p> : (
        <div className="closing">
          <p className="quiet">{left > 0 ? t('ui.close.left', { count: left }) : t('ui.close.ready', { count: batch.members - batch.wrong })}</p>
          {returning && (
            <div>
              <Input.TextArea
                value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} autoSize={{ minRows: 2 }} autoFocus placeholder={t('ui.close.reason')} aria-label={t('ui.close.reason')}
                {...(reasonMissing ? { status: 'error' as const, 'aria-describedby': 'reason-missing' } : {})}
              />
              {reasonMissing && <FieldRefusal id="reason-missing">{t('refusal.batch-reason-missing')}</FieldRefusal>}
            </div>
          )}
          {!reasonMissing && <WriteRefusal error={close.error} />}
          <div className="buttons">
            {returning ? (
              <>
                <Button type="primary" loading={close.isPending} onClick={() => close.mutate('returned')}>{t('ui.close.return')}</Button>
                <Button onClick={() => { setReturning(false); close.reset() }}>{t('ui.close.keep')}</Button>
              </>
            ) : (
              <>
                <Button type="primary" loading={close.isPending} onClick={() => close.mutate('passed')}><Seal level={batch.level} size={17} label="" />{t('ui.close.pass')}</Button>
                <Button onClick={() => { setReturning(true); close.reset() }}>{t('ui.close.toReturn')}</Button>
              </>
            )}
          </div>
        </div>
      )}
    </Section>
  )
}
