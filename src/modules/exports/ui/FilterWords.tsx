import { useT, type Translate } from '#web/i18n.ts'
import type { ExportRow } from '../contract.ts'

/** What was asked, in words: `有劳动能力、想创业`; the unit and the indicator stand elsewhere. */
export function FilterWords({ row }: { row: ExportRow }) {
  const t = useT('exports')
  const said = row.filter.filter(({ name }) => !['unit', 'indicator', 'import', 'request'].includes(name)).map(({ name, values }) => `${t(`ui.filter.${name}`)}${values.length ? t('ui.filter.is', { values: values.map((value) => wordOf(t, row, name, value)).join(t('ui.filter.or')) }) : ''}`)
  // A request's file and the books have no filters to speak of.
  if (row.what === 'rights.held' || row.what === 'ledger') return null
  return <>{said.length === 0 ? t('ui.filter.none') : said.join(t('ui.filter.and'))}</>
}

/** A value of the register by its word; days and codes of a figure as they are. */
function wordOf(t: Translate, { what }: ExportRow, name: string, value: string): string {
  if (what !== 'register.persons') return value
  return name === 'worked' ? t(`register:ui.filter.worked.${value}`) : t(`register:${name}.${value}`)
}
