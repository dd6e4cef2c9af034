import { useNavigate } from '@tanstack/react-router'
import { Input, Popover } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { holdsWords } from '#kernel/marks.ts'
import { useT } from '#web/i18n.ts'
import { CountGlyph, Icon } from '#web/widgets/index.ts'
import { closed, scopeOf, useFunnels, type FigureSearch, type Indicator } from './asked.ts'
import { isUnitAxis } from './axis-names.ts'
import { groupsOf } from './groups.ts'

/** Another indicator, or a funnel, over the same scope: found by its name, in groups of what is counted. `chosen`: the id of the one that is shown. */
export function IndicatorChoice({ indicators, chosen }: { indicators: readonly Indicator[]; chosen: string }) {
  const t = useT('figures')
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const groups = groupsOf(indicators, words)
  const funnels = (useFunnels().data?.funnels ?? []).filter(({ id, name }) => holdsWords(words, name, id))
  const goFunnel = (funnel: string) => void navigate({ to: '/funnels/$funnel' as string, params: { funnel } as never, search: ((before: FigureSearch) => scopeOf(before)) as never })
  const go = (to: Indicator) => {
    setOpen(false)
    setWords('')
    const has = (by: string | undefined) => by !== undefined && (isUnitAxis(by) || by === 'month' || by === 'none' || to.facets.some(({ id }) => id === by))
    void navigate({
      to: '/figures/$indicator', params: { indicator: to.id } as never,
      search: ((before: FigureSearch) => ({ ...before, ...closed, both: undefined, rows: has(before.rows) ? before.rows : undefined, by: has(before.by) ? before.by : undefined })) as never,
    })
  }
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, .indicator-one')]
    const next = all[all.indexOf(document.activeElement as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1)]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  const panel = (
    <div className="indicator-choice" onKeyDown={walk}>
      <Input
        prefix={<Icon name="search" size={16} />} value={words} onChange={(event) => setWords(event.target.value)} placeholder={t('ui.indicator.find')} aria-label={t('ui.indicator.find')} allowClear autoFocus
        onPressEnter={() => (groups[0]?.indicators[0] ? go(groups[0].indicators[0]) : funnels[0] && goFunnel(funnels[0].id))}
      />
      <div className="indicator-groups">
        {groups.length + funnels.length === 0 && <p className="quiet panel-none">{t('ui.indicator.none', { words })}</p>}
        {groups.map(({ id, indicators: some }) => (
          <section key={id} aria-label={t(`ui.group.${id}`)}>
            <h3 className="small quiet">{t(`ui.group.${id}`)}</h3>
            {some.map((one) => (
              <button type="button" key={one.id} className={one.id === chosen ? 'indicator-one current' : 'indicator-one'} aria-current={one.id === chosen} onClick={() => go(one)}>
                <CountGlyph counts={one.counts} /> <span>{one.name}{one.own && <span className="unit">{t('ui.indicator.own')}</span>}</span>
              </button>
            ))}
          </section>
        ))}
        {funnels.length > 0 && (
          <section aria-label={t('ui.funnels')}>
            <h3 className="small quiet">{t('ui.funnels')}</h3>
            {funnels.map(({ id, name }) => (
              <button type="button" key={id} className={id === chosen ? 'indicator-one current' : 'indicator-one'} aria-current={id === chosen} onClick={() => goFunnel(id)}><Icon name="filter" size={13} /> <span>{name}</span></button>
            ))}
          </section>
        )}
      </div>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomLeft" arrow={false} open={open} onOpenChange={setOpen} destroyOnHidden content={panel}>
      <button type="button" className="option-button" aria-expanded={open} title={t('ui.indicator.change')}>{t('ui.indicator.change')} <Icon name="down" size={12} /></button>
    </Popover>
  )
}
