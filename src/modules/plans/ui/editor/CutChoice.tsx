import { Checkbox, Select } from 'antd'
import { useT } from '#web/i18n.ts'
import { facetsOf, type DefinitionView, type Draft, type FaultView, type ShelfView } from './draft.ts'
import { Faults } from './Faults.tsx'

type Props = { draft: Draft; shelf: ShelfView; list: readonly DefinitionView[]; faults: readonly FaultView[]; change: (part: Partial<Draft>) => void }
/** Persons are shown beside attendances of the same, and the other way round. */
const besides: Partial<Record<Draft['counts'], Draft['counts']>> = { persons: 'person-times', 'person-times': 'persons' }

/** What the figure may be cut by, by what it is cut at first, and which count of the same stands beside it. */
export function CutChoice({ draft, shelf, list, faults, change }: Props) {
  const t = useT('plans')
  const facets = facetsOf(draft, shelf, list)
  const chosen = facets.filter(({ id }) => draft.facets.includes(id))
  const others = list.filter(({ what, retired, id, definition }) => what === 'indicator' && !retired && id !== draft.id && 'counts' in definition && definition.counts === besides[draft.counts])
  if (facets.length === 0 && others.length === 0) return null
  return (
    <fieldset id="facets">
      <legend>{t('ui.edit.facets')}</legend>
      <Checkbox.Group value={draft.facets} onChange={(to) => change({ facets: to.map(String) })} options={facets.map(({ id, name }) => ({ value: id, label: name }))} />
      {chosen.length > 0 && (
        <div className="condition">
          <span>{t('ui.edit.defaultBy')}</span>
          <Select
            aria-label={t('ui.edit.defaultBy')} popupMatchSelectWidth={false} value={chosen.some(({ id }) => id === draft.defaultBy) ? draft.defaultBy! : ''}
            options={[{ value: '', label: t('ui.edit.defaultBy.none') }, ...chosen.map(({ id, name }) => ({ value: id, label: name }))]} onChange={(to: string) => change({ defaultBy: to || undefined })}
          />
        </div>
      )}
      {others.length > 0 && (
        <div className="condition">
          <span>{t('ui.edit.companion')}</span>
          <Select
            className="indicator-select" aria-label={t('ui.edit.companion')} value={others.some(({ id }) => id === draft.companion) ? draft.companion! : ''}
            options={[{ value: '', label: t('ui.edit.companion.none') }, ...others.map(({ id, name }) => ({ value: id, label: name }))]} onChange={(to: string) => change({ companion: to || undefined })}
          />
        </div>
      )}
      <Faults of={faults} at={['facets', 'defaultBy', 'companion']} />
    </fieldset>
  )
}
