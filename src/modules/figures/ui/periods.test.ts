import { expect, test } from 'vitest'
import { quickPeriods } from './periods.ts'

const of = (today: string, id: string, plan = null as { from?: string; to?: string } | null) => quickPeriods(today, plan).find((one) => one.id === id)

/** Today, what is pressed, the days that it means. */
test.each([
  ['2018-10-18', 'all', undefined, undefined],
  ['2018-10-18', 'this-year', '2018-01-01', undefined],
  ['2018-10-18', 'last-year', '2017-01-01', '2017-12-31'],
  ['2018-10-18', 'this-quarter', '2018-10-01', undefined],
  ['2018-10-18', 'last-quarter', '2018-07-01', '2018-09-30'],
  ['2018-02-01', 'last-quarter', '2017-10-01', '2017-12-31'],
  ['2018-01-31', 'last-month', '2017-12-01', '2017-12-31'],
  ['2024-03-31', 'last-month', '2024-02-01', '2024-02-29'],
  ['2018-10-18', 'year-back', '2017-11-01', undefined],
  ['2018-12-31', 'year-back', '2018-01-01', undefined],
])('on %s, %s goes from %s to %s', (today, id, from, to) => {
  expect([of(today, id)?.from, of(today, id)?.to]).toEqual([from, to])
})

test('the plan’s period is offered where there is one, and ends with it once it is over', () => {
  const plan = { from: '2017-01-01', to: '2018-12-31' }
  expect(of('2018-10-18', 'plan', plan)).toEqual({ id: 'plan', from: '2017-01-01' })
  expect(of('2019-02-01', 'plan', plan)).toEqual({ id: 'plan', from: '2017-01-01', to: '2018-12-31' })
  expect(of('2018-10-18', 'plan')).toBeUndefined()
})
