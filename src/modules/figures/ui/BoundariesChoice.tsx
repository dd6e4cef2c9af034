import { DatePicker, Popover, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useFilters } from '#web/search.ts'
import { Icon } from '#web/widgets/index.ts'
import type { FigureSearch } from './asked.ts'
import { boundariesWords } from './asked-words.ts'

/** Under whose boundaries: those of today, those under which each thing was recorded, or those of any day. */
export function BoundariesChoice() {
  const t = useT('figures')
  const me = useMe()
  const [search, setSearch] = useFilters<FigureSearch>()
  const [open, setOpen] = useState(false)
  const now = search.boundaryDay
  const kind = now === undefined ? 'today' : now === 'then' ? 'then' : 'day'
  const choose = (boundaryDay: string | undefined) => setSearch({ boundaryDay, cell: undefined, row: undefined, key: undefined, page: undefined })
  const panel = (
    <Radio.Group
      className="boundaries-panel" aria-label={t('ui.boundaries')} value={kind}
      onChange={({ target }) => choose(target.value === 'today' ? undefined : target.value === 'then' ? 'then' : me?.today)}
    >
      {(['today', 'then', 'day'] as const).map((one) => (
        <Radio key={one} value={one}>{t(`ui.boundaries.${one}`)}<span className="small quiet boundaries-why">{t(`ui.boundaries.${one}.why`)}</span></Radio>
      ))}
      {kind === 'day' && (
        <DatePicker aria-label={t('ui.boundaries.day')} value={dayjs(now)} allowClear={false} onChange={(day) => day && choose((Array.isArray(day) ? day[0] : day).format('YYYY-MM-DD'))} />
      )}
    </Radio.Group>
  )
  return (
    <Popover trigger="click" placement="bottomLeft" arrow={false} open={open} onOpenChange={setOpen} destroyOnHidden content={panel}>
      <button type="button" className="option-button" aria-expanded={open}><span className="quiet">{t('ui.boundaries')}</span> {boundariesWords(t, now)} <Icon name="down" size={12} /></button>
    </Popover>
  )
}
