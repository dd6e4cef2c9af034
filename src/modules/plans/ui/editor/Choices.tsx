import { Checkbox, Radio, Select } from 'antd'
import { useT } from '#web/i18n.ts'
import { CountGlyph } from '#web/widgets/index.ts'
import { isMoney, subjectOf, type DefinitionView, type Draft, type FaultView, type ShelfView } from './draft.ts'
import { Faults } from './Faults.tsx'

type Props = { draft: Draft; shelf: ShelfView; list: readonly DefinitionView[]; faults: readonly FaultView[]; change: (part: Partial<Draft>) => void }
const subjects = ['persons', 'person-times', 'households', 'ventures', 'units', 'things'] as const
const numbers = ['money', 'balance', 'mean', 'ratio'] as const

/** What is counted: people and attendances with their glyphs, then other things, then money and shares. */
export function CountsChoice({ draft, faults, change }: Props) {
  const t = useT('plans')
  return (
    <fieldset id="counts">
      <legend>{t('ui.edit.counts')}</legend>
      {[subjects, numbers].map((group) => (
        <Radio.Group key={group[0]} className="count-choices" value={draft.counts} onChange={(event) => change({ counts: event.target.value as Draft['counts'] })}>
          {group.map((one) => <Radio.Button key={one} value={one}><span className={`count-choice counts-${one}`}><CountGlyph counts={one} size={13} />{t(`ui.counts.${one}`)}</span></Radio.Button>)}
        </Radio.Group>
      ))}
      <p className="small quiet">{t(`ui.counts.${draft.counts}.about`)}</p>
      <Faults of={faults} at={['counts']} />
    </fieldset>
  )
}

/** Which happenings, how often each counts, and from whom to whom. Of a share: its two sides. */
export function KindsChoice(props: Props) {
  const { draft, shelf, faults, change } = props
  const t = useT('plans')
  if (draft.counts === 'ratio') return <RatioChoice {...props} />
  const subject = subjectOf(draft, shelf)
  const kinds = shelf.kinds.map(({ id, name, subject: about }) => ({ value: id, label: name, disabled: subject !== null && about !== subject }))
  const way = subject === 'person' ? 'household' : subject === 'household' ? 'members' : null
  const take = draft.first ? 'first' : draft.take
  return (
    <fieldset id="kinds">
      <legend>{t('ui.edit.kinds')}</legend>
      <Checkbox.Group className="kind-choices" value={[...draft.kinds]} onChange={(chosen) => change({ kinds: chosen.map(String) })} options={kinds} />
      <Faults of={faults} at={['kinds']} />
      {draft.counts === 'balance' && (
        <div className="sub-choice" id="minus">
          <span>{t('ui.edit.minus')}</span>
          <Checkbox.Group className="kind-choices" value={[...draft.minus]} onChange={(chosen) => change({ minus: chosen.map(String) })} options={kinds} />
          <Faults of={faults} at={['minus']} />
        </div>
      )}
      {draft.counts !== 'balance' && (
        <Radio.Group className="line-choices" aria-label={t('ui.edit.take')} value={take} onChange={(event) => change({ first: event.target.value === 'first', take: event.target.value === 'latest' ? 'latest' : 'every' })}>
          {(['every', 'latest', 'first'] as const).map((one) => <Radio key={one} value={one}>{t(`ui.take.${one}`)}</Radio>)}
        </Radio.Group>
      )}
      <Faults of={faults} at={['take', 'first']} />
      {way !== null && (
        <Radio.Group className="line-choices" aria-label={t('ui.edit.through')} value={draft.through ?? 'none'} onChange={(event) => change({ through: event.target.value === 'none' ? undefined : (event.target.value as typeof way) })}>
          <Radio value="none">{t(`ui.through.none.${subject}`)}</Radio>
          <Radio value={way}>{t(`ui.through.${way}`)}</Radio>
        </Radio.Group>
      )}
      <Faults of={faults} at={['through']} />
      {isMoney(draft.counts) && (
        <Radio.Group className="line-choices" aria-label={t('ui.edit.currency')} value={draft.currency ?? 'CNY'} onChange={(event) => change({ currency: event.target.value as 'CNY' | 'VND' })}>
          <Radio value="CNY">{t('ui.currency.CNY')}</Radio><Radio value="VND">{t('ui.currency.VND')}</Radio>
        </Radio.Group>
      )}
      <Faults of={faults} at={['currency']} />
    </fieldset>
  )
}

function RatioChoice({ draft, list, faults, change }: Props) {
  const t = useT('plans')
  const options = setOptions(list, draft.id)
  const side = (key: 'of' | 'over') => (
    <Select
      aria-label={t(`ui.edit.ratio.${key}`)} className="indicator-select" showSearch={{ optionFilterProp: 'label' }} placeholder={t('ui.edit.chooseIndicator')} options={options}
      {...(draft.ratio?.[key] ? { value: draft.ratio[key] } : {})} onChange={(value: string) => change({ ratio: { of: draft.ratio?.of ?? '', over: draft.ratio?.over ?? '', [key]: value } })}
    />
  )
  return (
    <fieldset id="ratio">
      <legend>{t('ui.edit.ratio')}</legend>
      <div className="condition"><span>{t('ui.edit.ratio.over')}</span>{side('over')}<span>{t('ui.edit.ratio.of')}</span>{side('of')}</div>
      <Faults of={faults} at={['ratio']} />
    </fieldset>
  )
}

/** Indicators that can be a set: all that stand and are no share. */
export function setOptions(list: readonly DefinitionView[], except: string): { value: string; label: string }[] {
  return list.filter((one) => one.what === 'indicator' && !one.retired && one.id !== except && 'counts' in one.definition && one.definition.counts !== 'ratio').map(({ id, name }) => ({ value: id, label: name }))
}
