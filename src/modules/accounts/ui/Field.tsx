import type { ReactNode } from 'react'
import { FieldRefusal } from '#web/widgets/index.ts'

type Props = { readonly id: string; readonly label: ReactNode; readonly hint?: ReactNode; readonly fault?: string | null; readonly children: ReactNode }

/** A field under its label; below it what is wrong, else a hint. The field itself takes `described(id, fault, hint)`. */
export function Field({ id, label, hint, fault, children }: Props) {
  return (
    <div className="account-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {fault ? <FieldRefusal id={`${id}-fault`}>{fault}</FieldRefusal> : hint ? <p className="small quiet" id={`${id}-hint`}>{hint}</p> : null}
    </div>
  )
}

/** What ties a field to the words below it. */
export function described(id: string, fault: string | null | undefined, hint = false): { id: string; status?: 'error'; 'aria-describedby'?: string } {
  return { id, ...(fault ? { status: 'error' as const, 'aria-describedby': `${id}-fault` } : hint ? { 'aria-describedby': `${id}-hint` } : {}) }
}
