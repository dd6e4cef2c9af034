import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { moduleOrder } from '../src/main/module-order.ts'
import { entriesBesideTheView, readTree, runsInNode, sqlOutsideStores, tablesOf, tablesOutsideOwner, violationsOf } from './architecture.ts'

const root = join(import.meta.dirname, '..')
const tree = readTree(root)

describe('the house as it stands', () => {
  test('is really read: files and edges are many', () => {
    expect(tree.files.length).toBeGreaterThan(100)
    expect(tree.edges.filter((edge) => edge.to !== null).length).toBeGreaterThan(300)
    for (const edge of tree.edges) if (edge.to !== null && !edge.to.endsWith('.css')) expect(existsSync(join(root, edge.to)), `${edge.from} → ${edge.named}`).toBe(true)
  })
  test('keeps the direction', () => expect(violationsOf(tree.edges)).toEqual([]))
  test('keeps SQL in stores', () => expect(sqlOutsideStores(root, tree.files)).toEqual([]))
  test('names tables only in the stores of their owners', () => expect(tablesOutsideOwner(root, tree.files, tablesOf(root))).toEqual([]))
  test('reads single entries through the view that holds them against the reach', () => expect(entriesBesideTheView(root, tree.files)).toEqual([]))
  test('lists its modules in modules.ts', () => expect([...moduleOrder].sort()).toEqual(readdirSync(join(root, 'src/modules')).sort()))
  test('can be run by Node as it is written', () => {
    for (const file of tree.files.filter((one) => one.endsWith('.ts'))) expect(runsInNode(root, file), file).toBe(true)
  })
})

describe('each rule has been seen to fail', () => {
  const planted = mkdtempSync(join(tmpdir(), 'qiaoshou-planted-'))
  afterAll(() => rmSync(planted, { recursive: true }))
  const plant = (files: Record<string, string>) => {
    rmSync(join(planted, 'src'), { recursive: true, force: true })
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(planted, file)), { recursive: true })
      writeFileSync(join(planted, file), text)
    }
    return readTree(planted)
  }
  const cases: [string, string, string][] = [
    ['kernel imports nothing', 'src/kernel/money.ts', `import { x } from '#platform/db/index.ts'`],
    ['platform imports only kernel and platform', 'src/platform/http/a.ts', `import { x } from '#modules/ledger/index.ts'`],
    ['modules are entered by their door', 'src/modules/register/service.ts', `import { x } from '#modules/ledger/store.ts'`],
    ['modules call only downward', 'src/modules/ledger/service.ts', `import { x } from '#modules/register/index.ts'`],
    ['modules import no main, site or web on the server', 'src/modules/ledger/service.ts', `export * from '#main/modules.ts'`],
    ['model, policy and entries are pure', 'src/modules/ledger/model.ts', `import { sql } from '#platform/database/transaction.ts'`],
    ['the browser reaches no server file', 'src/modules/ledger/ui/List.tsx', `import { x } from '../service.ts'`],
    ['the browser reaches no server file', 'src/web/shell.tsx', `const x = import('#modules/ledger/store.ts')`],
    ['no server file reaches the browser', 'src/modules/ledger/service.ts', `import '#web/theme.ts'`],
    ['kernel has no packages', 'src/kernel/money.ts', `import { z } from 'zod'`],
  ]
  test.each(cases)('%s: %s', (rule, file, text) => {
    expect(violationsOf(plant({ [file]: text }).edges).map((violation) => violation.rule)).toContain(rule)
  })
  test('no circles', () => {
    const { edges } = plant({ 'src/kernel/a.ts': `import { b } from './b.ts'`, 'src/kernel/b.ts': `import { a } from './a.ts'` })
    expect(violationsOf(edges).map((violation) => violation.rule)).toEqual(['no circles'])
  })
  test('SQL stands only in stores', () => {
    const { files } = plant({ 'src/modules/ledger/service.ts': 'const q = sql<Row>`select 1`', 'src/modules/ledger/routes.ts': "client.query('select 1')", 'src/modules/ledger/store.ts': 'const q = sql`select 1`' })
    expect(sqlOutsideStores(planted, files).map((violation) => violation.from)).toEqual(['src/modules/ledger/routes.ts', 'src/modules/ledger/service.ts'])
  })
  test('a table is named only by its owner', () => {
    const { files } = plant({ 'src/modules/register/store.ts': 'const q = sql`select * from ledger_entry join register_person using (id)`' })
    expect(tablesOutsideOwner(planted, files, ['ledger_entry', 'register_person']).map((violation) => violation.to)).toEqual(['ledger_entry'])
  })
  test('single entries are read through ledger_entry_reached', () => {
    const { files } = plant({
      'src/modules/ledger/batch.store.ts': 'const q = sql`select 1 from ledger_batch m join ledger_entry e using (posting)`', 'src/modules/ledger/count.store.ts': 'const q = sql`select 1 from ledger_entry e`',
      'src/modules/ledger/a.store.ts': 'const q = sql`select 1 from ledger_entry_reached e where exists (select from ledger_entry r)`',
    })
    expect(entriesBesideTheView(planted, files).map((violation) => violation.from)).toEqual(['src/modules/ledger/batch.store.ts'])
  })
})
