import { writtenOf, type Language, type WrittenLanguage } from '#kernel/languages.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useApi } from '#web/queries.ts'
import type { DefinitionView, FaultView, FunnelDefinition, getDefinition, IndicatorDefinition, listDefinitions, ShelfView } from '../../contract.ts'

export type { DefinitionView, FaultView, FunnelDefinition, ShelfView }
export type DefinitionList = OutOf<typeof listDefinitions>
export type OneDefinition = OutOf<typeof getDefinition>
/** A definition on its way: as it is written, with empty texts where nothing is said yet. */
export type Draft = IndicatorDefinition
export type Near = Draft['near'][number]
export type SetOf = Draft['all'][number]

export const useDefinitions = () => useApi<DefinitionList>('/api/definitions')

export const emptyDraft: Draft = {
  id: '', version: 1, name: { 'zh-Hans': '', en: '' }, how: { 'zh-Hans': '', en: '' }, counts: 'persons', kinds: [], take: 'every', first: false, where: {}, class: 'to',
  without: [], near: [], all: [], except: [], minus: [], facets: [],
}
export const emptyNear: Near = { kinds: [], where: {}, fromDays: 0, toDays: 180, newestOf: null, not: false }

/** Money is asked for in a currency. */
export const isMoney = (counts: Draft['counts']) => counts === 'money' || counts === 'balance' || counts === 'mean'

/** A name or text with what is now written in one language; Vietnamese that is blank is left out, for it may be. */
export function worded(names: Draft['name'], language: WrittenLanguage, text: string): Draft['name'] {
  const { vi: _, ...others } = names
  return language === 'vi' && text.trim() === '' ? others : { ...names, [language]: text }
}

/** A draft's name as its reader says it, blank while it has none. */
export const saidIn = (names: Draft['name'], language: Language): string => names[writtenOf(language)] || names.en

/** An id made of an English name: `Women in work, first` becomes `women-in-work-first`. */
export function idOf(en: string): string {
  return en.normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 60)
}

/** Whom the chosen kinds are about; null while none is chosen. */
export function subjectOf({ kinds }: Draft, shelf: ShelfView): string | null {
  return shelf.kinds.find(({ id }) => id === kinds[0])?.subject ?? null
}

/** What the draft may be cut and narrowed by: what its entries carry, and the class of their subject; for a share, what its whole is cut by. */
export function facetsOf(draft: Draft, shelf: ShelfView, list: readonly DefinitionView[]): ShelfView['facets'] {
  if (draft.counts === 'ratio') {
    const over = list.find(({ id }) => id === draft.ratio?.over)?.definition
    return shelf.facets.filter(({ id }) => over && 'facets' in over && over.facets.includes(id))
  }
  const own = shelf.kinds.filter(({ id }) => draft.kinds.includes(id)).flatMap(({ facets }) => facets)
  const classed = subjectOf(draft, shelf) === shelf.class.subject ? shelf.class.facets : []
  return shelf.facets.filter(({ id }) => own.includes(id) || classed.includes(id))
}

/** The draft without what its way of counting has no use for, so that changing one's mind leaves nothing behind. */
export function tidied(draft: Draft): Draft {
  const { ratio, currency, through, level, defaultBy, companion, ...rest } = draft
  const optional = { ...(level ? { level } : {}), ...(companion && (draft.counts === 'persons' || draft.counts === 'person-times') ? { companion } : {}), ...(defaultBy && draft.facets.includes(defaultBy) ? { defaultBy } : {}) }
  if (draft.counts === 'ratio') return { ...emptyDraft, id: draft.id, version: draft.version, name: draft.name, how: draft.how, facets: draft.facets, counts: 'ratio', ...(ratio ? { ratio } : {}), ...optional }
  const plain = draft.counts === 'balance' ? { take: 'every' as const, first: false } : { minus: [] }
  const where = Object.fromEntries(Object.entries(draft.where).filter(([, values]) => values.length > 0))
  return { ...rest, ...plain, where, ...optional, ...(through ? { through } : {}), ...(isMoney(draft.counts) ? { currency: currency ?? 'CNY' } : {}) }
}

/** What is sent for a preview: a name is not needed to count, and a condition that says nothing yet asks nothing. */
export function previewed(draft: Draft): Draft {
  const said = { 'zh-Hans': '–', en: '–' }
  const whole = tidied(draft)
  return { ...whole, near: whole.near.filter((one) => one.kinds.length > 0), id: draft.id || 'tried-out', name: draft.name['zh-Hans'] && draft.name.en ? draft.name : said, how: said }
}

/** Whether a condition stands there that nothing is chosen for yet: the preview leaves it out. */
export const hasOpenCondition = (draft: Draft) => draft.near.some(({ kinds }) => kinds.length === 0) || Object.values(draft.where).some((values) => values.length === 0)

/** True where there is something to count. */
export const isCountable = (draft: Draft) => (draft.counts === 'ratio' ? Boolean(draft.ratio?.of && draft.ratio.over) : draft.kinds.length > 0)

/** The faults of one place of the form: its own and those below it. */
export const faultsAt = (faults: readonly FaultView[], ...places: string[]) => faults.filter(({ field }) => places.some((place) => field === place || field.startsWith(`${place}.`)))
