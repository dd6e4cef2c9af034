import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot, sql, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { scopeOf, unitsBelow, type TreeChange, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { testCtx, testFolder } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { changeUnits } from './index.ts'

/*
 * Random changes of a real tree, through the verb and the database: what was asked at a journal number is answered the same afterwards; parts
 * never cover one another and add up to the whole; every path is counted once or nowhere. What the answers ought to be, `placing.test.ts` says.
 */
let db: TestDatabase
let workspace: Workspace
let ctx: Ctx
const folder = testFolder()
beforeAll(async () => {
  db = await testDatabase()
  workspace = await testWorkspace(db, { slug: 'pei', units: '320322' })
  ctx = { ...(await testCtx(db, workspace, { roles: ['operator'], dataFolder: folder.path })), actor: { id: 'operator:cli', name: 'operator', roles: ['operator'], reach: [rangeOf('cn.')], unitPath: workspace.topPath, unitId: 1 }, db: { pool: db.pool, schema: workspace.schema, reach: everywhere } }
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const days = ['2020-01-01', '2025-01-01', '2025-07-01', '2026-11-22'] as const
const read = <T>(work: (tx: Tx) => Promise<T>) => inSnapshot(ctx.db, work)
/** What is asked of the tree at a journal number: under every day, of the whole and of its first towns, their parts and stretches. */
async function asked(asOf: bigint | null): Promise<unknown[]> {
  return read(async (tx) => {
    const answers: unknown[] = []
    for (const day of days) {
      for (const by of ['children', 5] as const) {
        const scope = await scopeOf(tx, ctx.actor.reach, 1, day, by, asOf)
        if (isRefusal(scope)) throw new Error(scope.refused)
        const inOrder = scope.ranges.toSorted((a, b) => (a.lo < b.lo ? -1 : 1))
        for (const [i, range] of inOrder.entries()) expect(range.lo < range.hi && (i === 0 || range.lo >= inOrder[i - 1]!.hi)).toBe(true)
        // The county's own path holds every path in it, whatever stands on the day.
        expect(scope.whole).toEqual([rangeOf(workspace.topPath)])
        expect(new Set(scope.ranges.map(({ key }) => key)).size).toBeLessThanOrEqual(scope.parts.length + 1)
        answers.push([day, by, scope.parts.map(({ id, name, code, path }) => [id, name, code, path]), scope.ranges.map(({ unitId, lo, hi }) => [unitId, lo, hi])])
      }
    }
    return answers
  })
}
/** Of a past answer, where each of these paths counts: stretches may be cut otherwise by paths that nobody had yet. */
const placesOf = (answers: unknown[], paths: readonly string[]) => (answers as [string, unknown, unknown, [number, string, string][]][]).map(([day, by, parts, ranges]) =>
  [day, by, parts, paths.map((path) => ranges.find(([, lo, hi]) => path >= lo && path < hi)?.[0] ?? null)])

const draw = fc.record({ verb: fc.constantFrom('open', 'close', 'rename', 'move', 'merge', 'split'), a: fc.nat(10_000), b: fc.nat(10_000), day: fc.constantFrom(...days), flag: fc.boolean() })
type Draw = typeof draw extends fc.Arbitrary<infer T> ? T : never

function changeOf({ verb, a, b, day: onDay, flag }: Draw, step: number, units: readonly Unit[]): TreeChange {
  const towns = units.filter(({ level }) => level === 4)
  const from = flag ? towns : units.filter(({ level }) => level === 5).slice(0, 40)
  const [one, other] = [from[a % from.length]!, from[b % from.length]!]
  const fresh = (n: number) => ({ name: `新${step}-${n}`, code: `3203229${String(step * 10 + n).padStart(5, '0')}` })
  const children = units.filter(({ parentId }) => parentId === one.id).map(({ id }) => id)
  switch (verb) {
    case 'open': return { verb, onDay, parentId: towns[a % towns.length]!.id, level: 5, ...fresh(1) }
    case 'close': return { verb, onDay, unitId: one.id, heirId: other.id }
    case 'rename': return { verb, onDay, unitId: one.id, name: `改${step}`, code: one.code }
    case 'move': return { verb, onDay, unitId: units.filter(({ level }) => level === 5)[a % 60]!.id, parentId: towns[b % towns.length]!.id, code: null }
    case 'merge': return { verb, onDay, unitIds: [one.id, other.id], into: fresh(1) }
    default: return { verb: 'split', onDay, unitId: one.id, into: [{ ...fresh(1), children: children.slice(0, 3) }, { ...fresh(2), children: [] }], ends: flag, heir: flag ? 0 : null }
  }
}

test('whatever the tree becomes, an answer at a journal number stays', async () => {
  const kept: { asOf: bigint; answers: unknown[]; paths: string[] }[] = []
  let done = 0
  const draws = fc.sample(draw, { seed: 20_261_122, numRuns: 26 })
  for (const [step, one] of draws.entries()) {
    const units = await read((tx) => unitsBelow(tx, ctx.actor.reach, { path: workspace.topPath }))
    const answer = await changeUnits(ctx, { id: uuidv7(), reason: '区划调整', change: changeOf(one, step, units), codesConfirmed: true })
    if (isRefusal(answer)) continue
    done += 1
    if (done % 4 !== 1) continue
    const now = await asked(null)
    expect(await asked(BigInt(answer.journal))).toEqual(now)
    kept.push({ asOf: BigInt(answer.journal), answers: now, paths: units.map(({ path }) => path) })
  }
  expect(done).toBeGreaterThan(10)
  for (const { asOf, answers, paths } of kept) expect(placesOf(await asked(asOf), paths)).toEqual(placesOf(answers, paths))

  // Nothing is lost of what stood: every row that was replaced names the change that wrote it and the one that replaced it.
  const { past, open } = await read(async (tx) => ({
    past: await tx.one(sql<{ n: number }>`select count(*)::int as n from organisation_unit_past p where not exists (select from organisation_change c where c.id = p.superseded_change)`),
    open: await tx.one(sql<{ n: number }>`select count(*)::int as n from (select id from organisation_unit where valid_to is null group by id having count(*) > 1) x`),
  }))
  expect([past.n, open.n]).toEqual([0, 0])
}, 120_000)
