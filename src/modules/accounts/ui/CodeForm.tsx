import { Button, Input } from 'antd'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { Field, WriteRefusal, described } from '#web/widgets/index.ts'

type Props = {
  readonly send: (code: string) => Promise<void>
  readonly button: string
  /** A recovery code will do as well: the field can be switched to one. */
  readonly recovery?: boolean
  readonly size?: 'large'
  readonly beside?: ReactNode
}

/** Six digits of the authenticator, or a recovery code. A wrong one is emptied, since the next is another. */
export function CodeForm({ send, button, recovery = false, size, beside }: Props) {
  const t = useT('accounts')
  const [code, setCode] = useState('')
  const [instead, setInstead] = useState(false)
  const [missing, setMissing] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const found = code.trim() === '' ? t(instead ? 'ui.code.recoveryMissing' : 'ui.code.missing') : null
    setMissing(found)
    if (found) return document.getElementById('factor-code')?.focus()
    setBusy(true)
    try {
      await send(code.trim())
    } catch (fault) {
      setError(fault)
      setCode('')
    }
    setBusy(false)
  }
  const turn = () => {
    setInstead(!instead)
    setCode('')
    setMissing(null)
    document.getElementById('factor-code')?.focus()
  }
  return (
    <form className="account-form" onSubmit={(event) => void submit(event)} noValidate>
      <WriteRefusal error={error} />
      <Field id="factor-code" label={t(instead ? 'ui.code.recovery' : 'ui.code.code')} fault={missing} hint={t(instead ? 'ui.code.recoveryHint' : 'ui.code.hint')}>
        <Input
          {...described('factor-code', missing, true)} {...(size ? { size } : {})} className="code-field" value={code} onChange={(event) => setCode(event.target.value)} maxLength={40} autoFocus
          autoComplete={instead ? 'off' : 'one-time-code'} inputMode={instead ? 'text' : 'numeric'} spellCheck={false} autoCapitalize="off"
        />
      </Field>
      <div className="buttons">
        <Button type="primary" {...(size ? { size, block: true } : {})} htmlType="submit" loading={busy}>{button}</Button>
        {beside}
      </div>
      {recovery && <p><button type="button" className="text-link" onClick={turn}>{t(instead ? 'ui.code.useCode' : 'ui.code.useRecovery')}</button></p>}
    </form>
  )
}
