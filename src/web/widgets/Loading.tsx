import type { ReactNode } from 'react'
import { useT } from '../i18n.ts'

/** A thin bar over what is being asked again. Appears after 300 ms, so that quick answers do not flicker. */
export function ThinBar({ shown }: { shown: boolean }) {
  const t = useT()
  return shown ? <div className="thin-bar" role="progressbar" aria-label={t('loading')} /> : <div className="thin-bar-room" />
}

/** Old numbers stay, at 60 %, under a thin bar, while new ones come: never a blank. `stale` is a query's `isPlaceholderData || isFetching`. */
export function Stale({ stale, children }: { stale: boolean; children: ReactNode }) {
  return (
    <div className={stale ? 'stale' : ''} aria-busy={stale}>
      <ThinBar shown={stale} />
      <div className="stale-content">{children}</div>
    </div>
  )
}

/** Grey lines in place of the very first answer. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const t = useT()
  return (
    <div className="skeleton" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, i) => <div key={i} style={{ width: `${88 - ((i * 17) % 40)}%` }} />)}
    </div>
  )
}

/** Grey rows in the height of a list's own, with a bar that runs above them: the list is on its way, and nothing jumps when it comes. Seen at once. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  const t = useT()
  return (
    <div className="skeleton-rows" role="status" aria-label={t('loading')} aria-busy="true">
      <div className="thin-bar" />
      {Array.from({ length: rows }, (_, i) => <div key={i} className="skeleton-row"><span style={{ width: 44 + ((i * 13) % 20) }} /><span style={{ width: `${52 - ((i * 17) % 24)}%` }} /></div>)}
    </div>
  )
}
