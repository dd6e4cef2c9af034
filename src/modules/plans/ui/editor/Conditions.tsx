import { Dropdown, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { Icon } from '#web/widgets/index.ts'
import { setOptions } from './Choices.tsx'
import { emptyNear, facetsOf, subjectOf, type DefinitionView, type Draft, type FaultView, type Near, type SetOf, type ShelfView } from './draft.ts'
import { Faults } from './Faults.tsx'

type Props = { draft: Draft; shelf: ShelfView; list: readonly DefinitionView[]; faults: readonly FaultView[]; change: (part: Partial<Draft>) => void }
const put = <T,>(list: readonly T[], i: number, one: T | null) => (one === null ? list.filter((_, at) => at !== i) : list.map((old, at) => (at === i ? one : old)))

/** Conditions as sentences that are added, changed and taken away. */
export function Conditions({ draft, shelf, list, faults, change }: Props) {
  const t = useT('plans')
  const facets = facetsOf(draft, shelf, list)
  const free = facets.filter(({ id }) => !(id in draft.where))
  const kinds = shelf.kinds.filter(({ subject }) => subject === subjectOf(draft, shelf)).map(({ id, name }) => ({ value: id, label: name }))
  const sets = setOptions(list, draft.id)
  const add: { key: string; label: string; disabled?: boolean; put: () => Partial<Draft> }[] = [
    { key: 'where', label: t('ui.add.where'), disabled: free.length === 0, put: () => ({ where: { ...draft.where, [free[0]!.id]: [] } }) },
    { key: 'near', label: t('ui.add.near'), put: () => ({ near: [...draft.near, emptyNear] }) },
    { key: 'still', label: t('ui.add.still'), put: () => ({ near: [...draft.near, { ...emptyNear, kinds: draft.kinds, fromDays: null, newestOf: draft.kinds }] }) },
    { key: 'without', label: t('ui.add.without'), disabled: draft.without.length > 0, put: () => ({ without: kinds.slice(0, 1).map(({ value }) => value) }) },
    { key: 'all', label: t('ui.add.all'), disabled: sets.length === 0, put: () => ({ all: [...draft.all, { of: sets[0]!.value, period: 'same' }] }) },
    { key: 'except', label: t('ui.add.except'), disabled: sets.length === 0, put: () => ({ except: [...draft.except, { of: sets[0]!.value, period: 'until' }] }) },
  ]
  const set = (key: 'all' | 'except') => (one: SetOf, i: number) => (
    <Row key={`${key}${i}`} faults={faults} at={`${key}.${i}`} onRemove={() => change({ [key]: put(draft[key], i, null) })}>
      <span>{t(`ui.set.${key}`)}</span>
      <Select aria-label={t(`ui.set.${key}`)} className="indicator-select" showSearch={{ optionFilterProp: 'label' }} value={one.of} options={sets} onChange={(of: string) => change({ [key]: put(draft[key], i, { ...one, of }) })} />
      <Select aria-label={t('ui.set.period')} value={one.period} options={(['same', 'until'] as const).map((value) => ({ value, label: t(`ui.set.${value}`) }))} onChange={(period: SetOf['period']) => change({ [key]: put(draft[key], i, { ...one, period }) })} />
    </Row>
  )
  const classed = Object.keys(draft.where).some((id) => shelf.class.facets.includes(id) && !shelf.kinds.some((kind) => draft.kinds.includes(kind.id) && kind.facets.includes(id)))
  return (
    <fieldset id="conditions">
      <legend>{t('ui.edit.conditions')}</legend>
      {Object.entries(draft.where).map(([id, values]) => (
        <Row key={id} faults={faults} at={`where.${id}`} onRemove={() => change({ where: Object.fromEntries(Object.entries(draft.where).filter(([other]) => other !== id)) })}>
          <Select
            aria-label={t('ui.where.facet')} value={id} options={facets.map((one) => ({ value: one.id, label: one.name, disabled: one.id !== id && one.id in draft.where }))}
            onChange={(to: string) => change({ where: Object.fromEntries(Object.entries(draft.where).map(([other, list]) => (other === id ? [to, []] : [other, list]))) })}
          />
          <span>{t('ui.where.is')}</span>
          <Select
            mode="multiple" className="values-select" aria-label={t('ui.where.values')} placeholder={t('ui.where.choose')} value={[...values]} status={values.length === 0 ? 'warning' : ''}
            options={(facets.find((one) => one.id === id)?.values ?? []).map((one) => ({ value: one.id, label: one.name }))} onChange={(to: string[]) => change({ where: { ...draft.where, [id]: to } })}
          />
        </Row>
      ))}
      {classed && (
        <Radio.Group className="line-choices" aria-label={t('ui.edit.class')} value={draft.class} onChange={(event) => change({ class: event.target.value as Draft['class'] })}>
          <Radio value="to">{t('ui.class.to')}</Radio><Radio value="entry">{t('ui.class.entry')}</Radio>
        </Radio.Group>
      )}
      {draft.near.map((near, i) => (
        <Row key={`near${i}`} faults={faults} at={`near.${i}`} onRemove={() => change({ near: put(draft.near, i, null) })}>
          <NearWords near={near} kinds={kinds} own={draft.kinds} onChange={(to) => change({ near: put(draft.near, i, to) })} />
        </Row>
      ))}
      {draft.without.length > 0 && (
        <Row faults={faults} at="without" onRemove={() => change({ without: [] })}>
          <span>{t('ui.without')}</span>
          <Select mode="multiple" className="values-select" aria-label={t('ui.without')} value={[...draft.without]} options={kinds} onChange={(to: string[]) => change({ without: to })} />
        </Row>
      )}
      {draft.all.map(set('all'))}
      {draft.except.map(set('except'))}
      <Dropdown trigger={['click']} menu={{ items: add.map(({ key, label, disabled }) => ({ key, label, disabled: disabled ?? false })), onClick: ({ key }) => change(add.find((one) => one.key === key)!.put()) }}>
        <button type="button" className="text-link add-condition" disabled={draft.kinds.length === 0}><Icon name="plus" size={14} />{t('ui.add')}</button>
      </Dropdown>
      {draft.kinds.length === 0 && <p className="small quiet">{t('ui.add.kindsFirst')}</p>}
    </fieldset>
  )
}

/** One sentence, what the rules say of it, and a way to take it away. */
function Row({ children, faults, at, onRemove }: { children: ReactNode; faults: readonly FaultView[]; at: string; onRemove: () => void }) {
  const t = useT('plans')
  return (
    <>
      <div className="condition">
        {children}
        <button type="button" className="icon-button" aria-label={t('ui.remove')} title={t('ui.remove')} onClick={onRemove}><Icon name="close" size={16} /></button>
      </div>
      <Faults of={faults} at={[at]} />
    </>
  )
}

/** `had — started work — from day 0 to day 180`, or `after 180 days the newest is still …`. */
function NearWords({ near, kinds, own, onChange }: { near: Near; kinds: { value: string; label: string }[]; own: readonly string[]; onChange: (near: Near) => void }) {
  const t = useT('plans')
  const having = <Select aria-label={t('ui.near.having')} value={near.not ? 'no' : 'yes'} options={(near.newestOf ? ['still', 'gone'] : ['had', 'hadNot']).map((word, i) => ({ value: i === 0 ? 'yes' : 'no', label: t(`ui.near.${word}`) }))} onChange={(value: string) => onChange({ ...near, not: value === 'no' })} />
  const which = (
    <Select
      mode="multiple" className="values-select" aria-label={t('ui.near.kinds')} placeholder={t('ui.near.choose')} value={[...near.kinds]} options={kinds} status={near.kinds.length === 0 ? 'warning' : ''}
      onChange={(to: string[]) => onChange({ ...near, kinds: to, newestOf: near.newestOf && [...new Set([...own, ...near.newestOf, ...to])] })}
    />
  )
  const days = (key: 'fromDays' | 'toDays') => <InputNumber className="days" aria-label={t(`ui.near.${key}`)} placeholder={t('ui.near.open')} precision={0} min={-36_500} max={36_500} value={near[key]} onChange={(value) => onChange({ ...near, [key]: value })} />
  if (near.newestOf) {
    return (
      <>
        <span>{t('ui.near.after')}</span>{days('toDays')}<span>{t('ui.near.daysNewestOf')}</span>
        <Select mode="multiple" className="values-select" aria-label={t('ui.near.among')} value={[...near.newestOf]} options={kinds} onChange={(to: string[]) => onChange({ ...near, newestOf: to })} />
        {having}{which}
      </>
    )
  }
  return <>{having}{which}<span>{t('ui.near.from')}</span>{days('fromDays')}<span>{t('ui.near.to')}</span>{days('toDays')}<span>{t('ui.near.days')}</span></>
}
