import { TreeSelect } from 'antd'
import { useEffect, useState } from 'react'
import { get } from '../client.ts'
import { bracketed } from '#web/writing.ts'
import { useLanguage, useT } from '../i18n.ts'
import { useMe } from '../me.ts'
import { useApi } from '../queries.ts'

// the part of the organisation's answers that is drawn here
type Unit = { readonly id: number; readonly name: string; readonly level: string; readonly below: readonly unknown[]; readonly above?: readonly { readonly name: string }[] }
type Node = { value: number; title: string; label: string; isLeaf: boolean; selectable: boolean; pId: number | 0; id: number }

type Props = {
  readonly id?: string
  readonly value: number | undefined
  readonly onChange: (unit: number | undefined) => void
  /** Only villages may be taken: where a card lives. */
  readonly villagesOnly?: boolean
  /** Her own unit may be taken as well: it stands on top of the tree. */
  readonly withOwn?: boolean
  readonly placeholder: string
  readonly status?: 'error' | ''
}

/** The tree of units from one's own down, a level at a time; letters search all of it. */
export function UnitPicker({ id, value, onChange, villagesOnly = false, withOwn = false, placeholder, status = '' }: Props) {
  const t = useT()
  const language = useLanguage()
  const top = useMe()?.unit
  const chosen = useApi<{ unit: Unit }>(value === undefined ? null : `/api/units/${value}`, undefined, { staleTime: 600_000 })
  const [nodes, setNodes] = useState<Node[]>([])
  const [found, setFound] = useState<Node[] | null>(null)
  const nodeOf = (unit: Unit, parent: number): Node => ({
    id: unit.id, pId: parent, value: unit.id, title: unit.above?.length ? bracketed(unit.name, unit.above.slice(-2).map(({ name }) => name).join(' '), language) : unit.name,
    label: unit.name, isLeaf: unit.below.length === 0, selectable: !villagesOnly || unit.level === 'village',
  })
  const load = async (parent: number) => {
    const { units } = await get<{ units: Unit[] }>(`/api/units/${parent}/children`)
    setNodes((before) => [...before.filter((node) => node.pId !== parent), ...units.map((unit) => nodeOf(unit, parent === top?.id && !withOwn ? 0 : parent))])
  }
  useEffect(() => {
    if (!top) return
    if (withOwn) setNodes([{ id: top.id, pId: 0, value: top.id, title: top.name, label: top.name, isLeaf: false, selectable: true }])
    void load(top.id).catch(() => {})
  }, [top?.id])
  const search = async (words: string) => {
    if (words.trim() === '') return setFound(null)
    try {
      const { units } = await get<{ units: Unit[] }>('/api/units', { query: { search: words.trim(), limit: 30 } })
      return setFound(units.filter((unit) => !villagesOnly || unit.level === 'village').map((unit) => ({ ...nodeOf(unit, 0), isLeaf: true })))
    } catch {
      return setFound(null)
    }
  }
  const shown = found ?? nodes
  const known = value !== undefined && shown.some((node) => node.value === value)
  const name = chosen.data && chosen.data.unit.id === value ? chosen.data.unit.name : '…'
  return (
    <TreeSelect<{ value: number; label: string } | undefined>
      {...(id ? { id } : {})} className={value === undefined ? 'unit-picker' : 'unit-picker chosen'} status={status} labelInValue allowClear placeholder={placeholder} aria-label={placeholder} treeDataSimpleMode
      value={value === undefined ? undefined : { value, label: known ? shown.find((node) => node.value === value)!.label : name }}
      {...(withOwn && top ? { treeDefaultExpandedKeys: [top.id] } : {})}
      treeData={shown} loadData={(node) => load(Number(node['value']))} treeNodeLabelProp="label" popupMatchSelectWidth={280} notFoundContent={t('unitPicker.none')}
      showSearch={{ filterTreeNode: false, onSearch: (words: string) => void search(words) }}
      onChange={(next) => { onChange(next ? Number(next.value) : undefined); setFound(null) }}
    />
  )
}
