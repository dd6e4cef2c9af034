import type { Screen } from '#web/screens.ts'
import { date, text } from '#web/search.ts'

export const screens: Screen[] = [
  { path: '/work-starts/new', under: '/register', component: () => import('./StartWork.tsx'), ability: 'register.write', validateSearch: (s) => ({ person: text(s['person']), list: text(s['list']) }) },
  { path: '/work-starts/$entry/reverse', under: '/register', component: () => import('./ReverseStart.tsx'), ability: 'ledger.reverse', validateSearch: (s) => ({ on: date(s['on']), trade: text(s['trade']) }) },
]
