import { Button, Input } from 'antd'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { Field, Icon, WriteRefusal, described } from '#web/widgets/index.ts'

/** The server's rule, said beforehand; the server alone decides. */
const leastPasswordLength = 12

type Props = {
  /** Whose it will be: a password keeper files it under this name. */
  readonly name: string
  readonly button: string
  readonly save: (password: string) => Promise<void>
  /** Fields above the new password: the old one. Answers false where something is missing there. */
  readonly before?: ReactNode
  readonly isReady?: () => boolean
  readonly size?: 'large'
  /** Buttons beside the one that saves. */
  readonly beside?: ReactNode
}

/** A new password, typed twice, with the rules said beforehand; a rule that is met is ticked while one types. */
export function NewPassword({ name, button, save, before, isReady, size, beside }: Props) {
  const t = useT('accounts')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [missing, setMissing] = useState<{ password?: string; again?: string }>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const length = [...password.normalize('NFKC')].length
  const long = length >= leastPasswordLength
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const found = long ? (again === password ? {} : { again: t('ui.password.differs') }) : { password: t('ui.password.tooShort', { least: leastPasswordLength, length }) }
    setMissing(found)
    const ready = isReady?.() ?? true
    if (!ready) return
    const [first] = Object.keys(found)
    if (first) return document.getElementById(`new-${first}`)?.focus()
    setBusy(true)
    try {
      await save(password)
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <form className="account-form" onSubmit={(event) => void submit(event)} noValidate>
      <WriteRefusal error={error} />
      <input className="visually-hidden" type="text" autoComplete="username" value={name} readOnly tabIndex={-1} aria-hidden="true" />
      {before}
      <Field id="new-password" label={t('ui.password.new')} fault={missing.password}>
        <Input.Password {...described('new-password', missing.password)} aria-describedby="password-rules" {...(size ? { size } : {})} value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="new-password" />
      </Field>
      <ul className="password-rules small" id="password-rules">
        <li className={long ? 'met' : ''}>{long && <Icon name="tick" size={14} />}{t('ui.password.rule.long', { least: leastPasswordLength })}</li>
        <li>{t('ui.password.rule.common')}</li>
        <li>{t('ui.password.rule.name')}</li>
      </ul>
      <Field id="new-again" label={t('ui.password.again')} fault={missing.again}>
        <Input.Password {...described('new-again', missing.again)} {...(size ? { size } : {})} value={again} onChange={(event) => setAgain(event.target.value)} autoComplete="new-password" />
      </Field>
      <div className="buttons">
        <Button type="primary" {...(size ? { size, block: true } : {})} htmlType="submit" loading={busy}>{button}</Button>
        {beside}
      </div>
    </form>
  )
}
