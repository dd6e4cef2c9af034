import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { Language } from '#kernel/languages.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { hasText, refusalText, translate } from '#platform/i18n/index.ts'
import { namesOfActors } from '#modules/accounts/index.ts'
import type { DefinitionView, FaultView, ShelfView } from './contract.ts'
import type { FunnelDefinition, IndicatorDefinition, Names } from './definition.contract.ts'
import { usedBy } from './indicator.ts'
import * as store from './own.store.ts'
import type { Own, What } from './own.store.ts'
import { forbidsDefining } from './policy.ts'
import type { Programme } from './programme.ts'
import { everything } from './service.ts'
import { facetName, said, wordOf } from './words.ts'

/** A rule's no as screens show it beside its place. `called`: what the definition is called there, in place of its id. */
export function faultView(refusal: Refusal, language: Language, called?: string): FaultView {
  const facts = called === undefined ? refusal.facts : { ...refusal.facts, indicator: called }
  return { code: refusal.refused, field: refusal.field ?? '', text: refusalText(language, { ...refusal, facts }) }
}

/** What a draft is called while it may have no name yet. */
export function calledOf(definition: { readonly name: Names } | null, language: Language): string {
  const name = definition ? said(definition.name, language) : '–'
  return name === '–' ? translate(language, 'plans:say.thisOne') : name
}

/** What a kind of entry is called. */
export function kindName(kind: string, language: Language): string {
  const key = `plans:kind.${kind}`
  return hasText(language, key) ? translate(language, key) : kind
}

/** What a definition may speak of: the kinds of the house with a subject of their own, their facets in the programme's words, levels. */
export function shelfView(programme: Programme, language: Language): ShelfView {
  const { shelf } = programme
  const kinds = [...shelf.kinds.values()].filter(({ kind, subject }) => subject !== 'as-referred' && !kind.startsWith('ledger.'))
  const facets = new Map(kinds.flatMap(({ facets }) => Object.entries(facets)))
  return {
    kinds: kinds.map(({ kind, subject, facets }) => ({ id: kind, name: kindName(kind, language), subject: subject as Exclude<typeof subject, 'as-referred'>, facets: Object.keys(facets) })),
    facets: [...facets].map(([id, { values }]) => ({
      id, name: said(facetName(programme, id), language),
      values: [...values, ...(values.includes('unknown') ? [] : ['unknown'])].map((value) => ({ id: value, name: said(wordOf(programme, id, value), language) })),
    })),
    class: { subject: shelf.classKind.subject, facets: Object.keys(shelf.classKind.facets) },
    levels: programme.levels.map(({ id, name }) => ({ id, name: said(name, language) })),
  }
}

type Listed = { what: What; definition: IndicatorDefinition | FunnelDefinition; row: Own | null }

/** Every definition there is: the programme's in its file's order, then the workspace's own, retired ones last. */
export async function listDefinitions(ctx: Ctx) {
  return inSnapshot(ctx.db, async (tx) => {
    const { rows, programme, whole, faults } = await everything(tx, ctx)
    const nameOf = await namesOfActors(tx, rows.map(({ madeBy }) => madeBy), ctx.now.epochMilliseconds)
    const listed: Listed[] = [
      ...programme.written.indicators.map((definition) => ({ what: 'indicator' as const, definition, row: null })),
      ...programme.written.funnels.map((definition) => ({ what: 'funnel' as const, definition, row: null })),
      ...rows.filter(({ retired }) => !retired).map((row) => ({ what: row.what, definition: row.definition, row })),
      ...rows.filter(({ retired }) => retired).map((row) => ({ what: row.what, definition: row.definition, row })),
    ]
    const definitions = listed.map(({ what, definition, row }): DefinitionView => {
      const fault = row?.retired ? undefined : faults.find(({ id }) => id === definition.id)
      const users = [
        ...whole.indicators.filter((one) => usedBy(one).includes(definition.id) || one.companion === definition.id),
        ...whole.funnels.filter((one) => one.steps.includes(definition.id)),
      ]
      return {
        what, id: definition.id, version: definition.version, name: said(definition.name, ctx.language), how: 'how' in definition ? said(definition.how, ctx.language) : '',
        own: row !== null, retired: row?.retired ?? false, definition, usedBy: users.map((one) => one.id), targets: programme.targets.filter((one) => one.indicator === definition.id).length,
        madeBy: row && nameOf(row.madeBy), madeAt: row && row.madeAt, note: row?.note ?? '', fault: fault ? faultView(fault.refusal, ctx.language) : null,
      }
    })
    return { mayWrite: forbidsDefining(ctx.actor, ctx.workspace) === null, shelf: shelfView(programme, ctx.language), definitions }
  })
}

/** One definition with its versions, newest first. Refuses `indicator-not-found`. */
export async function oneDefinition(ctx: Ctx, id: string) {
  const { definitions } = await listDefinitions(ctx)
  const one = definitions.find((each) => each.id === id)
  if (!one) return refuse('indicator-not-found', { indicator: id })
  const versions = await inSnapshot(ctx.db, async (tx) => {
    const rows = await store.versionsOf(tx, id)
    const nameOf = await namesOfActors(tx, rows.map(({ madeBy }) => madeBy), ctx.now.epochMilliseconds)
    return rows.map(({ version, retired, note, madeBy, madeAt, definition }) => ({ version, retired, note, madeBy: nameOf(madeBy), madeAt, definition }))
  })
  return { ...one, versions: one.own ? versions : [{ version: one.version, retired: false, note: '', madeBy: null, madeAt: null, definition: one.definition }] }
}
