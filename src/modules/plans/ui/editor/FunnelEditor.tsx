import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { WrittenLanguage } from '#kernel/languages.ts'
import { post, RefusedError } from '#web/client.ts'
import { refusalSentence, useLanguage, useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { BackLink, Icon, PageHeader, WriteRefusal } from '#web/widgets/index.ts'
import { setOptions } from './Choices.tsx'
import { idOf, saidIn, worded, type DefinitionList, type FaultView, type FunnelDefinition } from './draft.ts'
import { Faults } from './Faults.tsx'
import { FunnelPreview, usePreview } from './Preview.tsx'
import { PreviewBar, previewId } from './PreviewBar.tsx'
import '../definitions.css'

const none: FunnelDefinition = { id: '', version: 1, name: { 'zh-Hans': '', en: '' }, steps: ['', ''] }

/** The form of a funnel: steps in their order, and within how many days each follows the one before. */
export function FunnelEditor({ start, known, onLeave }: { start: FunnelDefinition | null; known: DefinitionList; onLeave: () => void }) {
  const t = useT('plans')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(start ?? none)
  const [tried, setTried] = useState(false)
  const [request] = useState(() => new Map<string, string>())
  const change = (part: Partial<FunnelDefinition>) => setDraft((old) => ({ ...old, ...part }))
  const whole = { ...draft, id: start ? draft.id : idOf(draft.name.en) }
  const save = useMutation({
    mutationFn: () => {
      const said = JSON.stringify(whole)
      if (!request.has(said)) request.set(said, uuidv7())
      return post('/api/indicators', { what: 'funnel', definition: whole }, { idempotencyKey: request.get(said)! })
    },
    onSuccess: async () => {
      await client.invalidateQueries()
      await navigate({ to: `/indicators/${whole.id}` as string, search: {} as never })
    },
  })
  const isWhole = whole.steps.every((step) => step !== '')
  const said = { 'zh-Hans': '–', en: '–' }
  const preview = usePreview(isWhole ? { what: 'funnel', definition: { ...whole, id: whole.id || 'tried-out', name: whole.name['zh-Hans'] && whole.name.en ? whole.name : said } } : null)
  const unnamed = !whole.name['zh-Hans'].trim() || !whole.id
  const refusal = save.error instanceof RefusedError ? save.error.refusal : null
  const faults: FaultView[] = [
    ...(tried && unnamed ? [{ code: 'empty', field: 'name', text: t('ui.empty.name') }] : []), ...(tried && !isWhole ? [{ code: 'empty', field: 'steps', text: t('ui.empty.steps') }] : []),
    ...(isWhole ? (preview.data?.faults ?? []) : []), ...(refusal?.field ? [{ code: refusal.refused, field: refusal.field, text: refusalSentence(refusal) ?? refusal.refused }] : []),
  ]
  const options = setOptions(known.definitions, '')
  const step = (i: number, to: string | null) => change({ steps: to === null ? draft.steps.filter((_, at) => at !== i) : draft.steps.map((old, at) => (at === i ? to : old)) })
  const language = (one: WrittenLanguage) => <label>{t(`ui.edit.name.${one}`)}<Input value={draft.name[one] ?? ''} maxLength={100} onChange={(event) => change({ name: worded(draft.name, one, event.target.value) })} /></label>
  return (
    <>
      <PageHeader
        before={<BackLink onClick={onLeave}>{t('ui.nav.indicators')}</BackLink>} title={saidIn(draft.name, useLanguage()) || t('ui.funnel.new')}
        actions={<><Button onClick={onLeave}>{t('ui.edit.leave')}</Button><Button type="primary" loading={save.isPending} onClick={() => { setTried(true); if (!unnamed && isWhole) save.mutate() }}>{t(start ? 'ui.edit.makeVersion' : 'ui.edit.make', { version: draft.version })}</Button></>}
      />
      <div className="definition-editor">
        <form className="definition-form" onSubmit={(event) => event.preventDefault()}>
          <WriteRefusal error={save.error} />
          <fieldset className="named"><legend>{t('ui.edit.name')}</legend>{language('zh-Hans')}{language('en')}{language('vi')}<Faults of={faults} at={['name', 'id', 'version']} /></fieldset>
          <fieldset>
            <legend>{t('ui.funnel.steps')}</legend>
            {draft.steps.map((one, i) => (
              <div className="condition" key={i}>
                <span className="step-number">{i + 1}</span>
                <Select className="indicator-select" aria-label={t('ui.funnel.step', { number: i + 1 })} showSearch={{ optionFilterProp: 'label' }} placeholder={t('ui.edit.chooseIndicator')} options={options} {...(one ? { value: one } : {})} onChange={(to: string) => step(i, to)} />
                {draft.steps.length > 2 && <button type="button" className="icon-button" aria-label={t('ui.remove')} onClick={() => step(i, null)}><Icon name="close" size={16} /></button>}
              </div>
            ))}
            <Faults of={faults} at={['steps']} />
            {draft.steps.length < 8 && <button type="button" className="text-link add-condition" onClick={() => change({ steps: [...draft.steps, ''] })}><Icon name="plus" size={14} />{t('ui.funnel.add')}</button>}
          </fieldset>
          <fieldset>
            <legend>{t('ui.funnel.days')}</legend>
            <InputNumber className="days" aria-label={t('ui.funnel.days')} placeholder={t('ui.near.open')} min={0} max={36_500} precision={0} value={draft.withinDays ?? null} onChange={(days) => change({ withinDays: days ?? undefined })} />
          </fieldset>
        </form>
        <PreviewBar preview={preview} countable={isWhole} />
        <aside id={previewId} className="definition-preview"><FunnelPreview preview={preview} isWhole={isWhole} /></aside>
      </div>
    </>
  )
}
