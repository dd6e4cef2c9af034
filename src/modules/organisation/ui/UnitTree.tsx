import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { ErrorState, Icon, Skeleton } from '#web/widgets/index.ts'
import type { UnitRow } from '../contract.ts'
import { Below, UnitTags } from './UnitWords.tsx'

type Shared = {
  readonly open: ReadonlySet<number>
  readonly onToggle: (id: number, wanted: boolean) => void
  readonly chosen: number | undefined
  /** The row to go to: it takes the focus when it is drawn. */
  readonly revealed: number | undefined
  readonly onChoose: (id: number) => void
}

/** The tree as a ruled table. Arrows walk it: up and down between rows, right opens, left closes or goes to the parent; Enter chooses. */
export function UnitTree({ top, ...shared }: { top: UnitRow } & Shared) {
  const t = useT('organisation')
  return (
    <table className="unit-tree" role="treegrid" aria-label={t('units.tree')}>
      <thead>
        <tr>
          <th scope="col">{t('units.name')}</th>
          <th scope="col" className="wide-only">{t('units.code')}</th>
          <th scope="col" className="wide-only">{t('units.below')}</th>
        </tr>
      </thead>
      <tbody>
        <Branch unit={top} depth={1} {...shared} />
      </tbody>
    </table>
  )
}

/** One unit and, where it is open, what is below it. */
function Branch({ unit, depth, ...shared }: { unit: UnitRow; depth: number } & Shared) {
  const t = useT('organisation')
  const { open, onToggle, chosen, revealed, onChoose } = shared
  const row = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (revealed !== unit.id) return
    row.current?.scrollIntoView({ block: 'center' })
    row.current?.focus({ preventScroll: true })
  }, [revealed, unit.id])
  const hasBelow = unit.below.length > 0
  const isOpen = hasBelow && open.has(unit.id)
  const toggle = () => onToggle(unit.id, !isOpen)
  const keys = (event: KeyboardEvent<HTMLTableRowElement>) => {
    const done = act(event, { hasBelow, isOpen, toggle, choose: () => onChoose(unit.id) })
    if (done) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  return (
    <>
      <tr
        ref={row} data-depth={depth} tabIndex={depth === 1 || chosen === unit.id ? 0 : -1} onKeyDown={keys} onClick={() => onChoose(unit.id)}
        aria-level={depth} aria-selected={chosen === unit.id} {...(hasBelow ? { 'aria-expanded': isOpen } : {})}
        className={chosen === unit.id ? 'current' : ''}
      >
        <td style={{ paddingInlineStart: 8 + (depth - 1) * 22 }}>
          <span className="unit-line">
            {hasBelow ? (
              <button
                type="button" className="unit-toggle" tabIndex={-1} aria-label={t(isOpen ? 'units.close' : 'units.open', { name: unit.name })}
                onClick={(event) => { event.stopPropagation(); toggle() }}
              >
                <Icon name={isOpen ? 'down' : 'right'} size={14} />
              </button>
            ) : <span className="unit-toggle" />}
            <span className={depth <= 2 ? 'unit-name strong' : 'unit-name'}>{unit.name}</span>
            <UnitTags unit={unit} />
          </span>
          <span className="phone-only small quiet unit-second">{unit.code}<Below counts={unit.below} /></span>
        </td>
        <td className="wide-only quiet">{unit.code}</td>
        <td className="wide-only quiet"><Below counts={unit.below} /></td>
      </tr>
      {isOpen && <Children of={unit} depth={depth + 1} {...shared} />}
    </>
  )
}

function Children({ of, depth, ...shared }: { of: UnitRow; depth: number } & Shared) {
  const children = useApi<{ units: UnitRow[] }>(`/api/units/${of.id}/children`, undefined, { staleTime: 300_000 })
  if (children.data) return children.data.units.map((unit) => <Branch key={unit.id} unit={unit} depth={depth} {...shared} />)
  return <Line depth={depth}>{children.error ? <ErrorState error={children.error} onRetry={() => void children.refetch()} /> : <Skeleton rows={2} />}</Line>
}

function Line({ depth, children }: { depth: number; children: ReactNode }) {
  return <tr><td colSpan={3} style={{ paddingInlineStart: 30 + (depth - 1) * 22 }}>{children}</td></tr>
}

/** What a key does on a row of the tree (WAI-ARIA treegrid pattern). True where it did something. */
function act(event: KeyboardEvent<HTMLTableRowElement>, row: { hasBelow: boolean; isOpen: boolean; toggle: () => void; choose: () => void }): boolean {
  const here = event.currentTarget
  const rows = [...here.closest('table')!.querySelectorAll<HTMLElement>('tbody tr[data-depth]')]
  const at = rows.indexOf(here)
  const go = (to: HTMLElement | undefined) => (to?.focus(), to !== undefined)
  switch (event.key) {
    case 'ArrowDown': return go(rows[at + 1])
    case 'ArrowUp': return go(rows[at - 1])
    case 'Home': return go(rows[0])
    case 'End': return go(rows.at(-1))
    case 'ArrowRight':
      if (row.isOpen) return go(rows[at + 1])
      if (row.hasBelow) row.toggle()
      return row.hasBelow
    case 'ArrowLeft':
      if (row.isOpen) row.toggle()
      else go(rows.slice(0, at).findLast((other) => Number(other.dataset['depth']) < Number(here.dataset['depth'])))
      return true
    case 'Enter':
    case ' ':
      row.choose()
      return true
    default: return false
  }
}
