import { Button } from 'antd'
import { Fragment, useState } from 'react'
import { useT } from '#web/i18n.ts'
import { Icon, type IconName } from '#web/widgets/index.ts'
import type { ImportDetail, PreviewRow } from '../../imports.contract.ts'
import { PlaceCell, ValueCell, useCellText } from './PreviewCell.tsx'
import { RowSentence } from './RowSentence.tsx'
import { cellOf, columnFor, placeFields, repairsIn, shownFields, type ShownField } from './reading.ts'

export type Decision = { readonly sheet: string; readonly row: number; readonly decision: 'use-id-birth' | 'take-village' | 'send-back' | 'none'; readonly villageCode?: string }
export type Decide = (rows: readonly Decision[]) => Promise<void>

type Props = { readonly rows: readonly PreviewRow[]; readonly forms: ImportDetail['forms']; readonly current: string | null; readonly decide: Decide }

/** The rows of the sheet as it numbers them: repaired cells struck above their repair, faults boxed in place, the sentence beneath. */
export function PreviewTable({ rows, forms, current, decide }: Props) {
  const t = useT('register')
  const severalSheets = forms.length > 1
  return (
    <table className="ruled preview-table">
      <thead>
        <tr>
          <th className="numbers">{t('ui.preview.row')}</th><th><span className="visually-hidden">{t('ui.preview.state')}</span></th>
          {shownFields.map((field) => <th key={field} className={field === 'income' ? 'numbers' : ''}><span className="letter">{letterOf(forms, field)}</span> {t(`ui.head.${field}`)}</th>)}
          <th><span className="visually-hidden">{t('ui.preview.verdict')}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => <Row key={`${row.sheet}:${row.row}`} row={row} severalSheets={severalSheets} current={current === `${row.sheet}:${row.row}`} decide={decide} />)}
      </tbody>
    </table>
  )
}

function letterOf(forms: ImportDetail['forms'], field: ShownField): string {
  const fields = field === 'village' ? placeFields : [field]
  return forms[0]?.columns.find((column) => column.field && fields.includes(column.field))?.letter ?? ''
}

function iconOf(row: PreviewRow): { icon: IconName; key: string } | null {
  if (row.verdict === 'refused') return { icon: 'refused', key: 'refused' }
  if (row.verdict === 'to-decide') return { icon: 'question', key: 'to-decide' }
  if (row.verdict === 'repeated') return { icon: 'copy', key: 'repeated' }
  return repairsIn(row) > 0 ? { icon: 'edit', key: 'repaired' } : null
}

function Row({ row, severalSheets, current, decide }: { row: PreviewRow; severalSheets: boolean; current: boolean; decide: Decide }) {
  const t = useT('register')
  const [open, setOpen] = useState(false)
  const icon = iconOf(row)
  const sentence = row.verdict === 'refused' || row.verdict === 'to-decide' || row.decided !== null
  const rowClass = [`verdict-${row.verdict}`, current ? 'current' : '', sentence || open ? 'with-note' : ''].join(' ')
  return (
    <Fragment>
      <tr className={rowClass} id={`row-${row.sheet}:${row.row}`}>
        <td className="numbers quiet row-number">{row.row}{severalSheets && <span className="small row-sheet">{row.sheet}</span>}</td>
        <td className={`row-icon ${row.verdict}`}>{icon && <Icon name={icon.icon} size={16} label={t(`ui.preview.is.${icon.key}`)} />}</td>
        {shownFields.map((field) => (
          <td key={field} className={`cell-${field}`}>{field === 'village' ? <PlaceCell row={row} /> : <ValueCell cell={cellOf(row, field)} />}</td>
        ))}
        <td className="numbers row-verdict"><Verdict row={row} open={open} toggle={() => setOpen(!open)} /></td>
      </tr>
      {sentence && <tr className={`row-note ${current ? 'current' : ''}`}><td colSpan={2} /><td colSpan={shownFields.length + 1}><RowSentence row={row} decide={decide} /></td></tr>}
      {open && <tr className="row-note"><td colSpan={2} /><td colSpan={shownFields.length + 1}><RowDetails row={row} /></td></tr>}
    </Fragment>
  )
}

function Verdict({ row, open, toggle }: { row: PreviewRow; open: boolean; toggle: () => void }) {
  const t = useT('register')
  if (row.verdict === 'refused') return <span className="ochre">{t('ui.preview.sentBack')}</span>
  if (row.verdict === 'to-decide') return <span className="ochre">{t('ui.preview.toDecide')}</span>
  if (row.verdict === 'repeated') return <span className="quiet">{row.firstRow === null ? t('ui.preview.repeatedRow') : t('ui.preview.sameAs', { row: row.firstRow })}</span>
  const repairs = repairsIn(row)
  const words = [repairs > 0 && t('ui.preview.repairs', { n: repairs }), row.warnings.length > 0 && t('ui.preview.warnings', { n: row.warnings.length })].filter(Boolean).join(t('ui.comma'))
  if (words === '') return null
  return <Button type="text" size="small" className="details-button" aria-expanded={open} onClick={toggle}>{words}</Button>
}

/** What was repaired or is doubtful, in words: also in columns for which the table has no room. */
function RowDetails({ row }: { row: PreviewRow }) {
  const t = useT('register')
  const text = useCellText()
  const repaired = row.cells.filter((cell) => cell.repairs.length > 0)
  return (
    <ul className="row-details">
      {row.warnings.map(({ field, code }) => (
        <li key={field + code}>{t('ui.preview.at', { row: row.row, column: t(`ui.field.${field}`) })}{t(`ui.warning.${code}`)}</li>
      ))}
      {repaired.map((cell) => (
        <li key={cell.field} className={columnFor(cell.field) ? 'quiet' : ''}>
          {t('ui.preview.at', { row: row.row, column: t(`ui.field.${cell.field}`) })}{cell.repairs.map((code) => t(`ui.reason.${code}`)).join(t('ui.comma'))}{' '}
          <s>{cell.before}</s> <strong>{text(cell)}</strong>
        </li>
      ))}
    </ul>
  )
}
