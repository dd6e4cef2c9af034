import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writtenLanguages } from '#kernel/languages.ts'
import { loadMessages } from '#platform/i18n/catalogue.ts'
import { filesOf, lists, makeModule } from '../scripts/new-module.ts'
import { readTree, sqlOutsideStores, tablesOf, tablesOutsideOwner, violationsOf } from './architecture.ts'
import { faultsOfText } from './tidy.ts'

const root = join(import.meta.dirname, '..')
const copy = mkdtempSync(join(tmpdir(), 'qiaoshou-module-'))
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('a new module, made in a copy of the house', () => {
  beforeAll(() => {
    for (const one of ['src', 'scripts', 'migrations', 'programmes', 'package.json', 'tsconfig.json', 'vite.config.ts']) cpSync(join(root, one), join(copy, one), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    makeModule(copy, 'training')
  })

  it('keeps the rules of the house', () => {
    const tree = readTree(copy)
    expect(tree.files.filter((file) => file.startsWith('src/modules/training/')).length).toBeGreaterThanOrEqual(7)
    // the rule of direction knows the order of this checkout, in which the new module, the last of all, has no place
    expect(violationsOf(tree.edges).filter(({ rule, from }) => !(rule === 'modules call only downward' && from.startsWith('src/modules/training/')))).toEqual([])
    expect(sqlOutsideStores(copy, tree.files)).toEqual([])
    expect(tablesOutsideOwner(copy, tree.files, tablesOf(copy))).toEqual([])
    for (const [file, text] of Object.entries(filesOf('training', '0100'))) expect(faultsOfText(file, text), file).toEqual([])
  })

  it('is listed where modules are listed, last', () => {
    for (const file of lists) expect(readFileSync(join(copy, file), 'utf8'), file).toContain('training')
    expect(readFileSync(join(copy, lists[0]!), 'utf8')).toMatch(/'rights', 'training'\] as const/)
  })

  it('has its texts in every language', () => {
    for (const language of writtenLanguages) expect(Object.keys(loadMessages(language, join(copy, 'src'))['training']!)).toContain('ui.nav')
  })

  it('compiles', () => {
    const done = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.', '--noEmit'], { cwd: copy, encoding: 'utf8', timeout: 110_000 })
    // the copy holds no tests and no benches; only what the new module brings may be at fault
    expect(done.stdout.split('\n').filter((line) => line.includes('src/modules/training') || (line.startsWith('src/main/') && !line.includes('.test.ts')))).toEqual([])
    expect(done.error).toBeUndefined()
  }, 120_000)

  it.each([['Training'], ['a b'], ['ledger'], ['']])('a name that is none, or taken, is refused: %j', (name) => {
    expect(() => makeModule(copy, name)).toThrow()
  })
})
