import type { Screen } from '#web/screens.ts'
import { text } from '#web/search.ts'

export const screens: Screen[] = [
  {
    path: '/',
    component: () => import('./Home.tsx'),
    validateSearch: (search) => ({ level: text(search['level']), trend: text(search['trend']) }),
    nav: { group: 'work', order: 10, labelKey: 'plans:ui.nav.home', icon: 'home', tab: true },
  },
]
