import { percent } from '#web/writing.ts'
import { useT } from '../i18n.ts'

type Props = {
  /** Null: a mean or share of nobody, which is nowhere near and nowhere behind. */
  readonly value: number | null
  readonly target: number
  /** Share of the target's time that is gone, 0 to 1; null draws no mark. */
  readonly gone: number | null
  /** Without the per cent at the right. */
  readonly bare?: boolean
}

/** Part against target. The grey line is where time stands; a bar more than 3 points behind it turns ochre. */
export function TargetBar({ value, target, gone, bare = false }: Props) {
  const t = useT()
  const share = target > 0 ? (value ?? 0) / target : 0
  const behind = value !== null && gone !== null && share < gone - 0.03
  return (
    <span className={behind ? 'target-bar behind' : 'target-bar'} role="img" aria-label={t(behind ? 'target.behind' : 'target.share', { share: percent(share), gone: gone === null ? '' : percent(gone) })}>
      <span className="target-track">
        <span className="target-part" style={{ width: `${Math.min(100, share * 100)}%` }} />
        {gone !== null && <span className="target-time" style={{ left: `${Math.min(100, gone * 100)}%` }} />}
      </span>
      {!bare && <span className="target-percent">{percent(value === null ? null : share)}</span>}
    </span>
  )
}
