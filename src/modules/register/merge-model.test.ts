import { describe, expect, test } from 'vitest'
import { mergingRefusal, numbersNear, restated } from './merge-model.ts'

const card = { mergedInto: null, ability: 'full', wish: 'none', hardships: ['low-income', 'lost-land'], householdId: 'h1' }
const away = { ...card, mergedInto: 'other' }

describe('may two cards be merged', () => {
  test.each([
    ['both stand', card, card, false, false, undefined],
    ['the one to stay was merged away', away, card, false, false, 'card-merged'],
    ['the one to close was merged away', card, away, false, false, 'card-merged'],
    ['she signs in as the one to close', card, card, true, false, 'merge-own-account'],
    ['something asked is open', card, card, false, true, 'merge-open-request'],
  ] as const)('%s', (_what, standing, closed, closedHasAccount, openRequest, refused) => {
    expect(mergingRefusal({ standing, closed, closedHasAccount, openRequest })?.refused).toBe(refused)
  })
})

describe('what the standing card says again', () => {
  test.each([
    ['nothing where both say the same, in whatever order', { ...card, hardships: ['lost-land', 'low-income'] }, { classes: false, household: false }],
    ['its class', { ...card, wish: 'start-business' }, { classes: true, household: false }],
    ['its hardships', { ...card, hardships: [] }, { classes: true, household: false }],
    ['its household', { ...card, householdId: 'h2' }, { classes: false, household: true }],
  ] as const)('%s', (_what, closed, says) => expect(restated(card, closed)).toEqual(says))
})

describe('numbers that may be one', () => {
  test.each([
    ['one digit of the birth, and the check digit', '320322197105220024', '320322197105230026', true],
    ['one digit of the region', '320322197105220024', '320321197105220027', true],
    ['two neighbours exchanged', '320322197105220024', '320322191705220021', true],
    ['two digits that are no neighbours', '320322197105220024', '320322198105230023', false],
    ['two neighbours, other digits', '320322197105220024', '320322197105350029', false],
    ['the same number is no near one', '320322197105220024', '320322197105220024', false],
    ['another length', '320322197105220024', '32032219710522002', false],
  ] as const)('%s', (_what, one, other, near) => expect(numbersNear(one, other)).toBe(near))
})
