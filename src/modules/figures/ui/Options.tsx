import { Link } from '@tanstack/react-router'
import { Segmented, Select } from 'antd'
import { isLatin } from '#kernel/languages.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { CountGlyph, Icon } from '#web/widgets/index.ts'
import { closed, useIndicators, type FigureSearch, type Indicator, type Pivot } from './asked.ts'
import { axisChoices } from './axis-names.ts'
import { BoundariesChoice } from './BoundariesChoice.tsx'
import { OnlyChoice } from './OnlyChoice.tsx'
import { PeriodChoice } from './PeriodChoice.tsx'
import { withoutZeros } from './zeros.ts'
import { useWriting } from './writing.tsx'

/** Above the table: what is counted, where we are in the tree, what stands down and across, from which day, under which boundaries, in which unit. */
export function Options({ pivot, indicator, axes }: { pivot: Pivot; indicator: Indicator; axes: { rows: string; by: string } }) {
  const t = useT('figures')
  const language = useLanguage()
  const [search, setSearch] = useFilters<FigureSearch>()
  const { plainWord } = useWriting(indicator)
  const { way, name, level } = useWay(pivot)
  const { hiddenRows, hiddenColumns } = withoutZeros(pivot)
  const hidden = hiddenRows === 0 ? t('ui.zeros.show', { count: hiddenColumns }) : hiddenColumns === 0 ? t('ui.zeros.showRows', { rows: hiddenRows }) : t('ui.zeros.showBoth', { rows: hiddenRows, columns: hiddenColumns })
  const inTable = search.view === undefined
  const side = (which: 'rows' | 'by', value: string, other: string) => (
    <span className="option">
      {t(`ui.${which}`)}
      <Select
        variant="borderless" size="small" popupMatchSelectWidth={false} listHeight={400} value={value} aria-label={t(`ui.${which}.label`)} options={axisChoices(indicator, level, other, t)}
        onChange={(next) => setSearch({ ...closed, [which]: next })}
      />
    </span>
  )
  return (
    <div className="options">
      <span className="options-what"><CountGlyph counts={indicator.counts} /> <strong>{t(`ui.counted.${indicator.counts}`)}</strong><span className="quiet">{t(`ui.counted.${indicator.counts}.how`)}</span></span>
      <Where way={way} name={pivot.only.length > 0 ? name : pivot.unitName} />
      {level !== 'village' && <OnlyChoice unit={pivot.unit} answered={pivot.only} />}
      <span className="options-right">
        {search.view !== 'months' && side('rows', axes.rows, axes.by)}
        {(inTable || search.view === 'bars') && side('by', axes.by, axes.rows)}
        {indicator.take !== 'latest' && <PeriodChoice />}
        <BoundariesChoice />
        {inTable && hiddenRows + hiddenColumns > 0 && (
          <button type="button" className="text-link quiet" onClick={() => setSearch({ zeros: search.zeros ? undefined : 'yes' })}>{search.zeros ? t('ui.zeros.hide') : hidden}</button>
        )}
        {inTable && !isLatin(language) && indicator.adds && (
          <Segmented
            size="small" aria-label={t('ui.unitLabel')} value={search.wan ?? 'no'} onChange={(value) => setSearch({ wan: value === 'yes' ? 'yes' : undefined })}
            options={[{ value: 'no', label: plainWord }, { value: 'yes', label: t('web:unit.tenThousand', { unit: plainWord }) }]}
          />
        )}
      </span>
    </div>
  )
}

type Above = { readonly code: string; readonly name: string }
type Found = { readonly units: readonly { readonly code: string; readonly name: string; readonly level?: string; readonly above: readonly Above[] }[] }

/** The way from her own unit down to the one that is looked at, that one's name and level (null where it is not known yet). */
function useWay(pivot: Pivot): { way: readonly Above[]; name: string; level: string | null } {
  const me = useMe()
  const below = me !== undefined && pivot.unit !== me.unit.code
  const found = useApi<Found>(below ? '/api/units' : null, { search: pivot.unit, limit: 5 }, { staleTime: 300_000 })
  if (!me || !below) return { way: [], name: '', level: me?.unit.level ?? null }
  const unit = found.data?.units.find(({ code }) => code === pivot.unit)
  const above = unit?.above ?? []
  const own = above.findIndex((place) => place.code === me.unit.code)
  return { way: own < 0 ? [me.unit] : above.slice(own), name: unit?.name ?? '', level: unit?.level ?? null }
}

/** The way back up, where the figure is of a unit below the reader's own. */
function Where({ way, name }: { way: readonly Above[]; name: string }) {
  const t = useT('figures')
  const me = useMe()
  const [, setSearch] = useFilters<FigureSearch>()
  if (way.length === 0) return null
  const go = (unit: string) => setSearch({ ...closed, unit: unit === me?.unit.code ? undefined : unit, only: undefined })
  return (
    <nav className="options-where" aria-label={t('ui.where')}>
      {way.map((place) => (
        <span key={place.code}><button type="button" className="text-link" onClick={() => go(place.code)}>{place.name}</button><Icon name="right" size={12} /></span>
      ))}
      <strong>{name}</strong>
    </nav>
  )
}

/** Zero is explained: nothing was reported, or it waits to be checked; and so is a mean or share of nobody. */
export function ZeroNote({ pivot }: { pivot: Pivot }) {
  const t = useT('figures')
  const level = useIndicators().data?.levels.find((one) => one.id === pivot.level)
  if (pivot.value === null) {
    return (
      <div className="calm-band zero-note" role="status">
        <Icon name="question" size={20} />
        <div><strong>{t('ui.zero.nobody')}</strong><div className="quiet">{t(`ui.zero.nobody.${pivot.tally}`)}</div></div>
      </div>
    )
  }
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
