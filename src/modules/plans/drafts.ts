import { refuse, type Refusal } from '#kernel/refusal.ts'
import { translate } from '#platform/i18n/index.ts'
import type { Language } from '#kernel/languages.ts'
import { funnelDefinition, indicatorDefinition, type DefinitionRefusal, type FunnelDefinition, type IndicatorDefinition } from './definition.contract.ts'
import { programmeWith, standing } from './own.ts'
import type { Own, What } from './own.store.ts'
import type { Programme } from './programme.ts'

export type DraftRefusal = DefinitionRefusal | 'indicator-id-taken' | 'indicator-breaks'
/** A draft that was read: the programme as it would be with it, and all that is wrong. */
export type Looked = { readonly definition: IndicatorDefinition | FunnelDefinition | null; readonly faults: Refusal<DraftRefusal>[]; readonly programme: Programme }

/**
 * Looks at a draft among everything that stands. In: the programme of the file, what the workspace made, the draft as it was sent. Out: every fault with its place:
 * of its shape, or else of its sense; that its id is taken; that others, which speak of it, would no longer fit. `programme` holds it where it is whole.
 */
export function lookAt(programme: Programme, rows: readonly Own[], what: What, draft: unknown, language: Language): Looked {
  const before = standing(rows)
  const parsed = (what === 'indicator' ? indicatorDefinition : funnelDefinition).safeParse(draft)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, code, message }) => {
      const place = path.map(String).join('.')
      const key = `plans:shape.${code}`
      const why = translate(language, key)
      return refuse('definition-shape' as const, { place: place || '–', why: why === key ? message : why }, place)
    })
    return { definition: null, faults, programme: programmeWith(programme, before).programme }
  }
  const definition = parsed.data
  const { id } = definition
  const taken = programme.written.indicators.some((one) => one.id === id) || programme.written.funnels.some((one) => one.id === id)
    || rows.some((row) => row.id === id && row.what !== what)
  if (taken) return { definition, faults: [refuse('indicator-id-taken', { indicator: id }, 'id')], programme: programmeWith(programme, before).programme }
  const key = what === 'indicator' ? 'indicators' : 'funnels'
  const list: readonly { id: string }[] = before[key]
  const after = { ...before, [key]: list.some((one) => one.id === id) ? list.map((one) => (one.id === id ? definition : one)) : [...list, definition] }
  const looked = programmeWith(programme, after)
  const wrongBefore = new Set(programmeWith(programme, before).faults.map((fault) => fault.id))
  const mine = looked.faults.filter((fault) => fault.id === id).map(({ refusal }) => refusal)
  const broken = [...new Set(looked.faults.map((fault) => fault.id))].filter((one) => one !== id && !wrongBefore.has(one))
  const breaks = mine.length === 0 && broken.length > 0 ? [refuse('indicator-breaks' as const, { indicator: id, list: broken.join(', ') }, 'id')] : []
  return { definition, faults: [...mine, ...breaks], programme: looked.programme }
}
