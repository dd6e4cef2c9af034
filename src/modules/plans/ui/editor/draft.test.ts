import { expect, test } from 'vitest'
import { emptyDraft, emptyNear, faultsAt, idOf, previewed, saidIn, tidied, worded, type Draft } from './draft.ts'

test.each([['Women in work, first', 'women-in-work-first'], ['180 days', 'days'], ['  Cà phê, twice! ', 'ca-phe-twice'], ['妇女', ''], ['', '']])('an id of %j is %j', (en, id) => expect(idOf(en)).toBe(id))

test('a condition that says nothing yet asks nothing of the preview', () => {
  expect(previewed({ ...emptyDraft, kinds: ['care.work-started'], near: [emptyNear], where: { trade: [] } })).toMatchObject({ id: 'tried-out', near: [], where: {}, name: { en: '–' } })
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

test('a Vietnamese name may be left blank and is then not sent; a reader sees her own, or the English', () => {
  const names = worded({ 'zh-Hans': '甲', en: 'A' }, 'vi', 'Giáp')
  expect([saidIn(names, 'vi'), saidIn(names, 'zh-Hant'), saidIn(worded(names, 'vi', ' '), 'vi')]).toEqual(['Giáp', '甲', 'A'])
  expect(worded(names, 'vi', '')).toEqual({ 'zh-Hans': '甲', en: 'A' })
})
