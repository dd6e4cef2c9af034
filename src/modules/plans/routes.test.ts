import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '#kernel/ids.ts'
import { twoCounties, type Answered, type Belongings, type TwoCounties, type Visitor } from '../../../test/support/two-counties.ts'

/* A workspace's own indicators over HTTP: who makes them, what is refused, and what becomes of figures and receipts. */

let house: TwoCounties
let city: Visitor
let pei: Visitor
let has: Belongings
beforeAll(async () => {
  house = await twoCounties()
  city = await house.visitor('city')
  pei = await house.visitor('pei')
  has = await house.live(pei, '320322', ['沛一', '沛二', '沛三'], 3)
}, 60_000)
afterAll(() => house?.close())

const name = { 'zh-Hans': '务农的', en: 'Farming' }
const farming = { id: 'farming', version: 1, name, how: name, counts: 'persons', kinds: ['care.work-started'], where: { trade: ['farming'] }, facets: ['trade'] }
const put = (who: Visitor, definition: object, more: object = {}, key = uuidv7()): Promise<Answered> => who.ask('/api/indicators', { method: 'POST', body: { definition, ...more }, headers: { 'idempotency-key': key } })
const retire = (who: Visitor, id: string, version: number): Promise<Answered> => who.ask(`/api/indicators/${id}/retire`, { method: 'POST', body: { version } })
const said = ({ status, body }: Answered) => (status === 200 ? 200 : `${body.code} ${body.field ?? ''}`.trim())
const preview = async (definition: object, more: object = {}) => (await city.ask('/api/figures/preview', { method: 'POST', body: { definition, ...more } })).body

describe('an own indicator', () => {
  test.each([['half of a pair of signs', '\ud800'], ['nothing that text can hold', 'a\u0000b']])('a name with %s is turned away, not a fault', async (_, bad) => {
    expect(said(await put(city, { ...farming, name: { 'zh-Hans': bad, en: bad } }))).toBe('request-malformed')
    expect(said(await put(city, { ...farming, where: { [bad]: ['x'] } }))).toBe('request-malformed')
  })

  test('is counted before it is kept, and once kept its figure is the same and stands among all', async () => {
    const tried = { ...farming, where: { trade: ['handicraft', 'farming', 'other', 'e-commerce', 'domestic-service'] } }
    const before = await preview(tried, { by: 'unit' })
    expect([before.faults, before.figure.value > 0, before.sentence.en]).toEqual([[], true, expect.stringContaining('started work')])
    expect((await city.ask('/api/figures/farming')).body.code).toBe('indicator-unknown')
    expect((await put(city, tried, { note: '试行' })).body).toEqual({ what: 'indicator', id: 'farming', version: 1 })
    const { body } = await city.ask('/api/figures/farming?by=unit')
    expect([body.value, body.parts]).toEqual([before.figure.value, before.figure.parts])
    expect((await pei.ask('/api/figures')).body.figures.map((one: { indicator: string }) => one.indicator)).toContain('farming')
    const { mayWrite, definitions } = (await city.ask('/api/definitions')).body
    expect([mayWrite, (await pei.ask('/api/definitions')).body.mayWrite]).toEqual([true, false])
    expect(definitions.find((one: { id: string }) => one.id === 'farming')).toMatchObject({ own: true, retired: false, version: 1, madeBy: 'city-妇联', note: '试行', usedBy: [], fault: null })
    expect(definitions.find((one: { id: string }) => one.id === 'ever-in-work')).toMatchObject({ own: false, usedBy: ['able-and-willing-in-work', 'share-in-work'] })
  })

  test('a receipt keeps the version it was issued under, with all that it speaks of, whatever becomes of them', async () => {
    expect(said(await put(city, { ...farming, id: 'both', where: {}, all: [{ of: 'farming' }] }))).toBe(200)
    const code = (await city.ask('/api/receipts', { method: 'POST', body: { indicator: 'both' }, headers: { 'idempotency-key': uuidv7() } })).body.code
    const { value } = (await city.ask(`/api/receipts/${code}`)).body.body
    expect(value).toBeGreaterThan(0)
    expect(said(await put(city, { ...farming, version: 2, where: { trade: ['e-commerce'] } }))).toBe(200)
    expect((await city.ask('/api/figures/both')).body.value).not.toBe(value)
    const { check, body } = (await city.ask(`/api/receipts/${code}`)).body
    expect([check.agrees, check.fault, body.value, body.definition.uses[0].version]).toEqual([true, null, value, 1])
    expect((await city.ask('/api/definitions/farming')).body.versions.map((one: { version: number }) => one.version)).toEqual([2, 1])
  })

  test('is taken out of use once nothing speaks of it, and can be used again', async () => {
    expect((await retire(city, 'farming', 2)).body).toMatchObject({ code: 'indicator-used' })
    expect(said(await retire(city, 'both', 1))).toBe(200)
    expect(said(await retire(city, 'farming', 1))).toBe('indicator-changed version')
    expect((await retire(city, 'farming', 2)).body).toEqual({ what: 'indicator', id: 'farming', version: 3 })
    expect((await city.ask('/api/figures/farming')).body.code).toBe('indicator-unknown')
    expect(said(await retire(city, 'farming', 3))).toBe('indicator-not-found')
    expect((await city.ask('/api/definitions')).body.definitions.find((one: { id: string }) => one.id === 'farming')).toMatchObject({ retired: true })
    expect(said(await put(city, { ...farming, version: 4 }))).toBe(200)
    expect((await city.ask('/api/figures/farming')).status).toBe(200)
  })
})

test('each version and each retiring leaves its line', async () => {
  const { rows } = await house.db.asOwner((owner) => owner.query(`select verb, facts, result from ${house.workspace.schema}.audit_line where verb like 'plans.%' order by id`))
  expect(rows.slice(0, 3).map(({ verb, facts, result }) => [verb, facts.indicator, facts.version, result])).toEqual([['plans.define', 'farming', 1, 'done'], ['plans.define', 'both', 1, 'done'], ['plans.define', 'farming', 2, 'done']])
  expect(rows.map(({ verb, result }) => `${verb} ${result}`)).toContain('plans.retire done')
})

describe('what is refused', () => {
  test.each<[what: string, ask: () => Promise<Answered>, code: string]>([
    ['a county makes none for all', () => put(pei, { ...farming, id: 'ours' }), 'indicators-elsewhere'],
    ['nor retires one', () => retire(pei, 'farming', 4), 'indicators-elsewhere'],
    ['an id of the programme', () => put(city, { ...farming, id: 'persons-filed' }), 'indicator-id-taken id'],
    ['an id of a funnel of the programme', () => put(city, { ...farming, id: 'filed-to-work' }), 'indicator-id-taken id'],
    ['a version that somebody made meanwhile', () => put(city, { ...farming, version: 4 }), 'indicator-changed version'],
    ['a shape that is none', () => put(city, { ...farming, id: 'x', counts: 'cows' }), 'definition-shape counts'],
    ['women counted from households', () => put(city, { ...farming, id: 'x', kinds: ['register.household-filed'], where: {}, facets: [] }), 'indicator-subject counts'],
    ['an indicator of the programme is not retired', () => retire(city, 'persons-filed', 1), 'indicator-of-programme'],
    ['one that never was', () => retire(city, 'nobody', 1), 'indicator-not-found'],
    ['a definition that is not there', () => city.ask('/api/definitions/nobody'), 'indicator-not-found'],
  ])('%s', async (_what, ask, code) => expect(said(await ask())).toBe(code))

  test('a change under which others could not be counted names them', async () => {
    expect(said(await put(city, { ...farming, id: 'leaning', where: {}, except: [{ of: 'farming' }] }))).toBe(200)
    const answer = await put(city, { ...farming, version: 5, counts: 'households', through: 'household', where: {}, facets: [] })
    expect([said(answer), answer.body.title]).toEqual(['indicator-breaks id', expect.stringContaining('leaning')])
  })

  test('a draft is told everything at once, each at its place', async () => {
    const draft = { ...farming, id: 'x', kinds: ['care.fished'], level: 'nation', all: [{ of: 'nobody' }], facets: ['colour'] }
    const { faults } = (await city.ask('/api/indicators/check', { method: 'POST', body: { definition: draft } })).body
    expect(faults.map((one: { code: string; field: string }) => `${one.code} ${one.field}`)).toEqual(expect.arrayContaining(['definition-kind kinds.0', 'definition-level level', 'definition-facet facets.0']))
    const { figure, faults: told } = await preview(draft)
    expect([figure, told[0].text]).toEqual([null, '务农的：台账里没有 care.fished 这种事。'])
    expect((await preview({ ...draft, kinds: [] })).faults.length).toBeGreaterThan(2)
    expect((await preview({ id: 1 })).sentence).toBeNull()
    // Names that every object has are names of nothing, and a text that looks like one of ours stays as it was typed.
    const hostile = ['constructor', 'toString', '__proto__', '$t(plans:subject.person)']
    for (const facet of hostile) {
      const answer = await preview({ ...farming, id: 'x', where: { [facet]: [facet] }, facets: [facet], near: [{ kinds: ['care.work-started'], where: { [facet]: [facet] } }] })
      expect(answer.faults.map((one: { code: string }) => one.code), facet).toContain('definition-facet')
      expect(JSON.stringify(answer.faults)).toContain(facet)
    }
    expect(house.faults).toEqual([])
  })
})

test('an own funnel counts its steps, each within the one before', async () => {
  const funnel = { id: 'quick', name, steps: ['persons-filed', 'new-practitioners'], withinDays: 400 }
  const before = await preview(funnel, { what: 'funnel' })
  expect([before.faults, before.funnel.steps[0].value]).toEqual([[], has.persons.length])
  expect((await preview({ ...funnel, steps: ['persons-filed', 'nobody'] }, { what: 'funnel' })).faults).toMatchObject([{ code: 'definition-set', field: 'steps.1' }])
  expect((await put(city, funnel, { what: 'funnel' })).body).toEqual({ what: 'funnel', id: 'quick', version: 1 })
  expect(said(await put(city, { ...funnel, id: 'wrong', steps: ['persons-filed', 'share-in-work'] }, { what: 'funnel' }))).toBe('funnel-step steps.1')
  const { steps } = (await city.ask('/api/funnels/quick')).body
  expect(steps).toEqual(before.funnel.steps)
  expect(steps[0].value).toBe(has.persons.length)
  expect(steps[1].value).toBeLessThanOrEqual(steps[0].value)
  expect(said(await retire(city, 'farming', 4))).toBe('indicator-used')
})
