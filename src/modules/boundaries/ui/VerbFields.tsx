import { Button, Checkbox, Input, Radio, Select } from 'antd'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { Field, IconLabelButton, UnitPicker } from '#web/widgets/index.ts'
import type { ChangeVerb, Draft } from './words.ts'

type Props = { readonly verb: ChangeVerb; readonly unitId: number; readonly draft: Draft; readonly edit: (next: Partial<Draft>) => void; readonly asked: boolean }
const levels = ['province', 'city', 'county', 'town', 'village'] as const

/** What one verb asks for besides the day and the reason. */
export function VerbFields({ verb, unitId, draft, edit, asked }: Props) {
  const t = useT('boundaries')
  const names = (
    <>
      <Field id="change-name" label={t('ui.name')} fault={asked && draft.name.trim() === ''}><Input id="change-name" value={draft.name} maxLength={60} onChange={(event) => edit({ name: event.target.value })} /></Field>
      <Field id="change-code" label={t('ui.code')} hint={t('ui.codeHint')} fault={asked && draft.code.trim() === ''}><Input id="change-code" value={draft.code} maxLength={20} inputMode="numeric" onChange={(event) => edit({ code: event.target.value })} /></Field>
    </>
  )
  const heir = (label: string, hint: string, needed: boolean) => (
    <Field id="change-heir" label={label} hint={hint} fault={asked && needed && draft.heirId === undefined}><UnitPicker id="change-heir" value={draft.heirId} onChange={(heirId) => edit({ heirId })} placeholder={label} /></Field>
  )
  switch (verb) {
    case 'open':
      return (
        <>
          {names}
          <Field id="change-level" label={t('ui.level')} fault={asked && draft.level === undefined}>
            <Select id="change-level" value={draft.level} onChange={(level) => edit({ level })} options={levels.map((level, i) => ({ value: i + 1, label: t(`level.${level}`) }))} />
          </Field>
        </>
      )
    case 'rename': return names
    case 'close': return heir(t('ui.heir'), t('ui.heirHint'), false)
    case 'move':
      return (
        <>
          <Field id="change-parent" label={t('ui.newParent')} fault={asked && draft.parentId === undefined}><UnitPicker id="change-parent" withOwn value={draft.parentId} onChange={(parentId) => edit({ parentId })} placeholder={t('ui.newParent')} /></Field>
          <Field id="change-code" label={t('ui.newCode')} hint={t('ui.newCodeHint')}><Input id="change-code" value={draft.code} maxLength={20} inputMode="numeric" onChange={(event) => edit({ code: event.target.value })} /></Field>
        </>
      )
    case 'merge':
      return (
        <>
          {draft.others.map((other, i) => (
            <Field key={i} id={`change-other-${i}`} label={t('ui.together')} {...(i === 0 ? { hint: t('ui.togetherHint') } : {})}>
              <UnitPicker id={`change-other-${i}`} value={other} onChange={(unit) => edit({ others: draft.others.map((one, at) => (at === i ? unit : one)) })} placeholder={t('ui.together')} />
            </Field>
          ))}
          <div><Button size="small" onClick={() => edit({ others: [...draft.others, undefined] })}>{t('ui.oneMore')}</Button></div>
          <Radio.Group value={draft.intoNew} onChange={(event) => edit({ intoNew: event.target.value as boolean })} options={[{ value: false, label: t('ui.intoStanding') }, { value: true, label: t('ui.intoNew') }]} />
          {draft.intoNew ? names : heir(t('ui.into'), t('ui.intoHint'), true)}
        </>
      )
    case 'split': return <Parts unitId={unitId} draft={draft} edit={edit} asked={asked} />
  }
}

/** What a unit is split into: for each its name, code and what goes to it. */
function Parts({ unitId, draft, edit, asked }: Omit<Props, 'verb'>) {
  const t = useT('boundaries')
  const children = useApi<{ units: { id: number; name: string }[] }>(`/api/units/${unitId}/children`)
  const set = (at: number, next: Partial<Draft['parts'][number]>) => edit({ parts: draft.parts.map((part, i) => (i === at ? { ...part, ...next } : part)) })
  const free = (at: number) => (children.data?.units ?? []).filter(({ id }) => !draft.parts.some((part, i) => i !== at && part.children.includes(id)))
  return (
    <>
      {draft.parts.map((part, i) => (
        <fieldset key={i} className="change-part">
          <legend className="quiet">{t('ui.part', { number: i + 1 })}</legend>
          <Field id={`part-name-${i}`} label={t('ui.name')} fault={asked && part.name.trim() === ''}><Input id={`part-name-${i}`} value={part.name} maxLength={60} onChange={(event) => set(i, { name: event.target.value })} /></Field>
          <Field id={`part-code-${i}`} label={t('ui.code')} fault={asked && part.code.trim() === ''}><Input id={`part-code-${i}`} value={part.code} maxLength={20} inputMode="numeric" onChange={(event) => set(i, { code: event.target.value })} /></Field>
          {(children.data?.units.length ?? 0) > 0 && (
            <Field id={`part-children-${i}`} label={t('ui.children')}>
              <Select id={`part-children-${i}`} mode="multiple" value={[...part.children]} onChange={(ids: number[]) => set(i, { children: ids })} optionFilterProp="label" options={free(i).map(({ id, name }) => ({ value: id, label: name }))} />
            </Field>
          )}
        </fieldset>
      ))}
      <div><IconLabelButton icon="plus" onClick={() => edit({ parts: [...draft.parts, { name: '', code: '', children: [] }] })}>{t('ui.onePart')}</IconLabelButton></div>
      <Checkbox checked={draft.ends} onChange={(event) => edit({ ends: event.target.checked })}>{t('ui.splitEnds')}</Checkbox>
      {draft.ends && (
        <Field id="change-part-heir" label={t('ui.heir')} hint={t('ui.heirHint')}>
          <Select id="change-part-heir" allowClear value={draft.heir ?? undefined} onChange={(heir: number | undefined) => edit({ heir: heir ?? null })} options={draft.parts.map((part, i) => ({ value: i, label: part.name || t('ui.part', { number: i + 1 }) }))} />
        </Field>
      )}
    </>
  )
}
