import { expect, test } from 'vitest'
import { Buckets, Turns } from './limits.ts'

test('a bucket lets a burst through, then as many as run in; another key has its own', () => {
  const buckets = new Buckets()
  const bucket = { burst: 3, perMinute: 60 }
  const take = (key: string, second: number) => buckets.take(key, bucket, second * 1_000)
  expect([take('a', 0), take('a', 0), take('a', 0), take('a', 0), take('b', 0), take('a', 0.5), take('a', 1), take('a', 1)]).toEqual([0, 0, 0, 1, 0, 1, 0, 1])
  expect([1, 2, 3, 4].map(() => take('a', 600))).toEqual([0, 0, 0, 1])
})

test('what is asked for in vain costs nothing: who waits as told is let in', () => {
  const buckets = new Buckets()
  const bucket = { burst: 1, perMinute: 6 }
  expect(buckets.take('a', bucket, 0)).toBe(0)
  for (let i = 0; i < 50; i += 1) expect(buckets.take('a', bucket, 100)).toBe(10)
  expect(buckets.take('a', bucket, 10_000)).toBe(0)
})

test('a hundred thousand addresses do not fill the memory', () => {
  const buckets = new Buckets()
  for (let i = 0; i < 100_000; i += 1) buckets.take(`address ${i}`, { burst: 1, perMinute: 1 }, 0)
  expect(buckets.take('address 99999', { burst: 1, perMinute: 1 }, 0)).toBe(60)
})

test('turns: so many at once, in order, and no more waiting than may', async () => {
  const turns = new Turns()
  const order: string[] = []
  const [first, second] = [(await turns.enter('a', 2, 2))!, (await turns.enter('a', 2, 2))!]
  const third = turns.enter('a', 2, 2).then((leave) => (order.push('third'), leave!))
  const fourth = turns.enter('a', 2, 2).then((leave) => (order.push('fourth'), leave!))
  expect(await turns.enter('a', 2, 2)).toBeNull()
  expect(await turns.enter('b', 2, 2)).not.toBeNull()
  expect(order).toEqual([])
  first()
  first()
  await third
  expect(order).toEqual(['third'])
  second()
  ;(await fourth)()
  ;(await third)()
  expect(await turns.enter('a', 2, 0)).not.toBeNull()
})
