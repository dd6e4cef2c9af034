import { moneyDigits, typedNumber } from '#web/writing.ts'
import { useT, type Translate } from '#web/i18n.ts'
import type { TimelineItem } from '../contract.ts'

type Place = { readonly name: string; readonly town: string | null }

/** Town and village in words for a line of text; in tables use `<PlaceWords>`. */
export const placeText = (unit: Place) => [unit.town, unit.name].filter(Boolean).join(' ')

/** Whole years on a day, as people count: from one birthday to the next. */
export function ageOn(birth: string, today: string): number {
  return Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0)
}

/** Fen as text → yuan as written: `14,260`. */
export const yuan = (fen: string) => moneyDigits(fen, 'CNY')

/** What an officer types as yuan → fen as digits; null where it is no amount. */
export function fenOf(text: string): string | null {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(typedNumber(text.replace(/元|tệ/g, '')))
  return match ? String(BigInt(match[1]!) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'))) : null
}

const facetKeys: Record<string, string> = { ability: 'ui.ability', wish: 'ui.wish', hardship: 'ui.hardship', hardships: 'ui.hardship', trade: 'ui.trade', works: 'ui.trade', sex: 'ui.sex', reason: 'ui.reversal' }

/** A code in the words of its facet or field; anything else as it is. */
export function wordOf(t: Translate, facet: string, value: string): string {
  const key = facetKeys[facet]
  return key && /^[a-z-]+$/.test(value) ? t(`${key}.${value}`) : value
}

/** The kind of a happening in a word: each module has the words of its own kinds. */
export function kindWord(t: Translate, item: TimelineItem): string {
  if (item.is === 'change') return t('ui.kind.change')
  if (item.is === 'unit') return t(`ui.unit.${item.kind ?? 'other'}`)
  const [module, name] = (item.kind ?? '').split('.')
  return module === 'register' || module === 'ledger' ? t(`ui.kind.${name}`) : t(`${module}:ui.kind.${name}`)
}

/** What happened, in words: a change from what to what, an entry by its facets. Ability, then wish, then hardship. */
export function useHappeningWords(): (item: TimelineItem) => string {
  const t = useT('register')
  return (item) => {
    if (item.is === 'unit') return t('ui.card.standsSince', { day: item.on, before: item.before, after: item.after })
    if (item.is === 'change') {
      const field = item.field ?? ''
      const value = (text: string | null) => {
        if (text === null || text === '') return t('ui.card.blank')
        if (field === 'incomeFen' && /^\d+$/.test(text)) return t('ui.card.yuan', { amount: yuan(text) })
        return text.split(',').map((one) => wordOf(t, field, one)).join(t('ui.comma'))
      }
      return t('ui.card.changed', { field: t(`ui.field.${field}`), before: value(item.before), after: value(item.after) })
    }
    const order = ['trade', 'ability', 'wish', 'hardship']
    return Object.entries(item.facets)
      .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
      .flatMap(([facet, value]) => {
        const words = (Array.isArray(value) ? value : [value]).map((one) => wordOf(t, facet, one))
        if (words.length === 0) return []
        return facet === 'ability' || facet === 'wish' ? [t(`ui.card.${facet}Is`, { value: words.join('') })] : [words.join(t('ui.comma'))]
      })
      .join(t('ui.card.comma'))
  }
}
