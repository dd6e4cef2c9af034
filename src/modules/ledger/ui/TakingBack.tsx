import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { dayAndTime } from '#web/writing.ts'
import { RefusedError, post } from '#web/client.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { whoWords } from '#web/who.ts'
import { Facts, FieldRefusal, WriteRefusal } from '#web/widgets/index.ts'
import type { BatchView, getBatch } from '../contract.ts'

type Props = { readonly batch: BatchView; readonly entry: { readonly posting: string; readonly line: number } | null; readonly label: string }

/** Takes a passing back, of one entry or of the whole batch: a button that opens its reason. */
export function TakeBack({ batch, entry, label }: Props) {
  const t = useT('ledger')
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [id, setId] = useState(uuidv7)
  const take = useMutation({
    mutationFn: () => post<BatchView>(`/api/checks/batches/${batch.id}/take-back`, { entry, reason: reason.trim() }, { idempotencyKey: id }),
    // figures, home and cards all say how far things are checked
    onSuccess: async () => {
      setAsking(false)
      setReason('')
      setId(uuidv7())
      await client.invalidateQueries()
    },
  })
  const missing = take.error instanceof RefusedError && take.error.refusal.field === 'reason'
  if (!asking) return <div className="buttons"><Button onClick={() => setAsking(true)}>{label}</Button></div>
  const field = `take-back-${entry ? `${entry.posting}-${entry.line}` : 'all'}`
  return (
    <div className="closing">
      <Input.TextArea
        value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} autoSize={{ minRows: 2 }} autoFocus placeholder={t('ui.takeBack.reason')} aria-label={t('ui.takeBack.reason')}
        {...(missing ? { status: 'error' as const, 'aria-describedby': field } : {})}
      />
      {missing ? <FieldRefusal id={field}>{t('refusal.taking-back-reason-missing')}</FieldRefusal> : <WriteRefusal error={take.error} />}
      <div className="buttons">
        <Button type="primary" loading={take.isPending} onClick={() => take.mutate()}>{t('ui.takeBack.do')}</Button>
        <Button onClick={() => { setAsking(false); take.reset() }}>{t('ui.takeBack.keep')}</Button>
      </div>
    </div>
  )
}

/** What was taken back of a batch, and the way to take back what still stands. */
export function TakingsBack({ batch, takings }: { batch: BatchView; takings: OutOf<typeof getBatch>['takings'] }) {
  const t = useT('ledger')
  const me = useMe()
  const left = batch.members - batch.wrong - batch.takenBack
  return (
    <>
      {takings.map((one) => {
        const { date, time } = dayAndTime(one.at, me?.workspace.timeZone ?? 'UTC')
        return (
          <div className="refusal" role="note" key={`${one.at}${one.entries}`}>
            <div><strong>{t('ui.takeBack.done', { count: one.entries })}</strong><p>{one.reason}</p><p className="small quiet"><Facts>{`${date} ${time}`}{whoWords(t, one.by)}</Facts></p></div>
          </div>
        )
      })}
      {batch.mayTakeBack && left > 0 && <><p className="small quiet">{t('ui.takeBack.why')}</p><TakeBack batch={batch} entry={null} label={t('ui.takeBack.all', { count: left })} /></>}
    </>
  )
}
