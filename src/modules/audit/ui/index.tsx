import type { Screen } from '#web/screens.ts'
import { readAuditSearch } from './search.ts'

export const screens: Screen[] = [
  {
    path: '/audit',
    component: () => import('./Audit.tsx'),
    validateSearch: readAuditSearch,
    ability: 'audit.read',
    nav: { group: 'house', order: 40, labelKey: 'audit:ui.nav', aboutKey: 'audit:ui.nav.about', icon: 'eye' },
  },
]
