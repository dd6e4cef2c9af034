import { expect, test } from 'vitest'
import { translate } from '#platform/i18n/index.ts'
import type { Figure } from '#modules/figures/index.ts'
import { askOf, figureLines, funnelLines } from './asking.ts'
import type { Cli } from './verb.ts'

const english = { language: 'en', text: (key, facts = {}) => translate('en', key, facts) } as Partial<Cli> as Cli
const step = (name: string, value: number, ofBefore: number | null, ofFirst: number | null) => ({ indicator: name, name, counts: 'persons' as const, value, ofBefore, ofFirst })
const funnel = {
  id: 'filed-to-work', name: 'From filing to work', unit: '3203', unitName: '徐州市', only: [], from: null, to: '2018-12-31', boundaryDay: '2018-12-31', asOf: { journal: '7', at: null }, level: null, withinDays: null,
}

test('a funnel is printed as a table with shares, columns under their heads', () => {
  const lines = funnelLines(english, { ...funnel, steps: [step('Filed', 1200, 1, 1), step('In work', 90, 0.075, 0.075)] })
  expect(lines.map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
    'From filing to work | (at any time)', 'Step | How many | Of the step before | Of the first step', '1. Filed | 1,200 people | 100.0%', '2. In work | 90 people | 7.5% | 7.5%',
  ])
  expect(new Set(lines.slice(1).map((line) => line.length)).size).toBe(1)
})

test('where nobody came to the first step, there are no shares', () => {
  const lines = funnelLines(english, { ...funnel, withinDays: 180, steps: [step('Filed', 0, null, null), step('In work', 0, null, null)] })
  expect(lines[0]).toContain('180')
  expect(lines.at(-1)!.trim().split(/ {2,}/).slice(-2)).toEqual(['–', '–'])
})

test('a share of nobody is printed as a dash without a word, in the whole and in its parts', () => {
  const names = (en: string) => ({ 'zh-Hans': en, en })
  const share = { asked: { indicator: { name: names('Share in work'), counts: 'ratio', currency: null }, across: { by: 'facet', facet: 'wish' } }, value: null, overlap: null, target: null, parts: [{ key: 'near', name: names('Near home'), value: null }, { key: 'away', name: names('Away'), value: 0.5 }] }
  expect(figureLines(english, share as unknown as Figure).map((line) => line.trim().split(/ {2,}/))).toEqual([['Share in work', '–'], ['Near home', '–'], ['Away', '50.0'], ['total', '–']])
})

test('what may be given once and is given twice is refused by name: no answer for the last one alone', () => {
  expect(askOf(english as Cli, { unit: ['320321'], level: ['county'] })).toMatchObject({ unit: '320321', level: 'county', by: undefined })
  expect(() => askOf(english as Cli, { unit: ['320321', '320324'] })).toThrow('--unit may be given only once')
})
