import { get } from '#web/client.ts'
import type { Screen } from '#web/screens.ts'
import { oneOf, text, texts, wholeNumber } from '#web/search.ts'
import type { PersonRow } from '../contract.ts'
import { rowFilters } from './imports/reading.ts'
import { useImportsWaiting } from './imports/waiting.ts'

/** Ctrl K: the first eight cards that fit the words. */
async function findPersons(words: string, signal: AbortSignal) {
  const { persons } = await get<{ persons: PersonRow[] }>('/api/persons', { query: { q: words }, signal })
  return persons.slice(0, 8).map((one) => ({
    id: one.id, title: one.name, facts: [one.birth.slice(0, 4), [one.unit.town, one.unit.name].filter(Boolean).join(' ')], to: '/persons/$personId'.replace('$personId', one.id),
  }))
}

export const screens: Screen[] = [
  {
    path: '/register', component: () => import('./persons/Register.tsx'), ability: 'register.read', find: findPersons,
    nav: { group: 'ledger', order: 10, labelKey: 'register:ui.nav.register', icon: 'register', tab: true },
    validateSearch: (s) => ({
      show: oneOf(['households'] as const)(s['show']), q: text(s['q']), unit: wholeNumber(s['unit']), ability: texts(s['ability']), wish: texts(s['wish']), hardship: texts(s['hardship']),
      sex: oneOf(['female', 'male'] as const)(s['sex']), worked: oneOf(['yes', 'no'] as const)(s['worked']), sort: text(s['sort']), page: wholeNumber(s['page']), card: text(s['card']),
    }),
  },
  { path: '/register/new', component: () => import('./persons/NewCard.tsx'), ability: 'register.write', validateSearch: (s) => ({ household: text(s['household']), unit: wholeNumber(s['unit']) }) },
  { path: '/persons/$personId', under: '/register', component: () => import('./persons/PersonPage.tsx'), ability: 'register.read', validateSearch: (s) => ({ edit: oneOf(['yes'] as const)(s['edit']) }) },
  { path: '/twins', under: '/register', component: () => import('./twins/Twins.tsx'), ability: 'register.read', validateSearch: (s) => ({ page: wholeNumber(s['page']) }) },
  { path: '/twins/compare', under: '/register', component: () => import('./twins/Compare.tsx'), ability: 'register.read', validateSearch: (s) => ({ a: text(s['a']), b: text(s['b']) }) },
  { path: '/households/$householdId', under: '/register', component: () => import('./households/HouseholdPage.tsx'), ability: 'register.read' },
  {
    path: '/imports', component: () => import('./imports/ImportList.tsx'), ability: 'register.import',
    nav: { group: 'ledger', order: 20, labelKey: 'register:ui.nav.imports', icon: 'import', useCount: useImportsWaiting },
  },
  {
    path: '/imports/$importId', component: () => import('./imports/Import.tsx'), ability: 'register.import',
    validateSearch: (s) => ({ step: oneOf(['columns'] as const)(s['step']), filter: oneOf(rowFilters)(s['filter']), code: text(s['code']), page: wholeNumber(s['page']) }),
  },
]
