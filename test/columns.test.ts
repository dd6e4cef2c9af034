import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, openSync, readdirSync, rmSync, truncateSync, writeFileSync, writeSync, closeSync, statSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeColumns, columnsOf, useColumns, type ColumnsHome } from '../src/platform/columnar/home.ts'
import { inSnapshot, type WorkspaceDb } from '../src/platform/database/transaction.ts'
import { segmentFiles, workspaceFolder } from '../src/modules/ledger/columns/build.ts'
import { buildInChild } from '../src/modules/ledger/columns/builder.ts'
import { formVersion } from '../src/modules/ledger/columns/shape.ts'
import { modelOf, orderOf } from '../src/modules/ledger/columns/models.ts'
import { checkColumns, rebuildColumns } from '../src/modules/ledger/columns/check.ts'
import { tally as counted } from '../src/modules/ledger/counting.ts'
import { plainQuestion, type Question } from '../src/modules/ledger/question.ts'
import { tally as reference } from '../src/modules/ledger/tally.store.ts'
import { drawOf } from '../bench/prove/proof.ts'
import { startAsker } from './support/asker.ts'
import { testFolder } from './support/ctx.ts'
import { testDatabase, type TestDatabase } from './support/database.ts'
import { randomLedger, wordsOf, writeLedger } from './support/random-ledger.ts'

const folder = testFolder()
const words = wordsOf('h')
const q: Question = { ...plainQuestion, kinds: ['h.started', 'h.trained', 'h.visited'], counts: 'subjects', ranges: null }
const by = { units: false, across: { by: 'month' as const } }
let db: TestDatabase
let home: ColumnsHome
let told: string[] = []

beforeAll(async () => {
  db = await testDatabase()
  const draw = drawOf(7, 1)
  await writeLedger(db, randomLedger(draw, words), [], { draw, byDoor: false })
})
beforeEach(() => {
  told = []
  rmSync(workspaceFolder(folder.path, db.workspace.schema), { recursive: true, force: true })
  home = useColumns(db.pool, { folder: folder.path, mode: 'auto', builds: true, log: (line) => void told.push(line) })
  return async () => closeColumns(db.pool)
})
afterAll(async () => {
  await db.close()
  folder.remove()
})

const place = () => columnsOf(db.pool, db.workspace.schema)!
const model = () => modelOf(place())
const own = () => workspaceFolder(folder.path, db.workspace.schema)
const file = () => segmentFiles(own())[0]!.file
const ask = (where: WorkspaceDb = db.workspace) => inSnapshot(where, async (tx) => ({ said: await counted(tx, q, by), right: await reference(tx, q, by) }))
async function isRight(): Promise<void> {
  const { said, right } = await ask()
  expect(right[0]!.entries).toBeGreaterThan(0)
  expect(said).toEqual(right)
}
/** The read model itself answers, whatever the size. */
const always = () => void (home.mode = 'always')

describe('whatever becomes of the file, the figure is right and the file is made again', () => {
  test('there is none', async () => {
    await isRight()
    always()
    await isRight()
    expect(segmentFiles(own())).toHaveLength(1)
  })

  test.each<[string, (path: string) => void]>([
    ['it is deleted', (path) => rmSync(path)],
    ['it is cut in the middle', (path) => truncateSync(path, statSync(path).size / 2)],
    ['it is empty', (path) => truncateSync(path, 0)],
    ['it is something else', (path) => writeFileSync(path, 'not a database')],
    ['its head is overwritten', (path) => overwrite(path, 0, 4096)],
  ])('before it is opened: %s', async (_, harm) => {
    await buildInChild(orderOf(place(), true))
    harm(file())
    await isRight()
    always()
    await isRight()
    expect(model().reader?.words.entries).toBeGreaterThan(0)
  })

  test.each<[string, (path: string) => void]>([
    ['it is deleted', (path) => rmSync(path)],
    ['it is cut in the middle', (path) => truncateSync(path, statSync(path).size / 2)],
    ['its blocks are overwritten', (path) => overwrite(path, 12_288, statSync(path).size - 12_288)],
  ])('while it is open: %s', async (_, harm) => {
    always()
    await isRight()
    harm(file())
    await new Promise((later) => setTimeout(later, 1_100))
    home.mode = 'auto'
    await isRight()
    always()
    await isRight()
    await model().build()
    expect(existsSync(file())).toBe(true)
    await isRight()
  })

  test.each<[string, (path: string) => void]>([
    ['a folder stands under a newer name', () => mkdirSync(join(own(), `900000-${formVersion}.duckdb`))],
    ['a copy of it stands under a newer name', (path) => copyFileSync(path, join(own(), `900000-${formVersion}.duckdb`))],
    ['its folder is a file', () => (rmSync(own(), { recursive: true }), writeFileSync(own(), 'not a folder'))],
  ])('while it is open, %s: nothing falls over', async (_, harm) => {
    always()
    await isRight()
    home.mode = 'auto'
    harm(file())
    for (let round = 0; round < 2; round += 1) {
      await new Promise((later) => setTimeout(later, 1_100))
      await isRight()
    }
    expect(existsSync(join(own(), `900000-${formVersion}.duckdb`))).toBe(false)
    rmSync(own(), { recursive: true, force: true })
  })

  test('it is of another form: it is not read, and made', async () => {
    await buildInChild(orderOf(place(), true))
    const strange = join(own(), `99-${formVersion + 1}.duckdb`)
    copyFileSync(file(), strange)
    rmSync(file())
    always()
    await isRight()
    expect(model().reader!.number).toBeLessThan(99)
  })

  test('it is of another journal, as after a backup was restored: it goes, and is made', async () => {
    const other = await testDatabase()
    try {
      const draw = drawOf(8, 2)
      await writeLedger(other, randomLedger(draw, wordsOf('h')).slice(0, 3), [], { draw, byDoor: true })
      const elsewhere = join(folder.path, 'elsewhere')
      const built = await buildInChild({ ...orderOf(place(), true), databaseUrl: other.appUrl, folder: elsewhere })
      mkdirSync(own(), { recursive: true })
      copyFileSync(built!.file, join(own(), `${built!.number}-${formVersion}.duckdb`))
      always()
      await isRight()
      expect(told.join()).toContain('is not of this journal')
    } finally {
      await other.close()
    }
  })

  test.each<[string, number, bigint | null]>([
    ['and an earlier number is asked', 3, 2n],
    ['and it is ahead of this journal', 60, null],
    ['and it is ahead of this journal, and an earlier number is asked', 60, 2n],
  ])('it is of another journal, %s: nothing is read of it', async (_, postings, asOf) => {
    const [mine, other] = [await testDatabase(), await testDatabase()]
    const log: string[] = []
    useColumns(mine.pool, { folder: folder.path, mode: 'auto', builds: true, log: (line) => void log.push(line) })
    try {
      const [draw, drawn] = [drawOf(7, 1), drawOf(8, 2)]
      await writeLedger(mine, randomLedger(draw, wordsOf('h')).slice(0, 5), [], { draw, byDoor: true })
      await writeLedger(other, randomLedger(drawn, wordsOf('h')).slice(0, postings), [], { draw: drawn, byDoor: true })
      const at = columnsOf(mine.pool, mine.workspace.schema)!
      const built = await buildInChild({ ...orderOf(at, true), databaseUrl: other.appUrl, schema: other.workspace.schema, folder: join(folder.path, 'elsewhere') })
      mkdirSync(workspaceFolder(folder.path, at.schema), { recursive: true })
      copyFileSync(built!.file, join(workspaceFolder(folder.path, at.schema), `${built!.number}-${formVersion}.duckdb`))
      at.home.mode = 'always'
      const question = { ...q, asOf }
      const [said, right] = await inSnapshot(mine.workspace, async (tx) => [await counted(tx, question, by), await reference(tx, question, by)])
      expect(said).toEqual(right)
      expect(log.join()).toContain('is not of this journal')
    } finally {
      await closeColumns(mine.pool)
      await mine.close()
      await other.close()
    }
  })
})

describe('the builder', () => {
  test.each(['read', 'load', 'dictionaries', 'sort'])('killed at "%s" it leaves nothing that is read, and the next one cleans up', async (step) => {
    const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, '../src/modules/ledger/columns/build.child.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(JSON.stringify(orderOf(place(), true)))
    child.stdout.on('data', (bytes: Buffer) => void (bytes.toString().includes(`"${step}"`) && child.kill('SIGKILL')))
    await new Promise((ended) => child.once('exit', ended))
    await isRight()
    await buildInChild(orderOf(place(), true))
    expect(readdirSync(own()).filter((name) => name.startsWith('build.'))).toEqual([])
    always()
    await isRight()
  })

  test('of two at once one works', async () => {
    const built = await Promise.all([1, 2, 3].map(() => buildInChild(orderOf(place(), false))))
    expect(built.filter((one) => one !== null).length).toBeGreaterThan(0)
    expect(segmentFiles(own())).toHaveLength(1)
    always()
    await isRight()
  })

  test('a new file takes the place of the old one under two processes that read', async () => {
    always()
    await isRight()
    const other = startAsker({ appUrl: db.appUrl, schema: db.workspace.schema, folder: folder.path })
    try {
      const whole = (await ask()).right[0]!
      for (let round = 0; round < 3; round += 1) {
        const [said] = await Promise.all([Promise.all(Array.from({ length: 10 }, () => other.ask(q))), model().build(), isRight(), isRight()])
        for (const one of said) expect(one).toEqual({ subjects: whole.subjects, times: whole.times, entries: whole.entries, amount: whole.amount })
      }
    } finally {
      await other.close()
    }
  })
})

describe('rebuild and check', () => {
  test('the file and what came since are held against the ledger row by row, and a difference is told', async () => {
    expect(await checkColumns(db.workspace, () => {})).toBeNull()
    const steps: string[] = []
    await rebuildColumns(db.workspace, (step) => steps.push(step))
    expect(steps).toEqual(['read', 'load', 'dictionaries', 'sort'])
    const draw = drawOf(9, 1)
    await writeLedger(db, randomLedger(draw, wordsOf('late')), [], { draw, byDoor: false })
    const checked = await checkColumns(db.workspace, () => {})
    expect(checked).toMatchObject({ unlike: [] })
    expect(checked!.journal).toBeGreaterThan(checked!.number)
    // Somebody who writes past the program is found.
    await db.asOwner((owner) => owner.query(`update ${db.workspace.schema}.ledger_entry set count = count + 1 where kind = 'h.started' and posting = (select min(posting) from ${db.workspace.schema}.ledger_entry where kind = 'h.started')`))
    expect((await checkColumns(db.workspace, () => {}))!.unlike.map(({ what }) => what)).toContain('h.started')
  })
})

function overwrite(path: string, from: number, bytes: number): void {
  const opened = openSync(path, 'r+')
  writeSync(opened, Buffer.alloc(bytes, 0x5a), 0, bytes, from)
  closeSync(opened)
}
