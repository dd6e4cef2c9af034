import { Button } from 'antd'
import { OfflineError, RefusedError, ServerError } from '../client.ts'
import { useT } from '../i18n.ts'
import { Icon } from './Icon.tsx'
import { RefusalNote } from './Refusal.tsx'

/**
 * Whatever went wrong while reading: a refusal with its rule, no network (calm), or a fault with the number to quote.
 * `onRetry` asks again.
 */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useT()
  if (error instanceof RefusedError) return <RefusalNote refusal={error.refusal} />
  const retry = onRetry && <Button size="small" onClick={onRetry}>{t('error.retry')}</Button>
  if (error instanceof OfflineError) {
    return (
      <div className="calm-band" role="status">
        <Icon name="cloud" size={22} />
        <div>
          <strong>{t('offline.title')}</strong>
          <div className="quiet">{t('offline.reading')}</div>
        </div>
        {retry}
      </div>
    )
  }
  const requestId = error instanceof ServerError ? error.requestId : null
  return (
    <div className="refusal" role="alert">
      <Icon name="refused" size={18} />
      <div>
        <strong>{t('error.title')}</strong>
        <p>{t('error.why')}</p>
        <div className="buttons">
          {retry}
          {requestId && <code className="small">{requestId}</code>}
        </div>
      </div>
    </div>
  )
}
