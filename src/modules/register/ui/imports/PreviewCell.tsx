import type { ReactNode } from 'react'
import { moneyDigits } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import type { PreviewRow } from '../../imports.contract.ts'
import { cellOf, placeFields, type PreviewCell } from './reading.ts'

/** What a cell means, in words: codes by their names, fen as yuan. */
export function useCellText(): (cell: PreviewCell | undefined) => string {
  const t = useT('register')
  return (cell) => {
    const value = cell?.after
    if (value === null || value === undefined || value === '') return ''
    switch (cell!.field) {
      case 'ability': return t(`ui.ability.${value}`)
      case 'wish': return t(`ui.wish.${value}`)
      case 'sex': return t(`ui.sex.${value}`)
      case 'hardships': return value.split(',').map((code) => t(`ui.hardship.${code}`)).join(t('ui.comma'))
      case 'income': return /^\d+$/.test(value) ? moneyDigits(value, 'CNY') : value
      default: return value
    }
  }
}

/** One cell: as it is, or the old struck above the new, or the fault in its box. */
export function ValueCell({ cell }: { cell: PreviewCell | undefined }) {
  const text = useCellText()
  if (!cell) return null
  return <Written text={text(cell)} before={cell.before} fault={cell.fault !== null} repaired={cell.repairs.length > 0} warned={cell.warnings.length > 0} />
}

/** Town and village in one, from whichever columns the sheet has for them. */
export function PlaceCell({ row }: { row: PreviewRow }) {
  const text = useCellText()
  const cells = placeFields.map((field) => cellOf(row, field)).filter((cell) => cell !== undefined)
  const fault = cells.find((cell) => cell.fault !== null)
  if (fault) return <Written text={text(fault)} before={fault.before} fault repaired={false} warned={false} />
  const village = cellOf(row, 'village') ?? cellOf(row, 'address')
  // the server joins town and village by a typed dot; it is drawn here
  const [before = '', after] = text(village).split('·')
  const town = after === undefined ? text(cellOf(row, 'town')) : before
  const name = after ?? before
  const repaired = cells.filter((cell) => cell.repairs.length > 0)
  const words = town && name && !name.startsWith(town) ? <span className="facts preview-place"><span>{town}</span><span>{name}</span></span> : name || town
  return <Written text={words} before={repaired.length > 0 ? repaired.map((cell) => cell.before).filter(Boolean).join(' ') : null} fault={false} repaired={repaired.length > 0} warned={cells.some((cell) => cell.warnings.length > 0)} />
}

function Written({ text, before, fault, repaired, warned }: { text: ReactNode; before: string | null; fault: boolean; repaired: boolean; warned: boolean }) {
  const t = useT('register')
  if (fault) return <span className="fault-box">{before || text || t('ui.preview.blank')}</span>
  if (repaired) {
    // a repair that shows the same words (a date cell) needs no second line
    return before && before !== text ? <span className="repaired"><s>{before}</s><strong>{text}</strong></span> : <strong>{text}</strong>
  }
  return <span className={warned ? 'warned' : ''}>{text || before}</span>
}
