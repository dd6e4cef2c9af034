import { describe, expect, test } from 'vitest'
import { readProgramme } from '#modules/plans/index.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainQuestion, type Question } from '#modules/ledger/index.ts'
import { testKinds } from '../../../test/support/kinds.ts'
import { higherLevel, partsOfRatio, questionOf, stepsOf, type Scope } from './compile.ts'
import { definitionOf, indicatorsOfDefinition } from './definition.ts'

const text = readFileSync(join(import.meta.dirname, '../../../programmes/xuzhou-666.yaml'), 'utf8')
const extra = `
  - { id: trained-late, version: 1, name: &n { zh-Hans: 甲, en: A }, how: *n, counts: persons, kinds: [register.person-filed], level: county, class: entry, where: { ability: [full] }, facets: [ability],
      all: [{ of: new-practitioners }, { of: checked-filed, period: until }], except: [{ of: able-and-willing, period: until }],
      near: [{ kinds: [care.work-started], where: { trade: [farming] }, fromDays: 1, toDays: 90, not: true }] }
  - { id: checked-filed, version: 1, name: *n, how: *n, counts: persons, kinds: [register.person-filed], level: city, facets: [] }
  - { id: homes, version: 2, name: *n, how: *n, counts: households, kinds: [care.work-started], through: household, facets: [] }
  - { id: checked-share, version: 1, name: *n, how: *n, counts: ratio, ratio: { of: new-practitioners, over: trained-late }, level: township, facets: [ability] }
`
const programme = readProgramme(text.replace('\nfunnels:\n', `${extra}\nfunnels:\n  - { id: quick, name: *n, steps: [persons-filed, able-and-willing, new-practitioners], withinDays: 30 }\n`), 'xuzhou-666.yaml', testKinds)
const all = programme.indicators
const of = (id: string) => all.find((one) => one.id === id)!
const ranges = [{ key: '3203', lo: 'cn.u1.', hi: 'cn.u2.' }]
const levels = ['village', 'township', 'county', 'city']
const scope: Scope = { from: '2018-01-01', to: '2018-12-31', asOf: 7n, level: null, ranges, levels }
const ask = (id: string, special: Partial<Scope> = {}): Question => questionOf(of(id), all, { ...scope, ...special })

describe('an indicator over a scope', () => {
  test('says all that a plain one asks', () => {
    expect(ask('new-practitioners')).toEqual({
      ...plainQuestion, kinds: ['care.work-started'], from: '2018-01-01', to: '2018-12-31', asOf: 7n, ranges, classKind: 'register.classified', classFacets: ['ability', 'wish', 'hardship'],
    })
  })
  test.each<[what: string, id: string, expected: Partial<Question>]>([
    ['a stock has no first day', 'able-and-willing', { take: 'latest', from: null, to: '2018-12-31' }],
    ['the first time is in the period', 'new-practitioners-first', { take: 'first', from: '2018-01-01' }],
    ['attendances', 'work-starts', { counts: 'times' }],
    ['what came near', 'filed-not-in-work-180', { near: [{ kinds: ['care.work-started'], where: {}, fromDays: 0, toDays: 180, newestOf: null, not: true }] }],
    ['households of women', 'homes', { through: 'household', counts: 'subjects' }],
    ['the class of the day', 'trained-late', { classAt: 'entry', level: 'county' }],
  ])('%s', (_what, id, expected) => expect(ask(id)).toMatchObject(expected))

  test.each<[own: string | null, asked: string | null, level: string | null]>([
    [null, null, null], [null, 'township', 'township'], ['county', null, 'county'], ['county', 'township', 'county'], ['county', 'city', 'city'], ['county', 'county', 'county'],
  ])('its lowest level %s, asked %s: %s', (own, asked, level) => {
    expect(higherLevel(levels, own, asked)).toBe(level)
    expect(questionOf({ ...of('persons-filed'), level: own }, all, { ...scope, level: asked }).level).toBe(level)
  })

  test('sets are wherever, of the same period or all time up to its end, and keep their own level', () => {
    const { among, level } = ask('trained-late', { level: 'city' })
    expect(level).toBe('city')
    expect(among.map(({ of, not }) => [of.kinds[0], of.from, of.to, of.level, of.ranges, of.asOf, of.counts, not])).toEqual([
      ['care.work-started', '2018-01-01', '2018-12-31', null, null, 7n, 'subjects', false],
      ['register.person-filed', null, '2018-12-31', 'city', null, 7n, 'subjects', false],
      ['register.classified', null, '2018-12-31', null, null, 7n, 'subjects', true],
    ])
  })
})

describe('a share', () => {
  test('is those of the whole whom the other counts, wherever; a part is cut as its whole is', () => {
    const { of: part, over } = partsOfRatio(of('share-in-work'), all, scope)!
    expect(over).toEqual(ask('able-and-willing'))
    expect(part).toEqual({ ...over, among: [{ of: { ...ask('ever-in-work'), ranges: null }, not: false }] })
    expect(questionOf(of('share-in-work'), all, scope)).toEqual(part)
    expect(partsOfRatio(of('persons-filed'), all, scope)).toBeNull()
  })
  test('the level asked for raises both sides', () => {
    const levelsOf = (asked: string | null) => {
      const { of: part, over } = partsOfRatio(of('checked-share'), all, { ...scope, level: asked })!
      return [over.level, part.among.at(-1)!.of.level]
    }
    expect([levelsOf(null), levelsOf('county'), levelsOf('city')]).toEqual([['county', 'township'], ['county', 'county'], ['city', 'city']])
  })
})

test('a funnel counts each step where its first one is counted, and each step holds the one before', () => {
  const [first, second, third, ...more] = stepsOf(programme.funnels.find(({ id }) => id === 'quick')!, all, scope)
  expect(more).toEqual([])
  expect(first).toEqual(ask('persons-filed'))
  const chain = (id: string, before: string, where: object = {}) => ({ ...ask(id, { ranges: null }), near: [{ kinds: [before], where, fromDays: -30, toDays: 0, newestOf: null, not: false }] })
  const toSecond = chain('able-and-willing', 'register.person-filed')
  expect(second).toEqual({ ...first, among: [{ of: toSecond, not: false }] })
  const where = { ability: ['full', 'partial'], wish: ['start-business', 'work-away', 'work-at-home'] }
  expect(third).toEqual({ ...first, among: [{ of: { ...chain('new-practitioners', 'register.classified', where), among: [{ of: toSecond, not: false }] }, not: false }] })
  expect(stepsOf(programme.funnels.find(({ id }) => id === 'filed-to-work')!, all, scope)[1]!.among[0]!.of.near[0]).toMatchObject({ fromDays: null, toDays: 0 })
})

describe('a definition as data', () => {
  test('says nothing of what asks nothing special, so that those of before these words read the same', () => {
    expect(Object.keys(definitionOf(of('persons-by-wish'), all))).toEqual([
      'id', 'version', 'name', 'how', 'counts', 'tally', 'subject', 'kinds', 'take', 'where', 'without', 'classKind', 'classFacets', 'facets', 'defaultBy', 'companion',
    ])
  })
  test.each(all.map(({ id }) => id))('%s comes back whole, with all that it speaks of', (id) => {
    const written = JSON.parse(JSON.stringify(definitionOf(of(id), all)))
    const [back, ...others] = indicatorsOfDefinition(written)
    expect(back).toEqual(of(id))
    expect(questionOf(back!, [back!, ...others], scope)).toEqual(ask(id))
  })
})
