import type { Screen } from '#web/screens.ts'
import { text } from '#web/search.ts'

export const screens: Screen[] = [
  {
    path: '/sign-in',
    bare: true,
    component: () => import('./SignIn.tsx'),
    validateSearch: (search) => ({ back: text(search['back']) }),
  },
]
