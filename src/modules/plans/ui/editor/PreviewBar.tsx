import type { ReactNode } from 'react'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { Count, Icon } from '#web/widgets/index.ts'
import type { usePreview } from './Preview.tsx'

/** Where the preview's own section stands. */
export const previewId = 'preview'

/**
 * On a phone the preview stands below a long form: its number goes along at the foot until the preview itself is reached, and leads there.
 * In: what was counted last, and whether the draft can be counted at all. Why there is no number, the preview itself says.
 */
export function PreviewBar({ preview, countable }: { preview: ReturnType<typeof usePreview>; countable: boolean }) {
  const t = useT('plans')
  const { figure, funnel } = preview.data ?? {}
  const said: ReactNode = !countable ? '–'
    : figure ? <Count value={figure.value} counts={figure.counts} currency={figure.currency} size="cell" />
    : funnel ? <strong>{funnel.steps.map((step) => groupedNumber(step.value)).join(' → ')}</strong>
    : preview.data ? '–' : '…'
  return (
    <button type="button" className={preview.isOld ? 'preview-bar old' : 'preview-bar'} onClick={() => document.getElementById(previewId)?.scrollIntoView({ block: 'center' })}>
      <span className="small quiet">{t('ui.preview')}</span>
      <span className="preview-bar-said">{said}</span>
      <Icon name="down" size={14} />
    </button>
  )
}
