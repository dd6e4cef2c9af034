import { get } from '#web/client.ts'
import type { Found, Screen } from '#web/screens.ts'
import { text, wholeNumber } from '#web/search.ts'
import type { FoundUnit } from '../contract.ts'

/** Units for the search dialog: few, since people are what is mostly looked for there. */
async function findUnits(words: string, signal: AbortSignal): Promise<Found[]> {
  const { units } = await get<{ units: FoundUnit[] }>('/api/units', { query: { search: words, limit: 3 }, signal })
  return units.map(({ id, name, code, above }) => ({ id: `unit-${id}`, title: name, facts: [above.map((step) => step.name).join(' '), code].filter(Boolean), to: '/units', search: { unit: id } }))
}

export const screens: Screen[] = [
  {
    path: '/units',
    component: () => import('./Units.tsx'),
    nav: { group: 'house', order: 10, labelKey: 'organisation:nav.units', aboutKey: 'organisation:nav.unitsAbout', icon: 'units' },
    ability: 'organisation.read',
    find: findUnits,
    validateSearch: (search) => ({ q: text(search['q']), unit: wholeNumber(search['unit']) }),
  },
]
