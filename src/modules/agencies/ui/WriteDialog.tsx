import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Modal } from 'antd'
import dayjs from 'dayjs'
import { useState, type FormEvent, type ReactNode } from 'react'
import { RefusedError, post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { FieldRefusal, WriteRefusal } from '#web/widgets/index.ts'
import type { AgencyDetail } from '../contract.ts'

type Props = {
  readonly title: string; readonly why?: string; readonly path: string; readonly body: object; readonly complete: boolean; readonly save: string
  readonly onClose: () => void; readonly onDone: (agency: AgencyDetail) => void
  /** Told whether the reader has tried to save: only then is said what is missing. */
  readonly children: (asked: boolean) => ReactNode
}

/** One write about an agency: its fields, the refusal in place, saved once whatever is pressed. */
export function WriteDialog({ title, why, path, body, complete, save, onClose, onDone, children }: Props) {
  const t = useT('agencies')
  const client = useQueryClient()
  const [id, setId] = useState(uuidv7)
  const [asked, setAsked] = useState(false)
  const run = useMutation({
    mutationFn: () => post<AgencyDetail>(path, { id, ...body }, { idempotencyKey: id }),
    // after a refusal something else is sent, which is another write
    onError: (fault) => fault instanceof RefusedError && setId(uuidv7()),
    onSuccess: async (agency) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/agencies') || String(queryKey[0]).startsWith('/api/figures') })
      onDone(agency)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (complete) run.mutate()
  }
  return (
    <Modal open onCancel={onClose} footer={null} title={title} closable={{ 'aria-label': t('web:close') }}>
      <form className="agency-form" onSubmit={submit} noValidate>
        {why && <p className="quiet">{why}</p>}
        <WriteRefusal error={run.error} />
        {children(asked)}
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={run.isPending}>{save}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </form>
    </Modal>
  )
}

/** A field under its label; below it that it is missing, else a hint. */
export function Field({ id, label, hint, fault, children }: { id: string; label: string; hint?: string; fault: boolean; children: ReactNode }) {
  const t = useT('agencies')
  return (
    <div className="agency-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {fault ? <FieldRefusal id={`${id}-fault`}>{t('ui.missing')}</FieldRefusal> : hint ? <p className="small quiet">{hint}</p> : null}
    </div>
  )
}

/** A day up to today. */
export function DayField({ id, label, value, onChange, fault }: { id: string; label: string; value: string; onChange: (day: string) => void; fault: boolean }) {
  const today = useMe()?.today ?? ''
  return (
    <Field id={id} label={label} fault={fault}>
      <DatePicker
        id={id} value={value ? dayjs(value) : null} onChange={(day) => onChange(day?.format('YYYY-MM-DD') ?? '')} disabledDate={(day) => day.format('YYYY-MM-DD') > today} allowClear={false}
      />
    </Field>
  )
}
