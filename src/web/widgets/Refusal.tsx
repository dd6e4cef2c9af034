import { useEffect, useRef, type ReactNode } from 'react'
import type { Refusal } from '#kernel/refusal.ts'
import { refusalSentence, useT } from '../i18n.ts'
import { Icon } from './Icon.tsx'

/**
 * A rule saying no: what in bold, why with the numbers, buttons that repair it, and last, small, the rule with its source and its code.
 * Texts: `refusal.<code>` is the sentence; `refusal.<code>.title` the bold line (optional); `refusal.<code>.rule` the source (optional).
 */
export function RefusalNote({ refusal, title, actions, takesFocus = false }: { refusal: Refusal; title?: string; actions?: ReactNode; takesFocus?: boolean }) {
  const t = useT()
  const own = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (takesFocus) own.current?.focus()
  }, [takesFocus, refusal])
  const sentence = refusalSentence(refusal) ?? (refusal as { title?: string }).title ?? t('refusal.noText')
  const bold = title ?? refusalSentence(refusal, 'title')
  const rule = refusalSentence(refusal, 'rule')
  return (
    <div className="refusal" role="alert" tabIndex={-1} ref={own}>
      <Icon name="refused" size={18} />
      <div>
        <strong>{bold ?? sentence}</strong>
        {bold && <p>{sentence}</p>}
        {actions && <div className="buttons">{actions}</div>}
        <p className="refusal-rule">{rule} <code className="refusal-code">{refusal.refused}</code></p>
      </div>
    </div>
  )
}

export type FieldFault = { readonly field: string; readonly label: string; readonly sentence: string }

/** On top of a form: how many places are to be mended, each a link to its field. Takes the focus. */
export function RefusalList({ title, faults }: { title?: string; faults: readonly FieldFault[] }) {
  const t = useT()
  const own = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (faults.length > 0) own.current?.focus()
  }, [faults])
  if (faults.length === 0) return null
  return (
    <div className="refusal" role="alert" tabIndex={-1} ref={own}>
      <Icon name="refused" size={18} />
      <div>
        <strong>{title ?? t('refusalList.title', { count: faults.length })}</strong>
        <ul className="refusal-places">
          {faults.map(({ field, label, sentence }) => (
            <li key={field + sentence}>
              <button type="button" className="text-link" onClick={() => document.getElementById(field)?.focus()}>{label}</button>
              {t('refusalList.colon')}{sentence}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** Under a field, the same sentence as in the summary. Give the field `status="error"` and `aria-describedby={id}`. */
export function FieldRefusal({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <div className="field-refusal" id={id}>
      <Icon name="refused" size={16} />
      <span>{children}</span>
    </div>
  )
}
