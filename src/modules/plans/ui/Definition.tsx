import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { writtenOf } from '#kernel/languages.ts'
import { dayAndTime } from '#web/writing.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import { whoWords } from '#web/who.ts'
import { BackLink, CountGlyph, ErrorState, FactList, Facts, Page, PageHeader, Section, Skeleton, StateTag } from '#web/widgets/index.ts'
import { emptyDraft, useDefinitions, type DefinitionList, type DefinitionView, type Draft, type FunnelDefinition, type OneDefinition } from './editor/draft.ts'
import { Editor } from './editor/Editor.tsx'
import { FunnelEditor } from './editor/FunnelEditor.tsx'
import { RetireDialog } from './editor/RetireDialog.tsx'
import './definitions.css'

type Search = { edit?: 'yes'; like?: string }

/** One indicator or funnel: how it counts, who made which version, what speaks of it; and the form that makes it or its next version. */
export default function Definition() {
  const { id } = usePathParams<'id'>()
  const [search, setSearch] = useFilters<Search>()
  const navigate = useNavigate()
  const known = useDefinitions()
  const isNew = id === 'new' || id === 'new-funnel'
  const one = useApi<OneDefinition>(isNew ? null : `/api/definitions/${id}`)
  const error = known.error ?? (isNew ? null : one.error)
  if (error) return <Page><ErrorState error={error} onRetry={() => { void known.refetch(); void one.refetch() }} /></Page>
  if (!known.data || (!isNew && one.data?.id !== id)) return <Page><Skeleton rows={10} /></Page>
  const toList = () => void navigate({ to: '/indicators' as string })
  const like = known.data.definitions.find((other) => other.id === search.like)
  if (id === 'new-funnel') return <Page><FunnelEditor start={null} known={known.data} onLeave={toList} /></Page>
  if (isNew) return <Page><Editor key={search.like ?? ''} start={startOf(like)} known={known.data} isNew onLeave={toList} /></Page>
  const shown = one.data!
  if (search.edit === 'yes' && shown.own && known.data.mayWrite) {
    const leave = () => setSearch({ edit: undefined })
    const { definition } = shown
    return <Page>{'counts' in definition
      ? <Editor start={{ ...emptyDraft, ...definition, version: shown.version + 1 }} known={known.data} isNew={false} onLeave={leave} />
      : <FunnelEditor start={{ ...definition, version: shown.version + 1 }} known={known.data} onLeave={leave} />}</Page>
  }
  return <Shown one={shown} known={known.data} onEdit={() => setSearch({ edit: 'yes' })} onList={toList} />
}

/** A new one like another begins as that one, under no name. */
function startOf(like: DefinitionView | undefined): Draft {
  return like && 'counts' in like.definition ? { ...emptyDraft, ...like.definition, id: '', version: 1, name: { 'zh-Hans': '', en: '' } } : emptyDraft
}

function Shown({ one, known, onEdit, onList }: { one: OneDefinition; known: DefinitionList; onEdit: () => void; onList: () => void }) {
  const t = useT('plans')
  const written = writtenOf(useLanguage())
  const me = useMe()
  const navigate = useNavigate()
  const [retiring, setRetiring] = useState(false)
  const { definition } = one
  const nameOf = (id: string) => known.definitions.find((other) => other.id === id)?.name ?? id
  const when = (at: string | null) => at && dayAndTime(at, me?.workspace.timeZone ?? 'UTC').date
  const writable = known.mayWrite && one.own
  return (
    <Page>
      <PageHeader
        before={<BackLink onClick={onList}>{t('ui.nav.indicators')}</BackLink>}
        title={<>{'counts' in definition && <CountGlyph counts={definition.counts} size={18} />}{one.name}</>}
        facts={[t('ui.version', { version: one.version }), one.own ? t('ui.list.isOwn') : t('ui.list.ofProgramme'), one.retired && t('ui.retired')]}
        actions={
          <>
            {writable && !one.retired && <Button onClick={() => setRetiring(true)}>{t('ui.retire')}</Button>}
            {known.mayWrite && 'counts' in definition && <Button onClick={() => void navigate({ to: '/indicators/new' as string, search: { like: one.id } as never })}>{t('ui.like')}</Button>}
            {writable && <Button onClick={onEdit}>{t(one.retired ? 'ui.again' : 'ui.change')}</Button>}
            {!one.retired && <Button type="primary" onClick={() => void navigate({ to: (one.what === 'funnel' ? `/funnels/${one.id}` : `/figures/${one.id}`) as string })}>{t('ui.openFigure')}</Button>}
          </>
        }
      />
      {one.fault && <p><StateTag tone="returned">{one.fault.text}</StateTag></p>}
      <Section title={t('ui.edit.how')}>
        {'counts' in definition ? <blockquote className="how-said">{one.how}</blockquote> : <Steps definition={definition} nameOf={nameOf} />}
        <FactList facts={[
          { label: t('ui.edit.id'), value: <code>{one.id}</code> },
          ...('counts' in definition ? factsOf(definition, t, nameOf, known) : []),
          { label: t('ui.usedBy'), value: one.usedBy.length === 0 ? t('ui.usedBy.none') : <Facts>{one.usedBy.map(nameOf)}</Facts> },
        ]} />
      </Section>
      <Section title={t('ui.versions')} note={t(one.own ? 'ui.versions.note' : 'ui.versions.programme')}>
        <ul className="definition-versions">
          {one.versions.map((version) => (
            <li key={version.version}>
              <strong>{t('ui.version', { version: version.version })}</strong>
              <Facts>{when(version.madeAt)}{whoWords(t, version.madeBy)}{version.retired && t('ui.retired')}{version.note}</Facts>
              {'how' in version.definition && !version.retired && <span className="small quiet">{version.definition.how[written] ?? version.definition.how.en}</span>}
            </li>
          ))}
        </ul>
      </Section>
      {retiring && <RetireDialog one={one} onClose={() => setRetiring(false)} />}
    </Page>
  )
}

type Told = { label: string; value: string }
/** What the sentence leaves unsaid, fact by fact. */
function factsOf(one: Draft, t: (key: string, facts?: Record<string, unknown>) => string, nameOf: (id: string) => string, { shelf }: DefinitionList): Told[] {
  const kind = (id: string) => shelf.kinds.find((each) => each.id === id)?.name ?? id
  const facet = (id: string) => shelf.facets.find((each) => each.id === id)?.name ?? id
  const told = (label: string, list: readonly string[]): Told[] => (list.length > 0 ? [{ label: t(label), value: list.join(t('ui.comma')) }] : [])
  return [
    { label: t('ui.edit.counts'), value: t(`ui.counts.${one.counts}`) },
    ...told('ui.edit.kinds', one.kinds.map(kind)), ...told('ui.edit.ratio.over', one.ratio ? [nameOf(one.ratio.over)] : []), ...told('ui.edit.ratio.of', one.ratio ? [nameOf(one.ratio.of)] : []),
    ...told('ui.set.all', one.all.map(({ of }) => nameOf(of))), ...told('ui.set.except', one.except.map(({ of }) => nameOf(of))),
    ...told('ui.edit.level', one.level ? [shelf.levels.find(({ id }) => id === one.level)?.name ?? one.level] : []), ...told('ui.edit.facets', one.facets.map(facet)),
  ]
}

function Steps({ definition, nameOf }: { definition: FunnelDefinition; nameOf: (id: string) => string }) {
  const t = useT('plans')
  return (
    <>
      <ol className="funnel-steps">{definition.steps.map((step, i) => <li key={step + String(i)}>{nameOf(step)}</li>)}</ol>
      <p className="small quiet">{definition.withinDays === undefined ? t('ui.funnel.inOrder') : t('ui.funnel.within', { days: definition.withinDays })}</p>
    </>
  )
}
