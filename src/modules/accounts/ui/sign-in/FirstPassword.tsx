import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { dayAndTime } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { ErrorState, Skeleton } from '#web/widgets/index.ts'
import type { readLink } from '../../contract.ts'
import { NewPassword } from '../NewPassword.tsx'
import { Door } from './Door.tsx'

type Link = OutOf<typeof readLink>

/** A first or new password by a one-time link. Its token stands behind the #, which no browser sends to a server. */
export default function FirstPassword() {
  const t = useT('accounts')
  const navigate = useNavigate()
  const [token] = useState(() => window.location.hash.slice(1))
  const [link, setLink] = useState<Link | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [done, setDone] = useState(false)
  const look = () => {
    setError(null)
    post<Link>('/api/first-password/look', { token: token || '-' }).then(setLink).catch(setError)
  }
  useEffect(look, [token])
  const toSignIn = () => void navigate({ to: '/sign-in', replace: true })
  const until = link && dayAndTime(link.expiresAt, Intl.DateTimeFormat().resolvedOptions().timeZone)
  return (
    <Door title={t(done ? 'ui.link.done' : 'ui.link.title')}>
      {done ? (
        <div className="account-form">
          <p>{t('ui.link.doneWhy', { name: link!.account.name })}</p>
          <Button type="primary" size="large" block onClick={toSignIn}>{t('signIn.button')}</Button>
        </div>
      ) : error ? (
        <div className="account-form">
          <ErrorState error={error} onRetry={look} />
          <p className="quiet">{t('ui.link.overWhy')}</p>
          <Button size="large" block onClick={toSignIn}>{t('ui.link.toSignIn')}</Button>
        </div>
      ) : !link ? <Skeleton rows={5} /> : (
        <>
          <p>{t('ui.link.who', { displayName: link.account.displayName, name: link.account.name })} <span className="quiet">{t('ui.link.until', { date: until!.date, time: until!.time })}</span></p>
          <NewPassword
            name={link.account.name} size="large" button={t('ui.password.save')}
            save={async (password) => {
              await post('/api/first-password', { token, password })
              setDone(true)
            }}
          />
        </>
      )}
    </Door>
  )
}
