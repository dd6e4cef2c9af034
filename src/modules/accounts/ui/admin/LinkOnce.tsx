import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { CopyButton } from '#web/widgets/index.ts'
import type { OneTimeLink } from '../../contract.ts'
import { instantWords } from './words.tsx'

/** The one-time link, this once: to copy, and hand over by another way than this screen. */
export function LinkOnce({ link, name }: { link: OneTimeLink; name: string }) {
  const t = useT('accounts')
  const me = useMe()
  const whole = new URL(link.path, window.location.origin).href
  return (
    <div className="link-once">
      <p>{t('ui.linkOnce.why', { name })}</p>
      <p className="link-once-address"><code>{whole}</code><CopyButton text={whole} label={t('ui.linkOnce.copy')} /></p>
      <p className="quiet">{t('ui.linkOnce.until', { until: instantWords(link.expiresAt, me?.workspace.timeZone ?? 'UTC') })}</p>
    </div>
  )
}
