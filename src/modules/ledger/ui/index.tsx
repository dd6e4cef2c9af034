import type { Screen } from '#web/screens.ts'
import { oneOf, text, wholeNumber } from '#web/search.ts'
import { useChecksWaiting } from './waiting.ts'

export const screens: Screen[] = [
  {
    path: '/checks',
    component: () => import('./Checks.tsx'),
    validateSearch: (search) => ({ open: text(search['open']), state: oneOf(['closed', 'all'] as const)(search['state']) }),
    ability: 'ledger.read',
    nav: { group: 'work', order: 20, labelKey: 'ledger:ui.nav.checks', icon: 'check', tab: true, useCount: useChecksWaiting },
  },
  {
    path: '/checks/$batchId',
    component: () => import('./Batch.tsx'),
    validateSearch: (search) => ({ place: wholeNumber(search['place']) }),
    ability: 'ledger.read',
  },
]
