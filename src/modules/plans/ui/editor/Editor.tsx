import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState, type Dispatch, type SetStateAction } from 'react'
import { writtenLanguages, type WrittenLanguage } from '#kernel/languages.ts'
import { post, RefusedError } from '#web/client.ts'
import { refusalSentence, useLanguage, useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { BackLink, PageHeader, WriteRefusal } from '#web/widgets/index.ts'
import { CountsChoice, KindsChoice } from './Choices.tsx'
import { Conditions } from './Conditions.tsx'
import { CutChoice } from './CutChoice.tsx'
import { idOf, isCountable, previewed, saidIn, tidied, worded, type DefinitionList, type Draft, type FaultView } from './draft.ts'
import { Faults } from './Faults.tsx'
import { Preview, usePreview } from './Preview.tsx'
import { PreviewBar, previewId } from './PreviewBar.tsx'
import '../definitions.css'

/** The form of an indicator with its figure beside it: a new one, the next version of one, or a new one like another. */
export function Editor({ start, known, isNew, onLeave }: { start: Draft; known: DefinitionList; isNew: boolean; onLeave: () => void }) {
  const t = useT('plans')
  const [draft, setDraft] = useState(start)
  const [note, setNote] = useState('')
  const [by, setBy] = useState('unit')
  const [tried, setTried] = useState(false)
  /** The sentence follows the definition until somebody writes her own. */
  const [ownWords, setOwnWords] = useState(!isNew)
  const [ownId, setOwnId] = useState(!isNew)
  const preview = usePreview(isCountable(draft) ? { definition: previewed(draft), by: by === 'month' || draft.facets.includes(by) ? by : 'unit' } : null)
  const sentence = preview.data?.sentence
  const whole: Draft = { ...tidied(draft), id: ownId ? draft.id : idOf(draft.name.en), how: ownWords || !sentence ? draft.how : sentence }
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }))
  const save = useSave(whole, note, onLeave)
  const refusal = save.error instanceof RefusedError ? save.error.refusal : null
  const own = tried ? emptiesOf(whole, draft, t) : []
  const faults: FaultView[] = [
    ...own, ...(preview.data?.faults ?? []), ...(refusal?.field ? [{ code: refusal.refused, field: refusal.field, text: refusalSentence(refusal) ?? refusal.refused }] : []),
  ]
  const props = { draft, shelf: known.shelf, list: known.definitions, faults, change }
  return (
    <>
      <PageHeader
        before={<BackLink onClick={onLeave}>{t('ui.nav.indicators')}</BackLink>}
        title={saidIn(draft.name, useLanguage()) || t('ui.edit.new')} facts={[isNew ? t('ui.edit.isNew') : t('ui.version', { version: draft.version })]}
        actions={<><Button onClick={onLeave}>{t('ui.edit.leave')}</Button><Button type="primary" loading={save.isPending} onClick={() => { setTried(true); if (emptiesOf(whole, draft, t).length === 0) save.mutate() }}>{t(isNew ? 'ui.edit.make' : 'ui.edit.makeVersion', { version: draft.version })}</Button></>}
      />
      <div className="definition-editor">
        <form className="definition-form" onSubmit={(event) => event.preventDefault()}>
          <WriteRefusal error={save.error} />
          <Named draft={draft} id={whole.id} isNew={isNew} faults={faults} setDraft={setDraft} onId={(id) => { setOwnId(true); change({ id }) }} />
          <CountsChoice {...props} />
          <KindsChoice {...props} />
          {draft.counts !== 'ratio' && <Conditions {...props} />}
          <fieldset id="level">
            <legend>{t('ui.edit.level')}</legend>
            <Select className="level-select" aria-label={t('ui.edit.level')} value={draft.level ?? ''} options={[{ value: '', label: t('ui.level.none') }, ...known.shelf.levels.map(({ id, name }) => ({ value: id, label: t('ui.level.from', { level: name }) }))]} onChange={(level: string) => change({ level: level || undefined })} />
            <Faults of={faults} at={['level']} />
          </fieldset>
          <CutChoice {...props} />
          <fieldset id="how">
            <legend>{t('ui.edit.how')}</legend>
            {writtenLanguages.map((language) => (
              <label key={language}>{t(`ui.edit.how.${language}`)}<Input.TextArea value={whole.how[language] ?? ''} maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} onChange={(event) => { setOwnWords(true); change({ how: worded(whole.how, language, event.target.value) }) }} /></label>
            ))}
            {ownWords && sentence && <button type="button" className="text-link" onClick={() => { setOwnWords(false); change({ how: sentence }) }}>{t('ui.edit.how.follow')}</button>}
            <Faults of={faults} at={['how']} />
          </fieldset>
          {!isNew && <fieldset><legend>{t('ui.edit.note')}</legend><Input aria-label={t('ui.edit.note')} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} placeholder={t('ui.edit.noteAbout')} /></fieldset>}
        </form>
        <PreviewBar preview={preview} countable={isCountable(draft)} />
        <aside id={previewId} className="definition-preview"><Preview preview={preview} draft={draft} shelf={known.shelf} by={by} onBy={setBy} /></aside>
      </div>
    </>
  )
}

function Named({ draft, id, isNew, faults, setDraft, onId }: { draft: Draft; id: string; isNew: boolean; faults: readonly FaultView[]; setDraft: Dispatch<SetStateAction<Draft>>; onId: (id: string) => void }) {
  const t = useT('plans')
  const name = (language: WrittenLanguage) => (
    <label>{t(`ui.edit.name.${language}`)}<Input value={draft.name[language] ?? ''} maxLength={100} onChange={(event) => setDraft((old) => ({ ...old, name: worded(old.name, language, event.target.value) }))} /></label>
  )
  return (
    <fieldset id="name" className="named">
      <legend>{t('ui.edit.name')}</legend>
      {name('zh-Hans')}{name('en')}{name('vi')}
      {isNew && <label>{t('ui.edit.id')}<Input value={id} maxLength={60} onChange={(event) => onId(event.target.value)} /></label>}
      <Faults of={faults} at={['name', 'id', 'version']} />
    </fieldset>
  )
}

/** What must be said before it is kept; nobody is told so before she has tried. */
function emptiesOf(draft: Draft, asWritten: Draft, t: (key: string) => string): FaultView[] {
  const empty = (field: string, isEmpty: boolean) => (isEmpty ? [{ code: 'empty', field, text: t(`ui.empty.${field.split('.')[0]}`) }] : [])
  return [
    ...empty('name', !draft.name['zh-Hans'].trim() || !draft.name.en.trim()), ...empty('id', draft.id === ''),
    ...empty('how', !draft.how['zh-Hans'].trim() || !draft.how.en.trim()), ...empty('kinds', draft.counts !== 'ratio' && draft.kinds.length === 0),
    ...draft.near.flatMap((one, i) => (one.kinds.length === 0 ? [{ code: 'empty', field: `near.${i}`, text: t('ui.empty.kinds') }] : [])),
    // A condition without a value is dropped on its way: whoever began one meant to narrow.
    ...(draft.counts === 'ratio' ? [] : Object.entries(asWritten.where)).flatMap(([id, values]) => empty(`where.${id}`, values.length === 0)),
    ...empty('ratio', draft.counts === 'ratio' && !(draft.ratio?.of && draft.ratio.over)),
  ]
}

function useSave(whole: Draft, note: string, onLeave: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [request] = useState(() => new Map<string, string>())
  return useMutation({
    mutationFn: () => {
      // The same content sent twice is one request; other content is another.
      const said = JSON.stringify({ definition: whole, note })
      if (!request.has(said)) request.set(said, uuidv7())
      return post<{ id: string }>('/api/indicators', { definition: whole, note }, { idempotencyKey: request.get(said)! })
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries()
      onLeave()
      await navigate({ to: `/indicators/${id}` as string, search: {} as never })
    },
  })
}
