import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useT } from '../i18n.ts'
import { EmptyState } from '../widgets/EmptyState.tsx'
import { ErrorState } from '../widgets/ErrorState.tsx'

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

/** A screen that fell over while drawing. */
export function ScreenFault({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <div className="page">
      <ErrorState error={error} onRetry={() => { reset(); void router.invalidate() }} />
    </div>
  )
}
