import type { Screen } from '#web/screens.ts'
import { oneOf, text } from '#web/search.ts'

export const screens: Screen[] = [
  {
    path: '/',
    component: () => import('./Home.tsx'),
    validateSearch: (search) => ({ level: text(search['level']), trend: text(search['trend']) }),
    nav: { group: 'work', order: 10, labelKey: 'plans:ui.nav.home', icon: 'home', tab: true },
  },
  {
    path: '/indicators',
    component: () => import('./Definitions.tsx'),
    validateSearch: (search) => ({ show: oneOf(['own', 'retired'] as const)(search['show']), q: text(search['q']) }),
    ability: 'figures.read',
    nav: { group: 'results', order: 25, labelKey: 'plans:ui.nav.indicators', aboutKey: 'plans:ui.nav.indicatorsAbout', icon: 'plan' },
  },
  {
    path: '/indicators/$id',
    component: () => import('./Definition.tsx'),
    validateSearch: (search) => ({ edit: oneOf(['yes'] as const)(search['edit']), like: text(search['like']) }),
    ability: 'figures.read',
  },
]
