import { everywhere } from '#kernel/actor.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot, sql } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import type { Workspace } from '#modules/organisation/index.ts'
import { testFolder, testCtx } from '../../../test/support/ctx.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { importRoster } from './importing.ts'
import type { ImportResult } from './imports.contract.ts'

let db: TestDatabase
const folder = testFolder()
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const sample = (name: string) => join(import.meta.dirname, 'roster/samples', `roster-peixian-${name}.xlsx`)
const truthOf = (name: string) => JSON.parse(readFileSync(sample(name).replace('.xlsx', '.truth.json'), 'utf8'))

async function bring(ctx: Ctx, path: string, options: { dryRun?: boolean } = {}): Promise<ImportResult> {
  const result = await importRoster(ctx, { path }, { ...options, importId: null })
  if (isRefusal(result)) throw new Error(`${result.refused} ${JSON.stringify(result.facts)}`)
  return result
}
const rows = <R>(workspace: Workspace, statement: ReturnType<typeof sql<R>>) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, (tx) => tx.rows<R>(statement))

describe.each(['clean', 'messy'])('the %s sample', (name) => {
  const truth = truthOf(name)
  let workspace: Workspace
  let result: ImportResult
  const again = () => testCtx(db, workspace, { dataFolder: folder.path })
  beforeAll(async () => {
    workspace = await testWorkspace(db, { slug: `pei-${name}`, units: '320322' })
  })

  test('a dry run gives the numbers and keeps nothing', async () => {
    const dry = await bring(await again(), sample(name), { dryRun: true })
    expect({ persons: dry.persons, households: dry.households, journal: dry.journal }).toEqual({
      persons: { new: truth.persons, updated: 0, unchanged: 0 }, households: { new: truth.households, updated: 0, unchanged: 0 }, journal: null,
    })
    expect(await rows(workspace, sql`select id from register_person`)).toEqual([])
  })
  test('gives its truth', async () => {
    result = await bring(await again(), sample(name))
    const faults = Object.fromEntries(Object.entries(Object.groupBy(result.refused, ({ code }) => code)).map(([code, list]) => [code, list!.length]))
    expect({ rows: result.rows, valid: result.accepted, duplicates: result.repeated, faults }).toEqual({ rows: truth.rows, valid: truth.valid, duplicates: truth.duplicates, faults: truth.faults })
    expect(result.persons).toEqual({ new: truth.persons, updated: 0, unchanged: 0 })
    expect(result.households).toEqual({ new: truth.households, updated: 0, unchanged: 0 })
    expect(result.journal).toBe('1')
    expect(result.rows).toBe(result.accepted + result.refused.length)
    expect(result.refused.filter(({ value }) => /\d{15}/.test(value))).toEqual([])
  })
  test('its cards stand in the villages of the truth, classed as it says', async () => {
    const byVillage = await rows<{ code: string; n: number }>(workspace, sql`select u.code, count(*)::int as n from register_person p join organisation_unit u on u.id = p.unit_id group by 1`)
    expect(Object.fromEntries(byVillage.map(({ code, n }) => [code, n]))).toEqual(truth.byVillage)
    const classes = await rows<{ ability: string; wish: string }>(workspace, sql`select facets ->> 'ability' as ability, facets ->> 'wish' as wish from ledger_entry where kind = 'register.classified'`)
    const counted = (of: 'ability' | 'wish', words: Record<string, string>) =>
      Object.fromEntries(Object.entries(words).map(([word, code]) => [word, classes.filter((row) => row[of] === code).length]))
    expect(counted('ability', { 有: 'full', 部分: 'partial', 无: 'none' })).toEqual(truth.byLabour)
    expect(counted('wish', { 创业: 'start-business', 外出就业: 'work-away', 居家就业: 'work-at-home', 无: 'none' })).toEqual(truth.byWish)
  })
  test('the ledger has one filing a person and a household, of known subjects', async () => {
    const kinds = await rows<{ kind: string; n: number; subjects: number }>(workspace, sql`
      select e.kind, count(*)::int as n, count(distinct s.id)::int as subjects from ledger_entry e join ledger_subject s on s.id = e.subject group by 1 order by 1`)
    expect(kinds).toEqual([
      { kind: 'register.classified', n: truth.persons, subjects: truth.persons },
      { kind: 'register.household-filed', n: truth.households, subjects: truth.households },
      { kind: 'register.joined-household', n: truth.persons, subjects: truth.persons },
      { kind: 'register.person-filed', n: truth.persons, subjects: truth.persons },
    ])
  })
  test('the same file again adds nothing and posts nothing', async () => {
    const second = await bring(await again(), sample(name))
    expect(second).toEqual({ ...result, persons: { new: 0, updated: 0, unchanged: truth.persons }, households: { new: 0, updated: 0, unchanged: truth.households }, journal: null })
    expect(await rows(workspace, sql`select field, before, after from register_change`)).toEqual([])
  })
})
