import { expect, test } from 'vitest'
import type { Role } from '#kernel/actor.ts'
import { abilities, type Ability } from '#kernel/abilities.ts'
import { abilitiesOf, forbids } from './policy.ts'

const table: [Role[], Ability, boolean][] = [
  [['officer'], 'register.import', true],
  [['officer'], 'ledger.check', false],
  [['checker'], 'ledger.check', true],
  [['checker'], 'register.write', false],
  [['checker'], 'figures.issue', false],
  [['leader'], 'figures.issue', true],
  [['leader'], 'register.reveal', false],
  [['leader'], 'register.write', false],
  [['officer', 'checker'], 'ledger.check', true],
  [[], 'register.read', false],
]
test.each(table)('%j may %s: %s', (roles, ability, allowed) => {
  expect(forbids({ roles }, ability)).toEqual(allowed ? null : { refused: 'not-allowed', facts: { ability } })
  expect(abilitiesOf(roles)[ability]).toBe(allowed)
})

test('the command line may do everything', () => {
  expect(abilities.every((ability) => forbids({ roles: ['operator'] }, ability) === null)).toBe(true)
})
