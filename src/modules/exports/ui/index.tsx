import type { Screen } from '#web/screens.ts'
import { oneOf, wholeNumber } from '#web/search.ts'
import { useExportsWaiting } from './waiting.ts'

export { ExportButton } from './ExportButton.tsx'

export const screens: Screen[] = [
  {
    path: '/exports',
    component: () => import('./Exports.tsx'),
    validateSearch: (search) => ({ show: oneOf(['mine'] as const)(search['show']), page: wholeNumber(search['page']) }),
    ability: 'exports.read',
    nav: { group: 'results', order: 40, labelKey: 'exports:ui.nav', aboutKey: 'exports:ui.nav.about', icon: 'download', useCount: useExportsWaiting },
  },
]
