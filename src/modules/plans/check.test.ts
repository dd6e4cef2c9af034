import { describe, expect, test } from 'vitest'
import { declareKind } from '#modules/ledger/index.ts'
import { testKinds } from '../../../test/support/kinds.ts'
import { readFunnels, readIndicators, type Shelf } from './check.ts'
import { funnelDefinition, indicatorDefinition, type IndicatorInput } from './definition.contract.ts'

/** Kinds that the house will have: money lent and repaid, work that ends, agencies. */
const lent = declareKind({ kind: 'finance.lent', subject: 'person', facets: { lender: { values: ['bank', 'fund'] } } })
const repaid = declareKind({ kind: 'finance.repaid', subject: 'person', facets: {} })
const ended = declareKind({ kind: 'care.work-ended', subject: 'person', facets: { trade: { values: ['farming', 'fishing'] } } })
const agency = declareKind({ kind: 'agencies.joined', subject: 'agency', facets: {} })
const speaking = declareKind({ kind: 'ledger.spoken', subject: 'as-referred', facets: {} })
const kinds = new Map([...testKinds, lent, repaid, ended, agency, speaking].map((one) => [one.kind, one]))
const shelf: Shelf = { kinds, classKind: kinds.get('register.classified')!, levels: ['village', 'township', 'county', 'city'] }

const name = { 'zh-Hans': '甲', en: 'A' }
const base = { id: 'it', version: 1, name, how: name, counts: 'persons', kinds: ['care.work-started'], facets: [] } satisfies IndicatorInput
const filed: IndicatorInput = { ...base, id: 'filed', kinds: ['register.person-filed'] }
const homes: IndicatorInput = { ...base, id: 'homes', counts: 'households', kinds: ['register.household-filed'] }
const share: IndicatorInput = { ...base, id: 'share', counts: 'ratio', kinds: [], ratio: { of: 'filed', over: 'filed' } }
const read = (...list: IndicatorInput[]) => readIndicators(list.map((one) => indicatorDefinition.parse(one)), shelf)
const it = (special: Partial<IndicatorInput>) => read({ ...base, ...special }, filed, homes, share)

describe('what is refused, and where', () => {
  test.each<[what: string, special: Partial<IndicatorInput>, code: string, place: string]>([
    ['a kind that nobody declares', { kinds: ['care.fished'] }, 'definition-kind', 'kinds.0'],
    ['nothing counted', { kinds: [] }, 'definition-missing', 'kinds'],
    ['women beside households', { kinds: ['care.work-started', 'register.household-filed'] }, 'definition-kinds-differ', 'kinds'],
    ['a kind without a subject of its own', { kinds: ['ledger.spoken'] }, 'definition-kind-bare', 'kinds'],
    ['women counted from households, no way said', { kinds: ['register.household-filed'] }, 'indicator-subject', 'counts'],
    ['households counted from women, no way said', { counts: 'households' }, 'indicator-subject', 'counts'],
    ['attendances of households', { counts: 'person-times', kinds: ['register.household-filed'] }, 'indicator-subject', 'counts'],
    ['women counted at the end of a way to households', { through: 'household' }, 'indicator-subject', 'counts'],
    ['members of a woman', { through: 'members' }, 'definition-way', 'through'],
    ['a condition about households on women', { without: ['register.household-filed'] }, 'definition-kinds-differ', 'without'],
    ['a facet that no kind declares', { facets: ['colour'] }, 'definition-facet', 'facets.0'],
    ['a condition on such a facet', { where: { colour: ['red'] } }, 'definition-facet', 'where.colour'],
    ['a value that the facet lacks', { where: { ability: ['whole'] } }, 'definition-value', 'where.ability'],
    ['a level that the programme lacks', { level: 'nation' }, 'definition-level', 'level'],
    ['money without a currency', { counts: 'money', kinds: ['finance.lent'] }, 'definition-currency', 'currency'],
    ['a mean without a currency', { counts: 'mean', kinds: ['finance.lent'] }, 'definition-currency', 'currency'],
    ['women with a currency', { currency: 'CNY' }, 'definition-needless', 'currency'],
    ['a balance of nothing taken off', { counts: 'balance', kinds: ['finance.lent'], currency: 'CNY' }, 'definition-missing', 'minus'],
    ['women less something', { minus: ['finance.repaid'] }, 'definition-needless', 'minus'],
    ['a balance of newest entries', { counts: 'balance', kinds: ['finance.lent'], minus: ['finance.repaid'], currency: 'CNY', take: 'latest' }, 'definition-needless', 'take'],
    ['the first and the newest at once', { first: true, take: 'latest' }, 'definition-needless', 'first'],
    ['both sides of a share without a share', { ratio: { of: 'filed', over: 'filed' } }, 'definition-needless', 'ratio'],
    ['days that run backwards', { near: [{ kinds: ['finance.lent'], fromDays: 3, toDays: 1 }] }, 'definition-near', 'near.0.fromDays'],
    ['a happening of households near one of women', { near: [{ kinds: ['register.household-filed'] }] }, 'definition-kinds-differ', 'near.0.kinds'],
    ['a facet of the class near', { near: [{ kinds: ['finance.lent'], where: { ability: ['full'] } }] }, 'definition-facet', 'near.0.where.ability'],
    ['a value that the near one lacks', { near: [{ kinds: ['finance.lent'], where: { lender: ['uncle'] } }] }, 'definition-value', 'near.0.where.lender'],
    ['the newest of others', { near: [{ kinds: ['care.work-started'], newestOf: ['care.work-ended'], toDays: 180 }] }, 'definition-near', 'near.0.newestOf'],
    ['the newest since a day', { near: [{ kinds: ['care.work-started'], newestOf: ['care.work-started', 'care.work-ended'], fromDays: 0 }] }, 'definition-near', 'near.0.fromDays'],
    ['a set that is not there', { all: [{ of: 'nobody' }] }, 'definition-set', 'all.0.of'],
    ['a set of households', { all: [{ of: 'homes' }] }, 'definition-set-subject', 'all.0.of'],
    ['a share as a set', { except: [{ of: 'share' }] }, 'definition-set-ratio', 'except.0.of'],
    ['itself as a set', { all: [{ of: 'it' }] }, 'definition-cycle', 'all'],
    ['a usual cut that is none of its facets', { defaultBy: 'trade' }, 'definition-default', 'defaultBy'],
    ['a companion that is not there', { companion: 'nobody' }, 'definition-set', 'companion'],
    ['a share of nothing said', { counts: 'ratio', kinds: [] }, 'definition-missing', 'ratio'],
    ['a share with kinds', { counts: 'ratio', ratio: { of: 'filed', over: 'filed' } }, 'definition-needless', 'kinds'],
    ['a share of women over households', { counts: 'ratio', kinds: [], ratio: { of: 'filed', over: 'homes' } }, 'definition-set-subject', 'ratio.of'],
    ['a share of a share', { counts: 'ratio', kinds: [], ratio: { of: 'share', over: 'filed' } }, 'definition-set-ratio', 'ratio.of'],
    ['a share cut as its whole is not', { counts: 'ratio', kinds: [], ratio: { of: 'filed', over: 'filed' }, facets: ['ability'] }, 'definition-facet', 'facets.0'],
  ])('%s', (_what, special, code, place) => {
    const { indicators, faults } = it(special)
    expect(faults.map(({ id, refusal }) => [id, refusal.refused, refusal.field])).toContainEqual(['it', code, place])
    expect(indicators.map(({ id }) => id)).toEqual(['filed', 'homes', 'share'])
  })

  test('a circle over three, and whoever leans on a faulty one falls with it', () => {
    const [a, b, c] = [{ ...filed, id: 'a', all: [{ of: 'b' }] }, { ...filed, id: 'b', except: [{ of: 'c' }] }, { ...filed, id: 'c', all: [{ of: 'a' }] }]
    const circle = read(a, b, c, filed)
    expect(circle.indicators.map(({ id }) => id)).toEqual(['filed'])
    expect(circle.faults.find(({ id }) => id === 'a')!.refusal.facts['way']).toBe('a → b → c → a')
    const leaning = read(a, b, { ...filed, id: 'c', kinds: ['care.fished'] }, { ...share, ratio: { of: 'a', over: 'filed' } }, filed)
    expect(leaning.indicators.map(({ id }) => id)).toEqual(['filed'])
    expect(leaning.faults.map(({ id, refusal }) => `${id} ${refusal.refused}`)).toEqual(['c definition-kind', 'b definition-set', 'a definition-set', 'share definition-set'])
  })

  test.each<[string, unknown, string]>([
    ['an unknown word', { ...base, colour: 'red' }, ''], ['a counting that is none', { ...base, counts: 'cows' }, 'counts'], ['no name', { ...base, name: undefined }, 'name'],
    ['an id with a space', { ...base, id: 'a b' }, 'id'], ['a day that is no number', { ...base, near: [{ kinds: ['finance.lent'], toDays: 'soon' }] }, 'near.0.toDays'],
  ])('shape: %s', (_what, definition, place) => {
    expect(indicatorDefinition.safeParse(definition).error!.issues.map(({ path }) => path.join('.'))).toContain(place)
  })

  test.each<[string, string[], string, string]>([
    ['a step that is not there', ['filed', 'nobody'], 'definition-set', 'steps.1'], ['a share as a step', ['filed', 'share'], 'funnel-step', 'steps.1'],
    ['a step of households', ['filed', 'homes'], 'definition-set-subject', 'steps.1'], ['a step that goes from women to households', ['way', 'homes'], 'funnel-step', 'steps.0'],
  ])('funnel: %s', (_what, steps, code, place) => {
    const { indicators } = read(base, filed, homes, share, { ...base, id: 'way', counts: 'households', through: 'household' })
    const { funnels, faults } = readFunnels([funnelDefinition.parse({ id: 'f', name, steps })], indicators)
    expect([funnels, faults.map(({ refusal }) => [refusal.refused, refusal.field])]).toEqual([[], [[code, place]]])
  })
})

describe('what is counted', () => {
  test.each<[what: string, special: Partial<IndicatorInput>, expected: object]>([
    ['women', {}, { tally: 'subjects', subject: 'person', counted: 'person', stock: false, take: 'every' }],
    ['starts', { counts: 'person-times' }, { tally: 'times' }],
    ['things of anybody', { counts: 'things', kinds: ['register.household-filed'] }, { tally: 'times', counted: 'household' }],
    ['agencies', { counts: 'units', kinds: ['agencies.joined'] }, { tally: 'subjects', counted: 'agency', classKind: null }],
    ['members of households', { through: 'members', kinds: ['register.household-filed'] }, { subject: 'household', counted: 'person', classKind: null }],
    ['households of women', { counts: 'households', through: 'household', where: { ability: ['full'] } }, { subject: 'person', counted: 'household', classFacets: ['ability', 'wish', 'hardship'] }],
    ['how all stand', { take: 'latest' }, { stock: true, take: 'latest' }],
    ['the first time', { first: true }, { stock: false, take: 'first' }],
    ['money', { counts: 'money', kinds: ['finance.lent'], currency: 'VND' }, { tally: 'amount', currency: 'VND', stock: false }],
    ['what is still owed', { counts: 'balance', kinds: ['finance.lent'], minus: ['finance.repaid'], currency: 'CNY' }, { tally: 'amount', kinds: ['finance.lent', 'finance.repaid'], minus: ['finance.repaid'], stock: true }],
    ['a mean of newest sums', { counts: 'mean', kinds: ['finance.lent'], currency: 'CNY', take: 'latest' }, { tally: 'mean', stock: true }],
    ['the class of that day', { class: 'entry', where: { ability: ['unknown'] } }, { classAt: 'entry' }],
    ['two kinds with a facet of both', { kinds: ['care.work-started', 'care.work-ended'], where: { trade: ['fishing', 'e-commerce'] } }, { classFacets: ['ability', 'wish', 'hardship'] }],
    ['a share', { counts: 'ratio', kinds: [], ratio: { of: 'filed', over: 'filed' } }, { tally: 'ratio', counted: 'person', kinds: ['register.person-filed'] }],
  ])('%s', (_what, special, expected) => {
    const { indicators, faults } = it(special)
    expect(faults).toEqual([])
    expect(indicators[0]).toMatchObject(expected)
  })
})

describe('how much one may ask at once', () => {
  const layer = (id: string, of: readonly string[]): IndicatorInput => ({ ...base, id, all: of.flatMap((one) => [{ of: one }, { of: one, period: 'until' as const }]) })
  const layers = [layer('l1', ['filed']), layer('l2', ['l1']), layer('l3', ['l2']), layer('l4', ['l3'])]

  test('sets inside sets double from layer to layer: sixteen questions and no more', () => {
    const { indicators, faults } = read(filed, ...layers)
    expect(indicators.map(({ id }) => id)).toEqual(['filed', 'l1', 'l2', 'l3'])
    expect(faults.map(({ id, refusal }) => [id, refusal.refused, refusal.field])).toEqual([['l4', 'definition-large', 'all']])
  })

  test('both sides of a share, and all steps of a funnel, are asked together', () => {
    expect(read(filed, ...layers.slice(0, 3), { ...share, ratio: { of: 'l3', over: 'l2' } }).faults.map(({ refusal }) => refusal.refused)).toEqual(['definition-large'])
    const { indicators } = read(filed, ...layers.slice(0, 3))
    const funnel = (...steps: string[]) => readFunnels([funnelDefinition.parse({ id: 'way', name, steps })], indicators).faults.map(({ refusal }) => [refusal.refused, refusal.field])
    expect(funnel('filed', 'l3')).toEqual([])
    expect(funnel('l3', 'filed', 'filed')).toEqual([['definition-large', 'steps']])
  })

  test('one that leans on a circle is as faulty as the circle', () => {
    const { indicators, faults } = read(filed, { ...base, id: 'a', all: [{ of: 'b' }] }, { ...base, id: 'b', all: [{ of: 'c' }] }, { ...base, id: 'c', all: [{ of: 'b' }] })
    expect(indicators.map(({ id }) => id)).toEqual(['filed'])
    expect(new Set(faults.map(({ id }) => id))).toEqual(new Set(['a', 'b', 'c']))
  })
})
