import type { Screen } from '#web/screens.ts'
import { text, wholeNumber } from '#web/search.ts'
import { readFigureSearch, readScope } from './asked.ts'

export const screens: Screen[] = [
  {
    path: '/figures',
    component: () => import('./Figures.tsx'),
    validateSearch: (search) => ({ ...readScope(search), q: text(search['q']) }),
    ability: 'figures.read',
    nav: { group: 'results', order: 20, labelKey: 'figures:ui.nav.figures', aboutKey: 'figures:ui.nav.figuresAbout', icon: 'figures', tab: true },
  },
  { path: '/figures/$indicator', component: () => import('./Figure.tsx'), validateSearch: readFigureSearch, ability: 'figures.read' },
  { path: '/funnels/$funnel', under: '/figures', component: () => import('./Funnel.tsx'), validateSearch: readScope, ability: 'figures.read' },
  {
    path: '/receipts',
    component: () => import('./Receipts.tsx'),
    validateSearch: (search) => ({ page: wholeNumber(search['page']), indicator: text(search['indicator']) }),
    ability: 'figures.read',
    nav: { group: 'results', order: 30, labelKey: 'figures:ui.nav.receipts', aboutKey: 'figures:ui.nav.receiptsAbout', icon: 'receipt' },
  },
  { path: '/receipts/$code', component: () => import('./Receipt.tsx'), ability: 'figures.read' },
]
