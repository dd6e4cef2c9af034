import { get } from '#web/client.ts'
import type { Found, Screen } from '#web/screens.ts'
import { oneOf, text, wholeNumber } from '#web/search.ts'
import { grantedRoles } from '#kernel/abilities.ts'
import type { AccountList } from './admin/Accounts.tsx'
import { filterStates } from './admin/words.tsx'

/** Accounts for the search dialog: the first three. */
async function findAccounts(words: string, signal: AbortSignal): Promise<Found[]> {
  const { rows } = await get<AccountList>('/api/accounts', { query: { q: words }, signal })
  return rows.slice(0, 3).map((one) => ({ id: one.id, title: one.displayName, facts: [one.name], to: `/accounts/${one.id}` }))
}

export const screens: Screen[] = [
  {
    path: '/sign-in',
    bare: true,
    component: () => import('./sign-in/SignIn.tsx'),
    validateSearch: (search) => ({ back: text(search['back']) }),
  },
  { path: '/first-password', bare: true, component: () => import('./sign-in/FirstPassword.tsx') },
  { path: '/account', component: () => import('./own/OwnAccount.tsx') },
  {
    path: '/accounts',
    component: () => import('./admin/Accounts.tsx'),
    ability: 'accounts.read',
    nav: { group: 'house', order: 20, labelKey: 'accounts:ui.nav.accounts', icon: 'person', aboutKey: 'accounts:ui.nav.accountsAbout' },
    find: findAccounts,
    validateSearch: (search) => ({
      q: text(search['q']), state: oneOf(filterStates)(search['state']), role: oneOf(grantedRoles)(search['role']), page: wholeNumber(search['page']), new: oneOf(['yes'] as const)(search['new']),
    }),
  },
  { path: '/accounts/$accountId', component: () => import('./admin/AccountPage.tsx'), ability: 'accounts.read' },
]
