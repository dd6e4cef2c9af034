import type { Screen } from '#web/screens.ts'
import { oneOf, wholeNumber } from '#web/search.ts'
import { requestKinds } from '../words.ts'
import { useRequestsWaiting } from './waiting.ts'

export { CardRights } from './CardRights.tsx'

export const screens: Screen[] = [
  {
    path: '/requests', component: () => import('./Requests.tsx'), ability: 'rights.read',
    validateSearch: (s) => ({ state: oneOf(['ended'] as const)(s['state']), kind: oneOf(requestKinds)(s['kind']), page: wholeNumber(s['page']) }),
    nav: { group: 'ledger', order: 60, labelKey: 'rights:ui.nav.requests', aboutKey: 'rights:ui.nav.requestsAbout', icon: 'question', useCount: useRequestsWaiting },
  },
  { path: '/requests/$requestId', component: () => import('./RequestPage.tsx'), ability: 'rights.read' },
  { path: '/my', component: () => import('./My.tsx'), ability: 'rights.own', nav: { group: 'work', order: 15, labelKey: 'rights:ui.nav.my', aboutKey: 'rights:ui.nav.myAbout', icon: 'person', tab: true } },
]
