import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { groupedNumber } from '#web/writing.ts'
import { RefusedError, post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { DayField, FactList, Field, FieldRefusal, WriteRefusal } from '#web/widgets/index.ts'
import type { Preview } from '../contract.ts'
import { VerbFields } from './VerbFields.tsx'
import { changeOf, type ChangeVerb, type Draft } from './words.ts'

type Props = { readonly verb: ChangeVerb; readonly unit: { readonly id: number; readonly name: string; readonly code: string }; readonly onClose: () => void; readonly onDone: () => void }

/** One change of the tree: filled in, looked at before it is done, done once whatever is pressed. */
export function ChangeDialog({ verb, unit, onClose, onDone }: Props) {
  const t = useT('boundaries')
  const client = useQueryClient()
  const today = useMe()?.today ?? ''
  const [id, setId] = useState(uuidv7)
  const [asked, setAsked] = useState(false)
  const [codes, setCodes] = useState<'meant' | 'missing' | null>(null)
  const [draft, setDraft] = useState<Draft>({
    onDay: today, reason: '', name: verb === 'rename' ? unit.name : '', code: verb === 'rename' ? unit.code : '', level: undefined, parentId: undefined, heirId: undefined, others: [undefined],
    intoNew: false, ends: false, heir: null, parts: [{ name: '', code: '', children: [] }],
  })
  const look = useMutation({ mutationFn: (change: object) => post<Preview>('/api/unit-changes/preview', { change }) })
  const write = useMutation({
    mutationFn: (change: object) => post('/api/unit-changes', { id, reason: draft.reason.trim(), change, seen: look.data?.seen ?? null, codesConfirmed: codes === 'meant' }, { idempotencyKey: id }),
    // after a refusal something else is sent, which is another write
    onError: (fault, change) => {
      if (!(fault instanceof RefusedError)) return
      setId(uuidv7())
      // Somebody changed the tree in between: what would happen now is shown in place of what was looked at.
      if (fault.refusal.refused === 'unit-tree-changed') {
        setCodes(null)
        look.mutate(change)
      }
    },
    onSuccess: async () => {
      await client.invalidateQueries()
      onDone()
    },
  })
  const edit = (next: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...next }))
    setCodes(null)
    look.reset()
    write.reset()
  }
  const found = look.data
  const change = changeOf(verb, unit.id, draft)
  const reasonMissing = draft.reason.trim().length < 2
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!change || reasonMissing) return
    if (!found) look.mutate(change)
    else if (found.oddCodes.length > 0 && codes !== 'meant') setCodes('missing')
    else write.mutate(change)
  }
  return (
    <Modal open onCancel={onClose} footer={null} title={t(`title.${verb}`, { unit: unit.name })} closable={{ 'aria-label': t('web:close') }}>
      <form className="change-form" onSubmit={submit} noValidate>
        <p className="quiet">{t(`why.${verb}`)}</p>
        <WriteRefusal error={look.error ?? write.error} />
        <VerbFields verb={verb} unitId={unit.id} draft={draft} edit={edit} asked={asked} />
        <DayField id="change-day" label={t('ui.fromDay')} hint={t('ui.fromDayHint')} value={draft.onDay} onChange={(onDay) => edit({ onDay })} fault={asked && draft.onDay === ''} />
        <Field id="change-reason" label={t('ui.reason')} hint={t('ui.reasonHint')} fault={asked && reasonMissing}>
          <Input.TextArea id="change-reason" value={draft.reason} maxLength={300} autoSize={{ minRows: 2, maxRows: 5 }} onChange={(event) => setDraft({ ...draft, reason: event.target.value })} />
        </Field>
        {found && (
          <section className="change-preview" aria-live="polite">
            <h3>{t('ui.preview')}</h3>
            <FactList
              facts={[
                { label: t('ui.units'), value: groupedNumber(found.units) },
                { label: t('ui.cards'), value: groupedNumber(found.cards) },
                { label: t('ui.households'), value: groupedNumber(found.households) },
                ...(found.ended.length > 0 ? [{ label: t('ui.ends'), value: found.ended.map(({ name }) => name).join(' ') }] : []),
              ]}
            />
            {found.oddKept > 0 && <p className="small">{t('ui.oddKept', { count: found.oddKept })}</p>}
            {found.oddCodes.length > 0 && (
              <>
                <p className="small">{t('ui.oddCodes')}</p>
                <ul className="small">{found.oddCodes.map(({ unit: { id: of, name, code }, parent, why }) => <li key={of}>{t(`ui.odd.${why}`, { unit: name, code, parent: parent.name, parentCode: parent.code })}</li>)}</ul>
                <Checkbox checked={codes === 'meant'} onChange={(event) => setCodes(event.target.checked ? 'meant' : null)}>{t('ui.oddConfirm')}</Checkbox>
                {codes === 'missing' && <FieldRefusal id="change-codes-fault">{t('ui.oddMissing')}</FieldRefusal>}
              </>
            )}
            {found.grants.length > 0 && (
              <>
                <p className="small">{t('ui.grants')}</p>
                <ul className="small">{found.grants.map((grant) => <li key={`${grant.unit.id}-${grant.role}`}>{t('ui.grant', { unit: grant.unit.name, role: t(`accounts:role.${grant.role}`), count: grant.accounts })}</li>)}</ul>
              </>
            )}
          </section>
        )}
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={look.isPending || write.isPending}>{t(found ? 'ui.do' : 'ui.look')}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </form>
    </Modal>
  )
}
