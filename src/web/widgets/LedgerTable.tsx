import { Pagination, Table, type TableProps } from 'antd'
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '../i18n.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Skeleton, Stale } from './Loading.tsx'

const phone = typeof window === 'undefined' ? null : window.matchMedia('(max-width: 640px)')
/** True on a phone's width. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      phone?.addEventListener('change', listener)
      return () => phone?.removeEventListener('change', listener)
    },
    () => phone?.matches ?? false,
  )
}

/** A row on a phone: name and what stands at its right, then a second line. */
export type PhoneLines = { readonly title: ReactNode; readonly right?: ReactNode; readonly second?: ReactNode }

type Props<Row extends object> = {
  readonly columns: NonNullable<TableProps<Row>['columns']>
  /** Undefined while the first answer is on its way. */
  readonly rows: readonly Row[] | undefined
  readonly rowKey: (row: Row) => string
  /** Of all that fit, not of those shown. Without it the table has no pages. */
  readonly total?: number
  readonly page?: number
  readonly pageSize?: number
  readonly onPage?: (page: number) => void
  /** The total in words: `共 28,460 人`. */
  readonly totalWords?: string
  /** Enter or a click on the row. */
  readonly onOpen?: (row: Row) => void
  /** The row that is open in the panel. */
  readonly currentKey?: string | null
  readonly selection?: { readonly keys: readonly string[]; readonly onChange: (keys: string[]) => void }
  /** New rows are on their way: the old ones stay at 60 %. */
  readonly stale?: boolean
  readonly phoneLines: (row: Row) => PhoneLines
  readonly empty?: ReactNode
  readonly onSort?: (key: string, direction: 'ascending' | 'descending' | null) => void
  /** 38 px rows; comfortable ones are 46. */
  readonly comfortable?: boolean
  readonly label: string
  readonly foot?: ReactNode
}

/** A list of records: rows of 38 px, J and K walk, Enter opens, fifty a page with the total; two-line rows on a phone. */
export function LedgerTable<Row extends object>(props: Props<Row>) {
  const { columns, rows, rowKey, total, page = 1, pageSize = 50, onPage, totalWords, onOpen, currentKey = null, selection, stale = false, phoneLines, empty, onSort, comfortable = false, label, foot } = props
  const t = useT()
  const isPhone = useIsPhone()
  const [walked, setWalked] = useState<string | null>(currentKey)
  useEffect(() => setWalked(currentKey), [currentKey])
  const here = rows?.findIndex((row) => rowKey(row) === walked) ?? -1
  const walk = (step: number) => {
    if (!rows || rows.length === 0) return
    const row = rows[Math.max(0, Math.min(rows.length - 1, here + step))]!
    setWalked(rowKey(row))
    document.querySelector(`[data-row-key="${CSS.escape(rowKey(row))}"]`)?.scrollIntoView({ block: 'nearest' })
    if (currentKey !== null) onOpen?.(row)
  }
  useShortcut('j', () => walk(1))
  useShortcut('k', () => walk(here < 0 ? 1 : -1))
  useShortcut('Enter', (event) => {
    // a focused button or link keeps its own Enter
    if ((event.target as HTMLElement).closest('a, button')) return
    const row = rows?.[here]
    if (row) onOpen?.(row)
  })

  if (!rows) return <Skeleton rows={10} />
  if (rows.length === 0 && empty) return <Stale stale={stale}>{empty}</Stale>
  const from = (page - 1) * pageSize + 1
  const pages = total !== undefined && (
    <div className="table-foot">
      <span className="quiet">
        {rows.length > 0 && t('table.range', { from: groupedNumber(from), to: groupedNumber(from + rows.length - 1) })}
        {totalWords ?? t('table.total', { total })}
      </span>
      {foot}
      {total > pageSize && (
        <Pagination size="small" current={page} pageSize={pageSize} total={total} showSizeChanger={false} simple={isPhone} onChange={(next) => onPage?.(next)} />
      )}
    </div>
  )
  if (isPhone) {
    return (
      <Stale stale={stale}>
        <ul className="two-lines" aria-label={label}>
          {rows.map((row) => {
            const { title, right, second } = phoneLines(row)
            const lines = <><span className="two-lines-first"><strong>{title}</strong><span>{right}</span></span>{second && <span className="two-lines-second">{second}</span>}</>
            return <li key={rowKey(row)} data-row-key={rowKey(row)}>{onOpen ? <button type="button" onClick={() => onOpen(row)}>{lines}</button> : <div>{lines}</div>}</li>
          })}
        </ul>
        {pages}
      </Stale>
    )
  }
  return (
    <Stale stale={stale}>
      <Table<Row>
        aria-label={label}
        size={comfortable ? 'medium' : 'small'} columns={columns} dataSource={rows as Row[]} rowKey={rowKey} pagination={false} tableLayout="auto" className="table-scroll"
        rowClassName={(row) => [onOpen ? 'openable' : '', rowKey(row) === walked || rowKey(row) === currentKey ? 'current' : ''].join(' ')}
        onRow={(row) => ({
          onClick: (event) => {
            if (!(event.target as HTMLElement).closest('a, button, input, label')) onOpen?.(row)
          },
        })}
        {...(selection ? { rowSelection: { selectedRowKeys: [...selection.keys], onChange: (keys) => selection.onChange(keys.map(String)), preserveSelectedRowKeys: true } } : {})}
        onChange={(_page, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter
          onSort?.(String(one?.columnKey ?? ''), one?.order === 'ascend' ? 'ascending' : one?.order === 'descend' ? 'descending' : null)
        }}
      />
      {pages}
    </Stale>
  )
}
