import type { Screen } from '#web/screens.ts'
import { text, wholeNumber } from '#web/search.ts'

export const screens: Screen[] = [
  {
    path: '/units',
    component: () => import('./Units.tsx'),
    nav: { group: 'house', order: 10, labelKey: 'organisation:nav.units', icon: 'units' },
    ability: 'organisation.read',
    validateSearch: (search) => ({ q: text(search['q']), unit: wholeNumber(search['unit']) }),
  },
]
