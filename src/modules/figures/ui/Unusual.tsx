import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useFilters } from '#web/search.ts'
import { Icon } from '#web/widgets/index.ts'
import { closed, type FigureSearch } from './asked.ts'
import { unusualOf, type Unusual as One } from './asked-words.ts'
import type { OnlyWords } from './only.ts'

/** What is asked otherwise than a figure usually is, each as a chip that takes it back. `told`: what stands in a control in sight already. */
export function Unusual({ only, told = [] }: { only: OnlyWords | null; told?: readonly One['id'][] }) {
  const t = useT('figures')
  const me = useMe()
  const [search, setSearch] = useFilters<FigureSearch>()
  const unusual = me ? unusualOf(t, search, me.today, me.plan, only?.words).filter(({ id }) => !told.includes(id)) : []
  if (unusual.length === 0) return null
  return (
    <ul className="unusual" aria-label={t('ui.unusual')}>
      {unusual.map(({ id, words, back }) => (
        <li key={id} className="chip chosen">
          <span title={id === 'only' ? only?.all : undefined}>{words}</span>
          <button type="button" className="chip-clear" aria-label={t('web:filter.clear', { name: words })} onClick={() => setSearch({ ...closed, ...back })}><Icon name="close" size={12} /></button>
        </li>
      ))}
    </ul>
  )
}
