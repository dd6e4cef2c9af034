import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { RefusedError } from '#web/client.ts'
import { refusalSentence, useT, type Translate } from '#web/i18n.ts'
import { FieldRefusal, type FieldFault } from '#web/widgets/index.ts'
import { abilities, hardships, wishes } from '../../words.ts'

/** What stands in the fields of a form, as typed. Money in yuan. */
export type Typed = Readonly<Record<string, string | readonly string[]>>
export type Faults = Readonly<Record<string, string>>

/** The fields that may be changed later, in the order of the paper form. */
export const changeable = ['name', 'sex', 'relation', 'phone', 'ability', 'wish', 'hardships', 'income', 'trade', 'ethnicity', 'education', 'health', 'helper', 'note'] as const

/** A field with its name above, and under it the sentence of what is to be mended. */
export function Field({ id, label, fault, hint, children }: { id: string; label: string; fault: string | undefined; hint?: string; children: ReactNode }) {
  return (
    <div className={`form-field form-${id}`}>
      <label htmlFor={id}>{label}</label>
      {children}
      {fault ? <FieldRefusal id={`${id}-fault`}>{fault}</FieldRefusal> : hint && <p className="small quiet">{hint}</p>}
    </div>
  )
}

type InputProps = { readonly field: string; readonly typed: Typed; readonly faults: Faults; readonly set: (field: string, value: string | readonly string[]) => void; readonly hint?: string }

/** The right control for a field of the card. */
export function CardField({ field, typed, faults, set, hint }: InputProps) {
  const t = useT('register')
  const label = t(`ui.field.${field}`)
  const fault = faults[field]
  const value = String(typed[field] ?? '')
  const shared = { id: field, status: fault ? ('error' as const) : ('' as const), ...(fault ? { 'aria-describedby': `${field}-fault`, 'aria-invalid': true } : {}) }
  const choice = (codes: readonly string[], key: string) => (
    <Select {...shared} value={value || null} placeholder={t('ui.form.choose')} onChange={(code: string) => set(field, code)} options={codes.map((code) => ({ value: code, label: t(`${key}.${code}`) }))} />
  )
  const control = () => {
    switch (field) {
      case 'sex': return choice(['female', 'male'], 'ui.sex')
      case 'ability': return choice(abilities, 'ui.filter.abilityIs')
      case 'wish': return choice(wishes, 'ui.filter.wishIs')
      case 'hardships': return <Select {...shared} mode="multiple" optionFilterProp="label" value={[...((typed[field] as readonly string[] | undefined) ?? [])]} placeholder={t('ui.form.several')} onChange={(codes: string[]) => set(field, codes)} options={hardships.map((code) => ({ value: code, label: t(`ui.hardship.${code}`) }))} />
      case 'birth': case 'filedOn': case 'effectiveOn': return <DatePicker {...shared} value={value ? dayjs(value) : null} onChange={(date) => set(field, date ? date.format('YYYY-MM-DD') : '')} allowClear={field === 'birth'} placeholder={t('ui.form.day')} />
      case 'note': return <Input.TextArea {...shared} autoSize={{ minRows: 2 }} maxLength={500} value={value} onChange={(event) => set(field, event.target.value)} />
      case 'income': return <Input {...shared} inputMode="decimal" suffix={t('ui.card.yuanUnit')} value={value} onChange={(event) => set(field, event.target.value)} />
      default: return <Input {...shared} autoComplete="off" value={value} onChange={(event) => set(field, event.target.value)} />
    }
  }
  return <Field id={field} label={label} fault={fault} {...(hint ? { hint } : {})}>{control()}</Field>
}

/** Where the server's refusals belong in the form, when they do not say it. */
const fieldOfRefusal: Record<string, string> = {
  'name-missing': 'name', 'id-lost-digits': 'idNumber', 'id-length': 'idNumber', 'id-checkdigit': 'idNumber', 'id-of-another-name': 'idNumber', 'already-filed': 'idNumber',
  'birth-in-future': 'birth', 'birth-differs-from-id': 'birth', 'village-unknown': 'unitId', 'filed-in-future': 'filedOn', 'household-not-found': 'householdNumber',
  'change-in-future': 'effectiveOn', 'change-before-filing': 'effectiveOn',
}

/** A refusal of the server as the fault of a field; null where it belongs to none and stands above the form. */
export function faultOf(error: unknown, fields: readonly string[]): Faults | null {
  if (!(error instanceof RefusedError)) return null
  const { refusal } = error
  const named = refusal.field?.replace('incomeFen', 'income')
  const field = named && fields.includes(named) ? named : fieldOfRefusal[refusal.refused]
  return field && fields.includes(field) ? { [field]: refusalSentence(refusal) ?? refusal.refused } : null
}

/** For the summary above the form. */
export const faultList = (t: Translate, faults: Faults): FieldFault[] => Object.entries(faults).map(([field, sentence]) => ({ field, label: t(`ui.field.${field}`), sentence }))
