import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { EmptyState, ErrorState, Facts, LedgerTable } from '#web/widgets/index.ts'
import type { FoundUnit } from '../contract.ts'
import { Below, UnitTags } from './UnitWords.tsx'

type Props = { readonly words: string; readonly chosen: number | undefined; readonly onChoose: (id: number) => void; readonly onClear: () => void }

/** What a search found, each with where it stands. */
export function FoundUnits({ words, chosen, onChoose, onClear }: Props) {
  const t = useT('organisation')
  const found = useApi<{ units: FoundUnit[]; more: boolean }>('/api/units', { search: words, limit: 50 })
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const above = (unit: FoundUnit) => <Facts>{unit.above.map((step) => step.name)}</Facts>
  return (
    <>
      <LedgerTable<FoundUnit>
        label={t('units.found')} rows={found.data?.units} rowKey={(unit) => String(unit.id)} stale={found.isPlaceholderData}
        onOpen={(unit) => onChoose(unit.id)} currentKey={chosen ? String(chosen) : null}
        columns={[
          { title: t('units.name'), key: 'name', render: (_, unit) => <span className="unit-line"><strong>{unit.name}</strong><UnitTags unit={unit} /></span> },
          { title: t('units.addressOf'), key: 'above', render: (_, unit) => above(unit) },
          { title: t('units.code'), key: 'code', dataIndex: 'code' },
          { title: t('units.below'), key: 'below', render: (_, unit) => <Below counts={unit.below} /> },
        ]}
        phoneLines={(unit) => ({ title: unit.name, right: <UnitTags unit={unit} />, second: above(unit) })}
        empty={<EmptyState title={t('units.noneFound', { words })} why={t('units.noneFoundWhy')} action={{ label: t('units.clear'), onClick: onClear }} />}
      />
      {found.data?.more && <p className="quiet units-more">{t('units.more', { count: found.data.units.length })}</p>}
    </>
  )
}
