import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { Field, WriteRefusal, described } from '#web/widgets/index.ts'
import type { Stepped } from './SignIn.tsx'

/** Name or phone, and password. */
export function PasswordForm({ onDone }: { onDone: (answer: Stepped) => void }) {
  const t = useT('accounts')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [missing, setMissing] = useState<'name' | 'password' | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const empty = name.trim() === '' ? 'name' : password === '' ? 'password' : null
    setMissing(empty)
    if (empty) return document.getElementById(`sign-in-${empty}`)?.focus()
    setBusy(true)
    try {
      onDone(await post<Stepped>('/api/sign-in', { name: name.trim(), password }))
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  const faultOf = (field: 'name' | 'password') => (missing === field ? t(`signIn.${field}Missing`) : null)
  return (
    <form className="account-form" onSubmit={(event) => void submit(event)} noValidate>
      <WriteRefusal error={error} />
      <Field id="sign-in-name" label={t('ui.signIn.name')} fault={faultOf('name')}>
        <Input {...described('sign-in-name', faultOf('name'))} size="large" value={name} onChange={(event) => setName(event.target.value)} autoComplete="username" autoFocus autoCapitalize="off" spellCheck={false} />
      </Field>
      <Field id="sign-in-password" label={t('signIn.password')} fault={faultOf('password')}>
        <Input.Password {...described('sign-in-password', faultOf('password'))} size="large" value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" />
      </Field>
      <Button type="primary" size="large" block htmlType="submit" loading={busy}>{t('signIn.button')}</Button>
      <div className="small quiet">
        <p>{t('signIn.noAccount')}</p>
        <p>{t('ui.signIn.forgotten')}</p>
      </div>
    </form>
  )
}
