import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ControlRow, EmptyState, ErrorState, FilterSearch, Page, PageHeader, Skeleton, Split } from '#web/widgets/index.ts'
import type { UnitDetail } from '../contract.ts'
import { FoundUnits } from './FoundUnits.tsx'
import { UnitPanel } from './UnitPanel.tsx'
import { UnitTree } from './UnitTree.tsx'
import './units.css'

type Filters = { q?: string | undefined; unit?: number | undefined }

/** The units that she reaches: a tree that opens step by step, or, while something is searched, a list; a panel for the chosen one. */
export default function Units() {
  const t = useT('organisation')
  const me = useMe()
  const [filters, setFilters] = useFilters<Filters>()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const topId = me?.unit.id
  const top = useApi<UnitDetail>(topId === undefined ? null : `/api/units/${topId}`)
  const choose = (unit: number | undefined) => setFilters({ unit })
  const toggle = (id: number, wanted: boolean) =>
    setOpen((before) => {
      const next = new Set(before)
      if (wanted) next.add(id)
      else next.delete(id)
      return next
    })
  /** Opens all that stands above a unit, so that it shows in the tree. */
  const reveal = (detail: UnitDetail) => {
    setOpen((before) => new Set([...before, ...detail.address.slice(0, -1).flatMap((step) => step.id ?? [])]))
    setFilters({ q: undefined, unit: detail.unit.id })
  }

  const total = top.data && top.data.inside.reduce((sum, step) => sum + step.count, 1)
  const tree = top.error && !top.data
    ? <ErrorState error={top.error} onRetry={() => void top.refetch()} />
    : !top.data
      ? <Skeleton rows={10} />
      : top.data.inside.length === 0 && top.data.unit.level !== 'village'
        ? <EmptyState title={t('units.none')} why={t('units.noneWhy')} />
        : <UnitTree top={top.data.unit} open={open} onToggle={toggle} chosen={filters.unit} onChoose={choose} />

  return (
    <Page fill>
      <PageHeader title={t('units.title')} facts={top.data && [top.data.unit.name, t('units.count', { count: total })]} />
      <ControlRow>
        <FilterSearch value={filters.q ?? ''} onChange={(q) => setFilters({ q: q || undefined }, { replace: true })} placeholder={t('units.search')} />
      </ControlRow>
      <Split panel={filters.unit ? <UnitPanel key={filters.unit} id={filters.unit} onClose={() => choose(undefined)} onChoose={choose} onReveal={reveal} /> : null}>
        {filters.q ? <FoundUnits words={filters.q} chosen={filters.unit} onChoose={choose} onClear={() => setFilters({ q: undefined })} /> : tree}
      </Split>
    </Page>
  )
}
