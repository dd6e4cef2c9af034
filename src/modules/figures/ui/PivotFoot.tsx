import { useT } from '#web/i18n.ts'
import type { Pivot } from './asked.ts'
import { isUnitAxis } from './axis-names.ts'
import { useWhole } from './only.ts'
import type { Draw } from './pivot-cells.tsx'

/** `last`: where it stands among the places of cells. Below the rows: their sum, less those that several of them counted, and the whole under its double rule. Means and ratios have only the whole. */
export function PivotFoot({ pivot, draw, last }: { pivot: Pivot; draw: Draw; last: number }) {
  const t = useT('figures')
  const wholeName = useWhole(pivot)
  const { shown, overlap, times, waits } = draw.columns
  const units = isUnitAxis(pivot.rowsBy)
  const number = (value: number | null) => (value === null ? '' : draw.digits(value))
  return (
    <tfoot>
      {pivot.rowOverlap !== null && pivot.rowOverlap !== 0 && (
        <>
          <tr>
            <th scope="row">{t(units ? 'ui.pivot.rowSum' : 'ui.pivot.rowSum.rows')}</th>
            {shown.map((column) => <td key={column.key}>{number(column.sum)}</td>)}
            {overlap && <td className="hatched stays" />}
            <td className="stays">{number(pivot.rowSum)}</td>
            {times && <td className="stays" />}
            {waits && <td className="stays" />}
          </tr>
          <tr className="hatched">
            <th scope="row">{t(units ? 'ui.pivot.rowOverlap' : 'ui.overlap')}</th>
            {shown.map((column) => <td key={column.key}>{draw.less(column.overlap)}</td>)}
            {overlap && <td className="stays" />}
            <td className="stays">{draw.less(pivot.rowOverlap)}</td>
            {times && <td className="stays" />}
            {waits && <td className="stays" />}
          </tr>
        </>
      )}
      <tr className="whole">
        <th scope="row" title={pivot.unitName}>{wholeName}</th>
        {shown.map((column, c) => <td key={column.key}>{draw.cell(undefined, column.key, column.value, { row: last, column: c })}</td>)}
        {overlap && <td className="hatched stays">{draw.less(pivot.columnOverlap)}</td>}
        <td className="stays">{draw.cell(undefined, undefined, pivot.value, { row: last, column: shown.length })}</td>
        {times && <td className="times stays">{draw.digits(pivot.times)}</td>}
        {waits && <td className="stays">{draw.waiting(undefined, pivot.waiting)}</td>}
      </tr>
    </tfoot>
  )
}
