import { Button, Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import { holdsWords } from '#kernel/marks.ts'
import { useT } from '#web/i18n.ts'
import { useFilters } from '#web/search.ts'
import { ErrorState, Icon, Skeleton } from '#web/widgets/index.ts'
import { closed, type FigureSearch } from './asked.ts'
import { mostOnly, onlyCodes, useBelow, useOnly, type Named } from './only.ts'

type Props = {
  /** The code of the unit that is looked at. */
  readonly unit: string
  /** Which of its units the shown figure is of alone. */
  readonly answered: readonly Named[]
}

/** Only some of the units below: what they come to together, each person once. A chip says which; one press takes it back. */
export function OnlyChoice({ unit, answered }: Props) {
  const t = useT('figures')
  const [search, setSearch] = useFilters<FigureSearch>()
  const [open, setOpen] = useState(false)
  const only = useOnly(unit, onlyCodes(search), answered)
  const words = only && t('ui.only.these', { units: only.words })
  const choose = (codes: readonly string[]) => {
    setSearch({ ...closed, only: codes.length === 0 ? undefined : codes.toSorted().join(',') })
    setOpen(false)
  }
  return (
    <span className={only ? 'chip chosen only-chip' : 'only-none'}>
      <Popover
        trigger="click" placement="bottomLeft" arrow={false} open={open} onOpenChange={setOpen} destroyOnHidden
        content={<OnlyPanel unit={unit} chosen={onlyCodes(search)} onChoose={choose} />}
      >
        <button type="button" className={only ? undefined : 'option-button'} aria-expanded={open} title={only?.all}>{words ?? t('ui.only')} {!only && <Icon name="down" size={12} />}</button>
      </Popover>
      {words && <button type="button" className="chip-clear" aria-label={t('ui.only.all')} onClick={() => choose([])}><Icon name="close" size={12} /></button>}
    </span>
  )
}

/** The units directly below, ticked and found by name; nothing changes before the button is pressed. */
function OnlyPanel({ unit, chosen, onChoose }: { unit: string; chosen: readonly string[]; onChoose: (codes: readonly string[]) => void }) {
  const t = useT('figures')
  const { units, error } = useBelow(unit)
  const [ticked, setTicked] = useState<readonly string[]>(chosen)
  const [words, setWords] = useState('')
  if (error) return <div className="only-panel"><ErrorState error={error} /></div>
  if (!units) return <div className="only-panel"><Skeleton rows={4} /></div>
  if (units.length === 0) return <p className="quiet only-panel">{t('ui.only.noBelow')}</p>
  const shown = units.filter(({ code, name }) => holdsWords(words, name, code))
  const isFull = ticked.length >= mostOnly
  return (
    <div className="only-panel">
      <Input prefix={<Icon name="search" size={16} />} value={words} onChange={(event) => setWords(event.target.value)} placeholder={t('ui.only.find')} aria-label={t('ui.only.find')} allowClear />
      <div className="filter-options" role="group" aria-label={t('ui.only')}>
        {shown.length === 0 && <p className="quiet">{t('ui.only.none', { words })}</p>}
        {shown.map(({ code, name }) => (
          <Checkbox key={code} checked={ticked.includes(code)} disabled={isFull && !ticked.includes(code)} onChange={({ target }) => setTicked(target.checked ? [...ticked, code] : ticked.filter((one) => one !== code))}>{name}</Checkbox>
        ))}
      </div>
      <div className="only-foot">
        <span className="small quiet">{t(isFull ? 'ui.only.most' : 'ui.only.chosen', { count: isFull ? mostOnly : ticked.length })}</span>
        {/* with nothing ticked all is looked at again */}
        <Button size="small" type="text" disabled={ticked.length === 0} onClick={() => (chosen.length === 0 ? setTicked([]) : onChoose([]))}>{t('ui.only.clear')}</Button>
        <Button size="small" type="primary" disabled={ticked.length === 0} onClick={() => onChoose(ticked)}>{t('ui.only.look')}</Button>
      </div>
    </div>
  )
}
