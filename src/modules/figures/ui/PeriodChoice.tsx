import { Button, DatePicker, Popover } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useFilters } from '#web/search.ts'
import { Icon } from '#web/widgets/index.ts'
import type { FigureSearch } from './asked.ts'
import { periodWords } from './asked-words.ts'
import { quickPeriods } from './periods.ts'

/** From which day to which: what is asked for often at one press, any two days below. */
export function PeriodChoice() {
  const t = useT('figures')
  const me = useMe()
  const [search, setSearch] = useFilters<FigureSearch>()
  const [open, setOpen] = useState(false)
  if (!me) return null
  const quick = quickPeriods(me.today, me.plan)
  const chosen = quick.find(({ from, to }) => from === search.from && to === search.to)
  const choose = (from: string | undefined, to: string | undefined) => setSearch({ from, to, page: undefined })
  const shown = periodWords(t, search, me.today, me.plan)
  const day = (which: 'from' | 'to', placeholder: string) => (
    <DatePicker
      aria-label={t(`ui.period.${which}`)} placeholder={placeholder} value={search[which] ? dayjs(search[which]) : null}
      disabledDate={(one) => (which === 'from' ? one.isAfter(dayjs(search.to ?? me.today)) : search.from !== undefined && one.isBefore(dayjs(search.from)))}
      onChange={(one) => {
        const text = one ? (Array.isArray(one) ? one[0] : one).format('YYYY-MM-DD') : undefined
        choose(which === 'from' ? text : search.from, which === 'to' ? text : search.to)
      }}
    />
  )
  const panel = (
    <div className="period-panel">
      <div className="period-quick">
        {quick.map(({ id, from, to }) => (
          <Button key={id} size="small" type={chosen?.id === id ? 'primary' : 'default'} onClick={() => { choose(from, to); setOpen(false) }}>{t(`ui.period.${id}`)}</Button>
        ))}
      </div>
      <div className="buttons">{day('from', t('ui.fromOpen'))}<span className="quiet">–</span>{day('to', t('web:asOf.today'))}</div>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomLeft" arrow={false} open={open} onOpenChange={setOpen} destroyOnHidden content={panel}>
      <button type="button" className="option-button" aria-expanded={open}><span className="quiet">{t('ui.period')}</span> {shown} <Icon name="down" size={12} /></button>
    </Popover>
  )
}
