import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#kernel/refusal.ts'
import type { DateText } from '#kernel/dates.ts'
import { planChange, type Planned, type TreeChange } from './changing.ts'
import type { TreeRow } from './lives.ts'
import { placedOn, rangesOf, type DatedRow, type Succession } from './placing.ts'

/*
 * Random trees and random changes of them, held against a plain model that keeps a whole copy of the tree after every change and walks it by
 * parents and successions, never by paths.
 */

const days: readonly DateText[] = ['2024-01-01', '2024-03-01', '2024-06-01', '2025-01-01', '2025-02-01', '2025-07-01', '2025-12-31', '2026-03-01', '2026-11-22']
const today = '2026-11-22'
type Snapshot = { rows: readonly TreeRow[]; successions: readonly Omit<Succession, 'known'>[] }
type Recorded = { number: number; unit: number; path: string }

/** What the database keeps: rows known now, rows of the past, successions; and beside it a copy of the tree at every journal number. */
class World {
  rows: (TreeRow & { known: bigint | null })[] = []
  past: DatedRow[] = []
  successions: Succession[] = []
  copies: Snapshot[] = []
  recorded: Recorded[] = []
  number = 0

  constructor(parents: readonly number[]) {
    const add = (id: number, level: number, parent: TreeRow | null) =>
      this.rows.push({ id, code: String(100_000_000 + id), name: `单位${id}`, level: level as 1, pseudo: false, placeholder: false, parentId: parent?.id ?? null, path: `${parent?.path ?? 'cn.'}u${id}.`, validFrom: '1900-01-01', validTo: null, known: null })
    add(1, 2, null)
    for (const [i, pick] of parents.entries()) {
      const above = this.rows.filter((row) => row.level < 5)
      const parent = above[pick % above.length]!
      add(i + 2, parent.level + 1, parent)
    }
    this.copy()
  }
  copy() {
    this.copies.push({ rows: [...this.rows], successions: [...this.successions] })
  }
  plan(change: TreeChange) {
    const nextId = Math.max(...this.rows.map(({ id }) => id)) + 1
    return planChange({ rows: this.rows, nextId, topUnitId: 1, country: 'cn', today }, change)
  }
  write(plan: Planned) {
    this.number += 1
    const known = BigInt(this.number)
    const isGone = (row: TreeRow) => plan.gone.some((gone) => gone.id === row.id && gone.validFrom === row.validFrom)
    this.past.push(...this.rows.filter(isGone).map((row) => ({ ...row, superseded: known })))
    this.rows = [...this.rows.filter((row) => !isGone(row)), ...plan.rows.map((row) => ({ ...row, known }))]
    this.successions.push(...plan.successors.map((one) => ({ ...one, known })))
    this.copy()
  }
  record(pick: number) {
    const standing = this.rows.filter((row) => row.validTo === null)
    const row = standing[pick % standing.length]!
    this.number += 1
    this.recorded.push({ number: this.number, unit: row.id, path: row.path })
    this.copy()
  }
  /** As `tree.store.ts` reads it: rows of units that changed, and of those that successions name. */
  history() {
    const named = new Set([...this.successions.flatMap(({ unitId, successorId }) => [unitId, successorId]), ...this.past.map(({ id }) => id)])
    const rows = this.rows.filter((row) => row.validTo !== null || row.validFrom > '1900-01-01' || named.has(row.id)).map((row): DatedRow => ({ ...row, superseded: null }))
    return { rows: [...rows, ...this.past], successions: this.successions }
  }
}

const covers = (row: TreeRow, day: DateText) => row.validFrom <= day && (row.validTo === null || row.validTo >= day)
/** Where a unit counts, by walking a copy of the tree. */
function modelPlace({ rows, successions }: Snapshot, unit: number, day: DateText): number | null {
  const life = rows.filter((row) => row.id === unit).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  if (life.some((row) => covers(row, day))) return unit
  const up = (parent: number | null) => (parent === null ? null : modelPlace({ rows, successions }, parent, day))
  const ended = life.findLast((row) => row.validFrom <= day)
  if (ended) {
    const heir = successions.find((one) => one.unitId === unit && one.heir)
    return heir ? modelPlace({ rows, successions }, heir.successorId, day) : up(ended.parentId)
  }
  const first = life[0]!
  const origins = new Set(successions.filter((one) => one.successorId === unit && one.onDay <= first.validFrom).map((one) => one.unitId))
  return origins.size === 1 ? modelPlace({ rows, successions }, [...origins][0]!, day) : up(first.parentId)
}
/** What stands above a unit on a day, itself first, by parents. */
function modelAbove({ rows }: Snapshot, unit: number | null, day: DateText): number[] {
  if (unit === null) return []
  const row = rows.find((one) => one.id === unit && covers(one, day))
  return row ? [unit, ...modelAbove({ rows, successions: [] }, row.parentId, day)] : []
}

const pick = fc.nat(1_000)
const draw = fc.record({
  verb: fc.constantFrom('open', 'close', 'rename', 'move', 'merge', 'split', 'record', 'record', 'record'),
  a: pick, b: pick, c: pick, day: fc.constantFrom(...days), flag: fc.boolean(), some: fc.boolean(),
})
type Draw = typeof draw extends fc.Arbitrary<infer T> ? T : never

function changeOf(world: World, { verb, a, b, c, day, flag, some }: Draw, step: number): TreeChange {
  const ids = [...new Set(world.rows.map(({ id }) => id))]
  const [one, two, three] = [ids[a % ids.length]!, ids[b % ids.length]!, ids[c % ids.length]!]
  const level = world.rows.find(({ id }) => id === one)!.level
  const peers = ids.filter((id) => id !== one && world.rows.some((row) => row.id === id && row.level === level))
  const peer = peers.length > 0 ? peers[b % peers.length]! : two
  const fresh = (n: number) => ({ name: `新${step}-${n}`, code: String(200_000_000 + step * 10 + n) })
  const children = [...new Set(world.rows.filter((row) => row.parentId === one && row.validTo === null).map(({ id }) => id))]
  switch (verb) {
    case 'open': return { verb, onDay: day, parentId: one, level: Math.min(5, level + 1) as 5, ...fresh(1) }
    case 'close': return { verb, onDay: day, unitId: one, heirId: flag ? peer : null }
    case 'rename': return { verb, onDay: day, unitId: one, name: `改${step}`, code: flag ? fresh(1).code : world.rows.find(({ id }) => id === one)!.code }
    case 'move': return { verb, onDay: day, unitId: one, parentId: some ? three : two, code: null }
    case 'merge': return { verb, onDay: day, unitIds: flag ? [one] : [one, peer], into: flag ? { unitId: peer } : fresh(1) }
    default: return { verb: 'split', onDay: day, unitId: one, into: [{ ...fresh(1), children: children.filter((_, i) => i % 2 === 0) }, { ...fresh(2), children: [] }], ends: flag, heir: flag && some ? 0 : null }
  }
}

function check(world: World, asOf: number): void {
  const copy = world.copies[asOf]!
  const known = world.recorded.filter(({ number }) => number <= asOf)
  for (const day of days) {
    const placed = placedOn(world.history(), day, asOf === world.number ? null : BigInt(asOf))
    const standing = copy.rows.filter((row) => covers(row, day))
    for (const unit of standing) {
      const parts = standing.filter((row) => row.parentId === unit.id)
      const keys = new Map([unit, ...parts].map((row) => [row.path, String(row.id)]))
      const ranges = rangesOf(keys, placed)
      for (const [i, range] of ranges.entries()) if (i > 0) expect(range.lo >= ranges[i - 1]!.hi).toBe(true)
      for (const { unit: at, path } of known) {
        const found = ranges.filter(({ lo, hi }) => path >= lo && path < hi).map(({ key }) => key)
        const above = modelAbove(copy, modelPlace(copy, at, day), day)
        const place = above.indexOf(unit.id)
        expect([asOf, day, path, unit.id, found]).toEqual([asOf, day, path, unit.id, place < 0 ? [] : [String(place === 0 ? unit.id : above[place - 1])]])
      }
    }
  }
}

describe('random trees and changes', () => {
  // Seen to fail with the heirs left out of `placedOn`, and with rows superseded later than `asOf` taken as gone.
  test('every recorded path is in exactly one part of the whole, or outside it, on every day and at every journal number', () => {
    let done = 0
    fc.assert(fc.property(fc.array(pick, { minLength: 4, maxLength: 12 }), fc.array(draw, { minLength: 6, maxLength: 16 }), (parents, draws) => {
      const world = new World(parents)
      for (const [step, one] of draws.entries()) {
        if (one.verb === 'record') {
          world.record(one.a)
          continue
        }
        const plan = world.plan(changeOf(world, one, step))
        if (isRefusal(plan)) continue
        world.write(plan)
        done += 1
        // The tree stays a tree: on every day one row a unit, its path its parent's with its own number, its parent standing.
        for (const day of days) {
          const standing = world.rows.filter((row) => covers(row, day))
          expect(new Set(standing.map(({ id }) => id)).size).toBe(standing.length)
          expect(new Set(standing.map(({ code }) => code)).size).toBe(standing.length)
          for (const row of standing) if (row.parentId !== null) expect(row.path).toBe(`${standing.find(({ id }) => id === row.parentId)?.path}u${row.id}.`)
        }
        // Cards never lie where no unit stands.
        for (const { toPath, toUnitId } of plan.moves) expect(world.rows.find((row) => row.id === toUnitId && row.validTo === null)?.path).toBe(toPath)
      }
      world.record(3)
      for (const asOf of new Set([0, Math.floor(world.number / 3), Math.floor(world.number / 2), world.number - 1, world.number])) check(world, asOf)
    }), { seed: 20_261_122, numRuns: 150, endOnFailure: true })
    expect(done).toBeGreaterThan(300)
  })
})

test.each<[string, Record<string, string>, [string, string | null][], string[]]>([
  ['a part and the unit itself', { 'cn.u1.': '1', 'cn.u1.u2.': '2' }, [], ['1 cn.u1.-cn.u1.u2.', '2 cn.u1.u2.-cn.u1.u2/', '1 cn.u1.u2/-cn.u1/']],
  ['what came from elsewhere', { 'cn.u1.': '1' }, [['cn.u9.u5.', 'cn.u1.u5.']], ['1 cn.u1.-cn.u1/', '1 cn.u9.u5.-cn.u9.u5/']],
  ['what went away', { 'cn.u1.': '1' }, [['cn.u1.u5.', 'cn.u9.u5.']], ['1 cn.u1.-cn.u1.u5.', '1 cn.u1.u5/-cn.u1/']],
  ['what ended, and counts at the unit itself, within it', { 'cn.u1.': '1' }, [['cn.u1.u5.', 'cn.u1.']], ['1 cn.u1.-cn.u1/']],
])('%s', (_, keys, placed, ranges) => {
  expect(rangesOf(new Map(Object.entries(keys)), placed.map(([path, to]) => ({ path, to }))).map(({ key, lo, hi }) => `${key} ${lo}-${hi}`)).toEqual(ranges)
})
