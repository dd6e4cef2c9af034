import { Button } from 'antd'
import type { ReactNode } from 'react'
import { groupedNumber, percent } from '#web/writing.ts'
import { useT } from '../i18n.ts'
import { Icon } from './Icon.tsx'

type Props = {
  readonly title: string
  /** Who began it and when. */
  readonly note?: ReactNode
  readonly done: number
  /** Unknown while it is being counted. */
  readonly total: number | null
  /** What is counted: 笔, 行. */
  readonly unit: string
  readonly steps?: readonly string[]
  readonly step?: number
  readonly secondsLeft?: number | null
  readonly onStop?: () => void
  /** It goes on when the page is left. */
  readonly mayLeave?: boolean
}

/** Long work: per cent, things counted, steps, time left, a way to stop. */
export function JobProgress({ title, note, done, total, unit, steps = [], step = 0, secondsLeft, onStop, mayLeave = false }: Props) {
  const t = useT()
  const share = total ? Math.min(1, done / total) : 0
  return (
    <div className="job" role="status">
      <div className="job-line">
        <span className="spinner" aria-hidden="true" />
        <strong>{title}</strong>
        {note && <span className="quiet">{note}</span>}
        {secondsLeft != null && <span className="aside">{timeLeft(secondsLeft, t)}</span>}
      </div>
      <div className={total === null ? 'job-bar unknown' : 'job-bar'} role="progressbar" aria-label={title} aria-valuemin={0} aria-valuemax={100} {...(total === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}>
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <div className="job-line">
        <span>
          {total !== null && <strong>{percent(share)} </strong>}
          {groupedNumber(done)}{total !== null && ` / ${groupedNumber(total)}`} {unit}
        </span>
        <span className="job-steps">
          {steps.map((name, i) => (
            <span key={name} className={i < step ? 'quiet' : i === step ? 'current' : 'later'}>
              {i < step && <Icon name="tick" size={14} />}{name}
            </span>
          ))}
        </span>
        {(mayLeave || onStop) && (
          <span className="aside buttons">
            {mayLeave && <span className="quiet">{t('job.mayLeave')}</span>}
            {onStop && <Button size="small" onClick={onStop}>{t('job.stop')}</Button>}
          </span>
        )}
      </div>
    </div>
  )
}

function timeLeft(seconds: number, t: ReturnType<typeof useT>): string {
  return seconds < 90 ? t('job.secondsLeft', { count: Math.max(1, Math.round(seconds)) }) : t('job.minutesLeft', { count: Math.round(seconds / 60) })
}
