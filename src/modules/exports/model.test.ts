import { describe, expect, test } from 'vitest'
import { alone, decisionRefusal, isOpen, mostPersons, stateOf } from './model.ts'

const at = '2026-11-22T02:00:00.000000Z'
const after = (hours: number) => Date.parse(at) + hours * 3_600_000
test.each([
  ['a small one is taken', { needsSecond: false, decision: null, taken: true }, 0, 'taken'],
  ['a large one waits', { needsSecond: true, decision: null, taken: false }, 500, 'waiting'],
  ['declined', { needsSecond: true, decision: { approved: false, at }, taken: false }, 0, 'declined'],
  ['approved', { needsSecond: true, decision: { approved: true, at }, taken: false }, 23.9, 'approved'],
  ['approved and not fetched', { needsSecond: true, decision: { approved: true, at }, taken: false }, 24, 'expired'],
  ['approved and taken', { needsSecond: true, decision: { approved: true, at }, taken: true }, 30, 'taken'],
])('%s', (_, one, hours, state) => expect(stateOf(one, after(hours))).toBe(state))

test.each([
  ['nothing before', 200, 0, 'may'], ['too large by itself', 201, 0, 'large'], ['too large, and others before', 201, 150, 'large'],
  ['just enough together', 50, 150, 'may'], ['one too many together', 51, 150, 'many'], ['nobody in it', 0, 250, 'may'],
])('alone: %s', (_, persons, before, said) => expect(alone(persons, before)).toBe(said))

test('an approval is good for a day, and for a tenth more', () => {
  expect([0, 23.99, 24, 48].map((hours) => isOpen({ approved: true, at }, after(hours)))).toEqual([true, true, false, false])
  expect([201, 1_000, 28_460].map(mostPersons)).toEqual([221, 1_100, 31_306])
})

describe('who may say yes or no', () => {
  test.each([
    ['what a colleague asked for', 'account:a', true, null],
    ['what she asked for herself', 'account:b', true, 'export-own'],
    ['what needs nobody', 'account:a', false, 'export-alone'],
  ])('%s', (_, askedBy, needsSecond, refused) => {
    expect(decisionRefusal({ askedBy, needsSecond }, 'account:b')?.refused ?? null).toBe(refused)
  })
})
