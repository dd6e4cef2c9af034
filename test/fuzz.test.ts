import { expect, test } from 'vitest'
import { operations } from '../bench/prove/fuzz.requests.ts'
import { fuzz, undocumented } from '../bench/prove/fuzz.ts'
import { prove } from '../bench/prove/proof.ts'

const seed = 20261122

test('asked what nobody asks: never a fault of ours, always an answer that the document declares', async () => {
  const { got, failures } = await prove(fuzz, { seed, n: fuzz.suiteSize })
  expect(failures).toEqual([])
  expect(got).toMatchObject(fuzz.target)
  // Not all of it is turned away at the door.
  expect(got['answered2xx']).toBeGreaterThan(fuzz.suiteSize / 10)
}, 300_000)

test('an answer that is not declared is seen', () => {
  const list = operations().find(({ name }) => name === 'GET /api/persons')!
  const said = (status: number, code: string) => ({ status, type: 'application/problem+json', text: JSON.stringify({ status, code, title: 'x' }) })
  expect(undocumented(list, { status: 200, type: 'application/json', text: '{}' })).toBeNull()
  expect(undocumented(list, said(404, 'unit-not-found'))).toBeNull()
  expect(undocumented(list, said(418, 'unit-not-found'))).toBe('418 is not declared')
  expect(undocumented(list, said(404, 'receipt-not-found'))).toBe('receipt-not-found is not declared with 404')
})
