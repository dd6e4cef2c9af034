import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { utils, write } from '@e965/xlsx'
import { afterAll, describe, expect, test } from 'vitest'
import { random, type Random } from '../../../test/support/people.ts'
import { FileRefused, fileRefusalCodes, letGo, readSheets } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'broken-'))
afterAll(() => {
  letGo()
  rmSync(folder, { recursive: true })
})

const sample = readFileSync(fileURLToPath(new URL('../../modules/register/roster/samples/roster-peixian-clean.xlsx', import.meta.url)))
const lines = Array.from({ length: 200 }, (_, i) => `${i},陆薇,320321199407033044,1994-07-03`).join('\n')
const book = utils.book_new()
utils.book_append_sheet(book, utils.aoa_to_sheet(lines.split('\n').map((line) => line.split(','))), '表')
const old = write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer
const wholes = [sample, sample, old, Buffer.from(lines)]

const mutations: Record<string, (bytes: Buffer, pick: Random) => Buffer> = {
  'cut short': (bytes, pick) => bytes.subarray(0, pick.below(bytes.length)),
  'begun late': (bytes, pick) => bytes.subarray(1 + pick.below(bytes.length - 1)),
  'some bytes changed': (bytes, pick) => {
    const copy = Buffer.from(bytes)
    for (let i = 0; i < 1 + pick.below(40); i += 1) copy[pick.below(copy.length)] = pick.below(256)
    return copy
  },
  'a run of zeros': (bytes, pick) => {
    const copy = Buffer.from(bytes)
    const at = pick.below(copy.length)
    return copy.fill(0, at, Math.min(copy.length, at + 1 + pick.below(4000)))
  },
  'a piece twice': (bytes, pick) => {
    const at = pick.below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - pick.below(3000)))])
  },
  'the end changed': (bytes, pick) => {
    const copy = Buffer.from(bytes)
    for (let i = 0; i < 6; i += 1) copy[copy.length - 1 - pick.below(Math.min(400, copy.length - 1))] = pick.below(256)
    return copy
  },
}

describe('a broken file', () => {
  test('150 of them: rows or one of the refusals, within ten seconds, and the reader lives on', async () => {
    const seed = 20261122
    const pick = random(seed)
    const outcomes: Record<string, number> = {}
    for (let i = 0; i < 150; i += 1) {
      const [name, mutate] = pick.of(Object.entries(mutations))
      const bytes = mutate(pick.of(wholes), pick)
      const path = join(folder, `${i}`)
      writeFileSync(path, bytes)
      const since = performance.now()
      let outcome = 'rows'
      try {
        for await (const part of readSheets(path, { limits: { milliseconds: 9000 } })) expect(Array.isArray(part.rows)).toBe(true)
      } catch (error) {
        if (!(error instanceof FileRefused)) throw new Error(`seed ${seed}, file ${i}, ${name}`, { cause: error })
        outcome = error.refusal.refused
      }
      expect(['rows', ...fileRefusalCodes]).toContain(outcome)
      expect(outcome, `seed ${seed}, file ${i}, ${name}`).not.toBe('file-timeout')
      expect(performance.now() - since).toBeLessThan(10_000)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    expect(outcomes['file-broken']).toBeGreaterThan(40)
    expect(outcomes['rows']).toBeGreaterThan(5)
    let rows = 0
    writeFileSync(join(folder, 'whole'), sample)
    for await (const part of readSheets(join(folder, 'whole'))) rows += part.rows.length
    expect(rows).toBe(604)
  }, 60_000)
})
