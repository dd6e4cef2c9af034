import type { Screen } from '#web/screens.ts'
import { oneOf, text, wholeNumber } from '#web/search.ts'
import { kindsOfAgency, shownStates } from '../words.ts'

export const screens: Screen[] = [
  {
    path: '/agencies',
    component: () => import('./Agencies.tsx'),
    ability: 'organisation.read',
    nav: { group: 'house', order: 15, labelKey: 'agencies:ui.nav', aboutKey: 'agencies:ui.nav.about', icon: 'link' },
    validateSearch: (search) => ({
      q: text(search['q']), kind: oneOf(kindsOfAgency)(search['kind']), state: oneOf(shownStates)(search['state']), page: wholeNumber(search['page']),
      open: text(search['open']), new: oneOf(['yes'] as const)(search['new']),
    }),
  },
]
