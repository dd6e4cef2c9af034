import { useApi } from '#web/queries.ts'

export type Chosen = { readonly id: string; readonly name: string; readonly place: string }
type Card = { readonly id: string; readonly name: string; readonly unit: { readonly name: string; readonly town: string | null } }

// where the register keeps who was chosen in its list: see register/ui/chosen.ts
function kept(list: string | undefined): Chosen[] {
  const text = list && sessionStorage.getItem(`qiaoshou-chosen-${list}`)
  if (!text) return []
  return Object.entries(JSON.parse(text) as Record<string, { name: string; place: string }>).map(([id, { name, place }]) => ({ id, name, place }))
}

/** Whom the form is about: one card by its id in the address, or those chosen in a list. Undefined while a card is on its way. */
export function useChosen(search: { person?: string; list?: string }): { chosen: readonly Chosen[] | undefined; error: unknown; again: () => void } {
  const card = useApi<Card>(search.person ? `/api/persons/${search.person}` : null)
  if (!search.person) return { chosen: kept(search.list), error: null, again: () => {} }
  const chosen = card.data ? [{ id: card.data.id, name: card.data.name, place: [card.data.unit.town, card.data.unit.name].filter(Boolean).join(' ') }] : undefined
  return { chosen, error: card.error, again: () => void card.refetch() }
}
