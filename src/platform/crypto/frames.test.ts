import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headBytes, keyNumberOf, keyOfFile, newFileKey, open, openWhole, seal, SealBroken } from './frames.ts'

const key = randomBytes(32)
async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}
async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
const sealed = (plain: Buffer, size = 64_000) => collect(seal(newFileKey(key, 'file', 1))(cut(plain, size)))
const opened = (bytes: Buffer, size = 64_000, by = key) => collect(open(keyOfFile(by, 'file', bytes.subarray(0, headBytes)))(cut(bytes, size)))

describe('a file sealed in frames', () => {
  const megabyte = 1024 * 1024
  test.each([0, 1, 1000, megabyte - 1, megabyte, megabyte + 1, 3 * megabyte + 17])('of %i bytes opens again, as a stream and in memory', async (length) => {
    const plain = randomBytes(length)
    const bytes = await sealed(plain)
    expect((await opened(bytes, 10_007)).equals(plain)).toBe(true)
    expect(openWhole(keyOfFile(key, 'file', bytes).key, bytes).equals(plain)).toBe(true)
    expect(keyNumberOf(bytes)).toBe(1)
  })
  test('however the stream is cut', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 4000 }), async (a, b, length) => {
      const plain = randomBytes(length)
      expect((await opened(await sealed(plain, a), b)).equals(plain)).toBe(true)
    }), { seed: 20261122, numRuns: 60 })
  })
  test('another key, another purpose, no sealed file at all', async () => {
    const bytes = await sealed(Buffer.from('王丽'))
    expect(() => keyOfFile(randomBytes(32), 'file', bytes)).toThrow(new SealBroken('key'))
    expect(() => keyOfFile(key, 'backup', bytes)).toThrow(new SealBroken('key'))
    expect(() => keyOfFile(key, 'file', Buffer.from('PK'))).toThrow(new SealBroken('content'))
  })
})

describe('what was done to it is found', () => {
  test('any byte changed, any end cut off or added', async () => {
    const bytes = await sealed(Buffer.from('沛县二〇一八年调查表'.repeat(3)))
    const broken = async (changed: Buffer) => {
      await expect((async () => opened(changed))()).rejects.toThrow(SealBroken)
      expect(() => openWhole(keyOfFile(key, 'file', changed).key, changed)).toThrow(SealBroken)
    }
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1 << (at % 8)
      await broken(changed)
      await broken(bytes.subarray(0, at))
    }
    await broken(Buffer.concat([bytes, Buffer.of(0)]))
    await broken(Buffer.concat([bytes, bytes.subarray(headBytes)]))
  })
  test('frames left out, moved, said twice; a first part that ends where a frame does', async () => {
    const bytes = await sealed(randomBytes(3 * 1024 * 1024))
    const frame = 20 + 1024 * 1024
    const at = (n: number) => bytes.subarray(headBytes + n * frame, headBytes + (n + 1) * frame)
    const head = bytes.subarray(0, headBytes)
    for (const frames of [[at(0), at(2)], [at(1), at(0), at(2)], [at(0), at(0), at(1), at(2)], [at(0), at(1)], [at(2)], []]) {
      await expect((async () => opened(Buffer.concat([head, ...frames])))()).rejects.toThrow(SealBroken)
    }
  })
})
