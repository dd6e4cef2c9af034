import { Link } from '@tanstack/react-router'
import { DatePicker, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useLanguage, useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { CountGlyph, Icon } from '#web/widgets/index.ts'
import { useIndicators, type FigureSearch, type Indicator, type Pivot } from './asked.ts'

/** Above the table: what is counted, where we are in the tree, from which day, what stands across, and in which unit. */
export function Options({ pivot, indicator, by }: { pivot: Pivot; indicator: Indicator; by: string }) {
  const t = useT('figures')
  const language = useLanguage()
  const [search, setSearch] = useFilters<FigureSearch>()
  const empty = pivot.columns.filter((column) => column.value === 0 && column.sum === 0).length
  const inTable = search.view === undefined
  return (
    <div className="options">
      <span><CountGlyph counts={pivot.counts} /> <strong>{t(`ui.counted.${pivot.counts}`)}</strong><span className="quiet">{t(`ui.counted.${pivot.counts}.how`)}</span></span>
      <Where pivot={pivot} />
      <span className="options-right">
        {indicator.take === 'every' && (
          <span className="option">
            {t('ui.from')}
            <DatePicker
              variant="borderless" size="small" aria-label={t('ui.from')} placeholder={t('ui.fromOpen')} value={search.from ? dayjs(search.from) : null}
              onChange={(day) => setSearch({ from: day ? (Array.isArray(day) ? day[0] : day).format('YYYY-MM-DD') : undefined })}
            />
          </span>
        )}
        {search.view !== 'months' && indicator.facets.length > 0 && (
          <span className="option">
            {t('ui.across')}
            <Select
              variant="borderless" size="small" popupMatchSelectWidth={false} value={by} aria-label={t('ui.across')}
              onChange={(next) => setSearch({ by: next, key: undefined, cell: undefined, row: undefined })}
              options={[...indicator.facets.map((facet) => ({ value: facet.id, label: facet.name })), { value: 'month', label: t('ui.month') }]}
            />
          </span>
        )}
        {inTable && empty > 0 && (
          <button type="button" className="text-link quiet" onClick={() => setSearch({ zeros: search.zeros ? undefined : 'yes' })}>{search.zeros ? t('ui.zeros.hide') : t('ui.zeros.show', { count: empty })}</button>
        )}
        {inTable && language !== 'en' && (
          <Segmented
            size="small" aria-label={t('ui.unitLabel')} value={search.wan ?? 'no'} onChange={(value) => setSearch({ wan: value === 'yes' ? 'yes' : undefined })}
            options={[{ value: 'no', label: t(`web:unit.${pivot.counts}`) }, { value: 'yes', label: t('web:unit.tenThousand', { unit: t(`web:unit.${pivot.counts}`) }) }]}
          />
        )}
      </span>
    </div>
  )
}

type Found = { readonly units: readonly { readonly code: string; readonly above: readonly { readonly id: number | null; readonly code: string; readonly name: string }[] }[] }

/** The way back up, where the figure is of a unit below the reader's own. */
function Where({ pivot }: { pivot: Pivot }) {
  const t = useT('figures')
  const me = useMe()
  const [, setSearch] = useFilters<FigureSearch>()
  const below = me !== undefined && pivot.unit !== me.unit.code
  const found = useApi<Found>(below ? '/api/units' : null, { search: pivot.unit, limit: 5 }, { staleTime: 300_000 })
  if (!below) return null
  const above = found.data?.units.find((unit) => unit.code === pivot.unit)?.above ?? []
  const own = above.findIndex((place) => place.code === me.unit.code)
  const way = own < 0 ? [me.unit] : above.slice(own)
  const go = (unit: string) => setSearch({ unit: unit === me.unit.code ? undefined : unit, cell: undefined, row: undefined, key: undefined, page: undefined })
  return (
    <nav className="options-where" aria-label={t('ui.where')}>
      {way.map((place) => (
        <span key={place.code}><button type="button" className="text-link" onClick={() => go(place.code)}>{place.name}</button><Icon name="right" size={12} /></span>
      ))}
      <strong>{pivot.unitName}</strong>
    </nav>
  )
}

/** Zero is explained: nothing was reported, or it waits to be checked. */
export function ZeroNote({ pivot }: { pivot: Pivot }) {
  const t = useT('figures')
  const level = useIndicators().data?.levels.find((one) => one.id === pivot.level)
  if (pivot.value !== 0) return null
  const waits = level !== undefined && pivot.waiting > 0
  const why = level && !level.atWork ? 'ui.zero.levelNotAtWork' : waits ? 'ui.zero.waitingWhy' : 'ui.zero.noneWhy'
  return (
    <div className="calm-band zero-note" role="status">
      <Icon name="question" size={20} />
      <div>
        <strong>{waits ? t('ui.zero.waiting', { level: t(`web:checkedBy.${pivot.level}`), waiting: pivot.waiting }) : t('ui.zero.none')}</strong>
        <div className="quiet">{t(why)}</div>
      </div>
      {waits && level.atWork && <Link to={'/checks' as string} className="text-link">{t('ui.zero.toChecks')}</Link>}
    </div>
  )
}
