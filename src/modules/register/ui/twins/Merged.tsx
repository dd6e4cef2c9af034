import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { dayAndTime } from '#web/writing.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { whoWords } from '#web/who.ts'
import { Facts, FieldRefusal, WriteRefusal } from '#web/widgets/index.ts'
import type { PersonCard } from '../../contract.ts'
import './twins.css'

/** A merged card: a line that names both, on each of the two; and the way back. */
export function Merged({ card }: { card: PersonCard }) {
  return card.merges.map((merge) => <MergedLine key={merge.id} card={card} merge={merge} />)
}

function MergedLine({ card, merge }: { card: PersonCard; merge: PersonCard['merges'][number] }) {
  const t = useT('register')
  const me = useMe()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [id] = useState(uuidv7)
  const undo = useMutation({
    mutationFn: () => post(`/api/merges/${merge.id}/undo`, { id, reason: reason.trim() }, { idempotencyKey: id }),
    onSuccess: () => client.invalidateQueries(),
  })
  const { date } = dayAndTime(merge.at, me?.workspace.timeZone ?? 'UTC')
  const { other } = merge
  return (
    <div className="merged-line" role="note">
      <strong>{t(merge.closed ? 'ui.merged.into' : 'ui.merged.from', { name: card.name, other: other?.name ?? t('ui.merged.elsewhere') })}</strong>
      {other && <Link className="text-link" to={'/persons/$personId' as string} params={{ personId: other.id } as never}>{other.name} {other.idNumber}</Link>}
      <span className="small quiet"><Facts>{date}{whoWords(t, merge.by)}{merge.reason}</Facts></span>
      {card.abilities.merge && other && (asking ? (
        <>
          <Input.TextArea
            value={reason} onChange={(event) => { setReason(event.target.value); setMissing(false) }} maxLength={300} autoSize={{ minRows: 1 }} autoFocus placeholder={t('ui.merged.reason')} aria-label={t('ui.merged.reason')}
            {...(missing ? { status: 'error' as const, 'aria-describedby': `undo-${merge.id}` } : {})}
          />
          {missing && <FieldRefusal id={`undo-${merge.id}`}>{t('ui.merged.reasonMissing')}</FieldRefusal>}
          <WriteRefusal error={undo.error} />
          <div className="buttons">
            <Button type="primary" loading={undo.isPending} onClick={() => (reason.trim() === '' ? setMissing(true) : undo.mutate())}>{t('ui.merged.undo')}</Button>
            <Button onClick={() => { setAsking(false); undo.reset() }}>{t('ui.merged.keep')}</Button>
          </div>
        </>
      ) : <Button type="text" size="small" onClick={() => setAsking(true)}>{t('ui.merged.undo')}</Button>)}
    </div>
  )
}
