import { Button } from 'antd'
import { OfflineError, RefusedError, ServerError } from '../client.ts'
import { useT } from '../i18n.ts'
import { Icon } from './Icon.tsx'
import { RefusalNote } from './Refusal.tsx'

/**
 * Whatever went wrong: a refusal with its rule, no network (calm), or a fault with the number to quote.
 * `onRetry` asks again. `writing`: it was a write; what was typed still stands in the form.
 */
export function ErrorState({ error, onRetry, writing = false }: { error: unknown; onRetry?: () => void; writing?: boolean }) {
  const t = useT()
  if (error instanceof RefusedError) return <RefusalNote refusal={error.refusal} />
  const retry = onRetry && <Button size="small" onClick={onRetry}>{t('error.retry')}</Button>
  if (error instanceof OfflineError) {
    return (
      <div className="calm-band" role="status">
        <Icon name="cloud" size={22} />
        <div>
          <strong>{t('offline.title')}</strong>
          <div className="quiet">{t(writing ? 'offline.writing' : 'offline.reading')}</div>
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
