import { describe, expect, test } from 'vitest'
import { ownRefusal, withoutOwn } from './model.ts'

describe('nobody checks what she recorded herself', () => {
  test.each<[string, recorders: string[], actor: string, refused: string | undefined]>([
    ['entries of others', ['account:a', 'account:b'], 'account:c', undefined],
    ['one of hers among others’', ['account:a', 'account:c'], 'account:c', 'check-own'],
    ['all hers', ['account:c'], 'account:c', 'check-own'],
    ['brought in on the command line', ['operator:cli'], 'account:c', undefined],
    ['the command line checks its own', ['operator:cli'], 'operator:cli', 'check-own'],
    ['closed: nobody is named any more', [], 'account:c', undefined],
  ])('a batch: %s', (_, recorders, actor, refused) => expect(ownRefusal(recorders, actor)?.refused).toBe(refused))

  test.each<[string, recordedBy: string[], members: number, left: number]>([
    ['nothing waits', [], 0, 0],
    ['all of others', ['account:a', 'account:b'], 2, 0],
    ['some hers', ['account:a', 'account:c', 'account:c'], 1, 2],
    ['all hers', ['account:c'], 0, 1],
  ])('what she may put into one: %s', (_, recordedBy, members, left) => {
    const waiting = recordedBy.map((one, i) => ({ recordedBy: one, line: i }))
    expect(withoutOwn(waiting, 'account:c')).toEqual({ members: waiting.filter((one) => one.recordedBy !== 'account:c'), left })
    expect(withoutOwn(waiting, 'account:c').members).toHaveLength(members)
  })
})
