import type { ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useFilters } from '#web/search.ts'
import { Facts, Icon } from '#web/widgets/index.ts'
import { closed, type FigureSearch } from './asked.ts'
import { unusualOf } from './asked-words.ts'
import type { OnlyWords } from './only.ts'

/**
 * On a phone the number comes first: what it was asked with is folded into one line. What is asked otherwise than usual stays in sight below it, each as a
 * chip that takes it back.
 */
export function Fold({ facts, only, children }: { facts: readonly (string | undefined)[]; only: OnlyWords | null; children: ReactNode }) {
  const t = useT('figures')
  const me = useMe()
  const [search, setSearch] = useFilters<FigureSearch>()
  const unusual = me ? unusualOf(t, search, me.today, me.plan, only?.words) : []
  return (
    <>
      <details className="fold">
        <summary><strong>{t('ui.controls')}</strong><Facts>{facts}</Facts></summary>
        {children}
      </details>
      {unusual.length > 0 && (
        <ul className="unusual" aria-label={t('ui.unusual')}>
          {unusual.map(({ id, words, back }) => (
            <li key={id} className="chip chosen">
              <span title={id === 'only' ? only?.all : undefined}>{words}</span>
              <button type="button" className="chip-clear" aria-label={t('web:filter.clear', { name: words })} onClick={() => setSearch({ ...closed, ...back })}><Icon name="close" size={12} /></button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
