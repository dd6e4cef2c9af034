import { Button, Input } from 'antd'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { languageNames, languages } from '#kernel/languages.ts'
import type { Level } from '#kernel/seals.ts'
import { switchLanguage, useLanguage, useT } from '#web/i18n.ts'
import { Brand, Seal } from '#web/widgets/index.ts'
import '#web/widgets/widgets.css'
import '../accounts.css'
import './sign-in.css'

// whose levels they are is known only after signing in; these are the usual four
const usualLevels: readonly Level[] = [{ id: 'township' }, { id: 'county' }, { id: 'city' }, { id: 'province' }]

/** What everybody sees who is not in yet: whose house it is at the left, one step of the way in at the right, languages below. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const t = useT('accounts')
  const language = useLanguage()
  useEffect(() => {
    document.title = `${title} ${t('web:brand')}`
  }, [title, t])
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
        <div className="door-form">
          <h1>{title}</h1>
          {children}
        </div>
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
