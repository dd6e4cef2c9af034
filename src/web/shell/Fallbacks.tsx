import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { useT } from '../i18n.ts'
import { EmptyState } from '../widgets/EmptyState.tsx'
import { ErrorState } from '../widgets/ErrorState.tsx'
import { PageHeader } from '../widgets/Page.tsx'

/** An address that leads nowhere, or to what the reader cannot reach. */
export function NoSuchPage() {
  const t = useT()
  const router = useRouter()
  return (
    <div className="page">
      <EmptyState title={t('noSuchPage.title')} why={t('noSuchPage.why')} action={{ label: t('noSuchPage.home'), onClick: () => void router.navigate({ to: '/' }) }} />
    </div>
  )
}

/** A page of ours that is for other roles: nothing of it is asked for. */
export function NotMyPage() {
  const t = useT()
  const router = useRouter()
  return (
    <div className="page">
      <PageHeader title={t('notMyPage.title')} />
      <p className="quiet not-my-page">{t('notMyPage.why')}</p>
      <div className="buttons">
        <Button type="primary" onClick={() => void router.navigate({ to: '/' })}>{t('noSuchPage.home')}</Button>
        <Button onClick={() => void router.navigate({ to: '/account' as string })}>{t('myAccount')}</Button>
      </div>
    </div>
  )
}

/** A screen that fell over while drawing. */
export function ScreenFault({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <div className="page">
      <ErrorState error={error} onRetry={() => { reset(); void router.invalidate() }} />
    </div>
  )
}
