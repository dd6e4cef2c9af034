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
  const [opened, setOpened] = useState<ReadonlySet<number> | null>(null)
  const [revealed, setRevealed] = useState<number | undefined>()
  const topId = me?.unit.id
  const top = useApi<UnitDetail>(topId === undefined ? null : `/api/units/${topId}`)
  const choose = (unit: number | undefined) => setFilters({ unit })
  const open: ReadonlySet<number> = opened ?? new Set(topId === undefined ? [] : [topId])
  const toggle = (id: number, wanted: boolean) => setOpened(new Set(wanted ? [...open, id] : [...open].filter((other) => other !== id)))
  const above = (detail: UnitDetail) => detail.address.slice(0, -1).flatMap((step) => step.id ?? [])
  /** Opens all that stands above a unit, so that it shows in the tree, and goes there. A panel that covers the tree gives way. */
  const reveal = (detail: UnitDetail) => {
    setOpened(new Set([...open, ...above(detail)]))
    setRevealed(detail.unit.id)
    setFilters({ q: undefined, unit: window.matchMedia('(max-width: 1199px)').matches ? undefined : detail.unit.id })
  }
  const isHidden = (detail: UnitDetail) => filters.q !== undefined || above(detail).some((id) => !open.has(id))

  const total = top.data && top.data.inside.reduce((sum, step) => sum + step.count, 1)
  const tree = top.error && !top.data
    ? <ErrorState error={top.error} onRetry={() => void top.refetch()} />
    : !top.data
      ? <Skeleton rows={10} />
      : top.data.inside.length === 0 && top.data.unit.level !== 'village'
        ? <EmptyState title={t('units.none')} why={t('units.noneWhy')} />
        : <UnitTree top={top.data.unit} open={open} onToggle={toggle} chosen={filters.unit} revealed={revealed} onChoose={choose} />

  return (
    <Page fill>
      <PageHeader title={t('units.title')} facts={top.data && [top.data.unit.name, t('units.count', { count: total })]} />
      <ControlRow>
        <span className="units-search"><FilterSearch value={filters.q ?? ''} onChange={(q) => setFilters({ q: q || undefined }, { replace: true })} placeholder={t('units.search')} /></span>
      </ControlRow>
      <Split panel={filters.unit ? <UnitPanel key={filters.unit} id={filters.unit} onClose={() => choose(undefined)} onChoose={choose} onReveal={reveal} isHidden={isHidden} /> : null}>
        {filters.q ? <FoundUnits words={filters.q} chosen={filters.unit} onChoose={choose} onClear={() => setFilters({ q: undefined })} /> : tree}
      </Split>
    </Page>
  )
}
