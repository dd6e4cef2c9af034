import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testKinds } from '../../../test/support/kinds.ts'
import { readProgramme, readProgrammes } from './programme.ts'

const text = readFileSync(join(import.meta.dirname, '../../../programmes/xuzhou-666.yaml'), 'utf8')

describe('programmes', () => {
  test('every programme in the repository is whole', () => {
    const { all, of } = readProgrammes(testKinds)
    expect(all.length).toBeGreaterThan(0)
    expect(of('xuzhou-666').levels.map((level) => level.id)).toEqual(['village', 'township', 'county', 'city'])
    expect(of('xuzhou-666').measures.map((m) => m.id)).toEqual(['survey', 'file', 'pair', 'plan', 'revisit', 'exit'])
    expect(() => of('no-such')).toThrow('programmes/no-such.yaml')
  })

  test('a facet stands on the entry where its kind declares it, else on the class', () => {
    const starts = readProgramme(text, 'xuzhou-666.yaml', testKinds).indicators.find((one) => one.id === 'new-practitioners')!
    expect(starts.facets.map((facet) => [facet.id, facet.of])).toEqual([['trade', 'entry'], ['ability', 'class'], ['wish', 'class'], ['hardship', 'class']])
    const able = readProgramme(text, 'xuzhou-666.yaml', testKinds).indicators.find((one) => one.id === 'able-and-willing')!
    expect([able.facets.map((facet) => facet.of), able.classKind]).toEqual([['entry', 'entry', 'entry'], null])
  })

  test.each([
    ['an unknown key', 'country: cn', 'country: cn\ncolour: red', 'colour'],
    ['a kind that nobody declares', 'kinds: [care.work-started]', 'kinds: [care.work-ended]', 'no module declares the kind care.work-ended'],
    ['a facet that no kind declares', 'facets: [trade, ability', 'facets: [colour, ability', 'no kind declares the facet colour'],
    ['persons counted from households', 'counts: households', 'counts: persons', 'its kinds are about a household'],
    ['a value without a word', '      handicraft: { zh-Hans: 手工, en: Handicraft, vi: Thủ công }\n', '', 'no word for handicraft'],
    ['a where that no value fits', 'ability: [full, partial]', 'ability: [whole]', 'whole is none of its values'],
    ['a target of nothing', 'indicator: new-practitioners, unit', 'indicator: old-practitioners, unit', 'old-practitioners is no indicator'],
    ['an impossible day', 'from: 2017-01-01', 'from: 2017-02-30', 'a day as YYYY-MM-DD'],
    ['a companion that is not there', 'companion: work-starts', 'companion: work-ends', 'work-ends is not there'],
  ])('refuses %s and says where', (_what, found, put, says) => {
    expect(text).toContain(found)
    expect(() => readProgramme(text.replace(found, put), 'xuzhou-666.yaml', testKinds)).toThrow(says)
  })
})
