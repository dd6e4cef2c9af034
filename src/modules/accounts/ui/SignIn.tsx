import { useRouter } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { languageNames, languages } from '#kernel/languages.ts'
import { post } from '#web/client.ts'
import { switchLanguage, useLanguage, useT } from '#web/i18n.ts'
import { queryClient } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import type { Level } from '#kernel/seals.ts'
import { Brand, Seal } from '#web/widgets/Seal.tsx'
import { WriteRefusal } from '#web/widgets/WriteRefusal.tsx'
import './sign-in.css'

// whose levels they are is known only after signing in; these are the usual four
const usualLevels: readonly Level[] = [{ id: 'township' }, { id: 'county' }, { id: 'city' }, { id: 'province' }]

/** The door: name and password, or a receipt's code without an account. Goes back to where the reader came from. */
export default function SignIn() {
  const t = useT('accounts')
  const language = useLanguage()
  useEffect(() => {
    document.title = `${t('signIn.title')} ${t('web:brand')}`
  }, [language, t])
  return (
    <div className="door">
      <section className="door-side">
        <div className="door-brand">
          <Brand size={62} />
          <div>
            <strong>{t('web:brand')}</strong>
            <span className="quiet">{t('door.whatItIs')}</span>
          </div>
        </div>
        <div className="door-words">
          <p>{t('door.words1')}</p>
          <p>{t('door.words2')}</p>
          <ol className="door-levels">
            {usualLevels.map((level) => (
              <li key={level.id}>
                <Seal level={level} size={28} label="" />
                <span className="small quiet">{t(`web:checkedBy.${level.id}`)}</span>
              </li>
            ))}
          </ol>
        </div>
        <ReceiptDoor />
      </section>
      <main className="door-main">
        <PasswordForm />
        <footer className="door-foot">
          {languages.map((one) => (
            <button key={one} type="button" lang={one} className={one === language ? 'current' : ''} aria-pressed={one === language} onClick={() => void switchLanguage(one)}>
              {languageNames[one]}
            </button>
          ))}
        </footer>
      </main>
    </div>
  )
}

function PasswordForm() {
  const t = useT('accounts')
  const router = useRouter()
  const [{ back }] = useFilters<{ back?: string }>()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [missing, setMissing] = useState<'name' | 'password' | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const empty = name.trim() === '' ? 'name' : password === '' ? 'password' : null
    setMissing(empty)
    if (empty) {
      form.current?.querySelector<HTMLInputElement>(`#sign-in-${empty}`)?.focus()
      return
    }
    setBusy(true)
    try {
      await post('/api/sign-in', { name: name.trim(), password })
      queryClient.clear()
      // only an address of our own: `//elsewhere` would leave the house
      router.history.push(back && /^\/(?![/\\])/.test(back) ? back : '/')
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  const describe = (field: 'name' | 'password') => (missing === field ? { status: 'error' as const, 'aria-describedby': `missing-${field}` } : {})
  return (
    <form className="door-form" onSubmit={(event) => void submit(event)} ref={form} noValidate>
      <h1>{t('signIn.title')}</h1>
      <WriteRefusal error={error} />
      <div>
        <label htmlFor="sign-in-name">{t('signIn.name')}</label>
        <Input id="sign-in-name" size="large" value={name} onChange={(event) => setName(event.target.value)} autoComplete="username" autoFocus {...describe('name')} />
        {missing === 'name' && <p className="door-missing" id="missing-name">{t('signIn.nameMissing')}</p>}
      </div>
      <div>
        <label htmlFor="sign-in-password">{t('signIn.password')}</label>
        <Input.Password id="sign-in-password" size="large" value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" {...describe('password')} />
        {missing === 'password' && <p className="door-missing" id="missing-password">{t('signIn.passwordMissing')}</p>}
      </div>
      <Button type="primary" size="large" block htmlType="submit" loading={busy}>{t('signIn.button')}</Button>
      <p className="small quiet">{t('signIn.noAccount')}</p>
    </form>
  )
}

/** Published figures need no account: the code printed on a receipt opens it. */
function ReceiptDoor() {
  const t = useT('accounts')
  const [asked, setAsked] = useState(false)
  const [code, setCode] = useState('')
  const open = (event: FormEvent) => {
    event.preventDefault()
    const plain = code.trim().toUpperCase().replace(/\s+/g, '')
    if (plain !== '') window.location.assign(`/r/${encodeURIComponent(plain)}`)
  }
  return (
    <div className="door-receipt">
      {asked ? (
        <form onSubmit={open}>
          <label htmlFor="receipt-code">{t('door.receiptCode')}</label>
          <div className="buttons">
            <Input id="receipt-code" value={code} onChange={(event) => setCode(event.target.value)} placeholder="7K4M-2QXD-91" autoFocus autoComplete="off" />
            <Button htmlType="submit">{t('door.receiptOpen')}</Button>
          </div>
        </form>
      ) : (
        <>
          {t('door.receiptLead')}
          <button type="button" className="text-link" onClick={() => setAsked(true)}>{t('door.receiptLink')}</button>
        </>
      )}
    </div>
  )
}
