import type { Screen } from '#web/screens.ts'
import { oneOf, wholeNumber } from '#web/search.ts'
import { verbs } from './words.ts'

export const screens: Screen[] = [
  {
    path: '/unit-changes',
    component: () => import('./Changes.tsx'),
    ability: 'organisation.read',
    nav: { group: 'house', order: 12, labelKey: 'boundaries:ui.nav', aboutKey: 'boundaries:ui.nav.about', icon: 'edit' },
    validateSearch: (search) => ({ unit: wholeNumber(search['unit']), do: oneOf(verbs)(search['do']) }),
  },
]
