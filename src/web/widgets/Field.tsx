import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useT } from '../i18n.ts'
import { useMe } from '../me.ts'
import { FieldRefusal } from './Refusal.tsx'

/** What is wrong with a field in words; true: it is missing. */
type Fault = string | boolean | null | undefined
type Props = { readonly id: string; readonly label: ReactNode; readonly hint?: ReactNode; readonly fault?: Fault; readonly children: ReactNode }

/** A field under its label; below it what is wrong, else a hint. The field itself takes `described(id, fault, hint)`. */
export function Field({ id, label, hint, fault, children }: Props) {
  const t = useT()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {fault ? <FieldRefusal id={`${id}-fault`}>{fault === true ? t('field.missing') : fault}</FieldRefusal> : hint ? <p className="small quiet" id={`${id}-hint`}>{hint}</p> : null}
    </div>
  )
}

/** What ties a field to the words below it. */
export function described(id: string, fault: Fault, hint = false): { id: string; status?: 'error'; 'aria-describedby'?: string } {
  return { id, ...(fault ? { status: 'error' as const, 'aria-describedby': `${id}-fault` } : hint ? { 'aria-describedby': `${id}-hint` } : {}) }
}

type DayProps = Omit<Props, 'children'> & { readonly value: string; readonly onChange: (day: string) => void }

/** A day up to today, YYYY-MM-DD; empty where none is chosen yet. */
export function DayField({ value, onChange, ...field }: DayProps) {
  const today = useMe()?.today ?? ''
  return (
    <Field {...field}>
      <DatePicker
        {...described(field.id, field.fault, Boolean(field.hint))} value={value ? dayjs(value) : null} onChange={(day) => onChange((Array.isArray(day) ? day[0] : day)?.format('YYYY-MM-DD') ?? '')}
        disabledDate={(day) => day.format('YYYY-MM-DD') > today} allowClear={false}
      />
    </Field>
  )
}
