import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { FieldRefusal, Section, WriteRefusal } from '#web/widgets/index.ts'
import type { PersonCard } from '../../contract.ts'
import { placeText } from '../words.ts'

/** Which of two cards stays, and why; or that they are two persons. */
export function MergeForm({ cards }: { cards: readonly [PersonCard, PersonCard] }) {
  const t = useT('register')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [stays, setStays] = useState<string>(cards[0].id)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [id, setId] = useState(uuidv7)
  const closes = cards.find((card) => card.id !== stays)!.id
  const merge = useMutation({
    mutationFn: () => post('/api/merges', { id, stays, closes, reason: reason.trim() }, { idempotencyKey: id }),
    onSuccess: async () => {
      await client.invalidateQueries()
      void navigate({ to: '/persons/$personId', params: { personId: stays } as never })
    },
  })
  const apart = useMutation({
    mutationFn: () => post('/api/twins/apart', { persons: [cards[0].id, cards[1].id] }, { idempotencyKey: uuidv7() }),
    onSuccess: async () => {
      await client.invalidateQueries()
      void navigate({ to: '/twins' as string })
    },
  })
  if (!cards.every((card) => card.abilities.merge)) return null
  const closed = cards.find((card) => card.merges.some((one) => one.closed))
  if (closed) return <Section title={t('ui.merge.title')}><p>{t('ui.merge.already', { name: closed.name })}</p></Section>
  const go = () => (reason.trim() === '' ? setMissing(true) : merge.mutate())
  return (
    <Section title={t('ui.merge.title')} note={t('ui.merge.why')}>
      <div className="merge-form">
        <Radio.Group
          aria-label={t('ui.merge.stays')} value={stays} onChange={(event) => { setStays(String(event.target.value)); setId(uuidv7()); merge.reset() }} style={{ display: 'grid', gap: 8 }}
          options={cards.map((card) => ({ value: card.id, label: t('ui.merge.keep', { name: card.name, idNumber: card.idNumber, place: placeText(card.unit) }) }))}
        />
        <div>
          <Input.TextArea
            value={reason} onChange={(event) => { setReason(event.target.value); setMissing(false) }} maxLength={300} autoSize={{ minRows: 1 }} placeholder={t('ui.merge.reason')} aria-label={t('ui.merge.reason')}
            {...(missing ? { status: 'error' as const, 'aria-describedby': 'merge-reason' } : {})}
          />
          {missing && <FieldRefusal id="merge-reason">{t('ui.merge.reasonMissing')}</FieldRefusal>}
        </div>
        <WriteRefusal error={merge.error ?? apart.error} />
        <div className="buttons">
          <Button type="primary" loading={merge.isPending} onClick={go}>{t('ui.merge.do')}</Button>
          <Button loading={apart.isPending} onClick={() => apart.mutate()}>{t('ui.merge.apart')}</Button>
        </div>
      </div>
    </Section>
  )
}
