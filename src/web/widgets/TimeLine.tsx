import type { ReactNode } from 'react'
import { HighestSeal } from './Seal.tsx'
import type { Level } from '#kernel/seals.ts'

export type Happening = { readonly id: string; readonly on: string; readonly kind: string; readonly words: ReactNode; readonly checkedTo?: Level | string | null; readonly struck?: boolean }

/** What happened to somebody, newest first, under its years, each with the highest seal it has. Reversed ones are struck. */
export function TimeLine({ happenings }: { happenings: readonly Happening[] }) {
  const years = [...new Set(happenings.map(({ on }) => on.slice(0, 4)))]
  return (
    <div className="time-line">
      {years.map((year) => (
        <section key={year}>
          <h3 className="small quiet">{year}</h3>
          <ol>
            {happenings.filter(({ on }) => on.startsWith(year)).map((one) => (
              <li key={one.id} className={one.struck ? 'struck' : ''}>
                <time dateTime={one.on}>{one.on.slice(5)}</time>
                <strong>{one.kind}</strong>
                <span className="time-line-words">{one.words}</span>
                {one.checkedTo !== undefined && <HighestSeal level={one.checkedTo} />}
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}
