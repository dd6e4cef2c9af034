import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { FieldRefusal } from '#web/widgets/index.ts'

/** A field under its label; below it that it is missing, else a hint. */
export function Field({ id, label, hint, fault = false, children }: { id: string; label: string; hint?: string; fault?: boolean; children: ReactNode }) {
  const t = useT('boundaries')
  return (
    <div className="change-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {fault ? <FieldRefusal id={`${id}-fault`}>{t('ui.missing')}</FieldRefusal> : hint ? <p className="small quiet">{hint}</p> : null}
    </div>
  )
}

/** A day up to today. */
export function DayField({ id, label, hint, value, onChange, fault }: { id: string; label: string; hint: string; value: string; onChange: (day: string) => void; fault: boolean }) {
  const today = useMe()?.today ?? ''
  return (
    <Field id={id} label={label} hint={hint} fault={fault}>
      <DatePicker id={id} value={value ? dayjs(value) : null} onChange={(day) => onChange(day?.format('YYYY-MM-DD') ?? '')} disabledDate={(day) => day.format('YYYY-MM-DD') > today} allowClear={false} />
    </Field>
  )
}
