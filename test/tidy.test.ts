import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bans, faultsOfText, lineLimit, lineLimitOf } from './tidy.ts'

const root = join(import.meta.dirname, '..')
/** What is in the repository, or would be with the next commit. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => file && existsSync(join(root, file)))
const texts = files.filter((file) => /\.(ts|tsx|js|mjs|sql|css|md|yaml|json|sh|html|svg)$/.test(file) && file !== 'package-lock.json' && !file.startsWith('generated/'))
const read = (file: string) => readFileSync(join(root, file), 'utf8')

describe('the tree is tidy', () => {
  test('is really read', () => expect(texts.length).toBeGreaterThan(100))
  test.each(Object.keys(bans))('%s', (ban) => {
    expect(texts.flatMap((file) => faultsOfText(file, read(file)).filter((fault) => fault.ban === ban))).toEqual([])
  })
  test(`no file of code grows over its limit of lines (${lineLimit})`, () => {
    const code = texts.filter((file) => /^(src|bin|scripts|test|bench)\/.*\.(ts|tsx|js|css)$/.test(file))
    expect(code.map((file) => ({ file, lines: read(file).split('\n').length - 1 })).filter(({ file, lines }) => lines > lineLimitOf(file))).toEqual([])
  })
  test('every module has its README, and every table a COMMENT', () => {
    for (const module of globSync('src/modules/*', { cwd: root })) expect(existsSync(join(root, module, 'README.md')), `${module}/README.md`).toBe(true)
    const sql = globSync('migrations/*.sql', { cwd: root }).map(read).join('\n')
    const tables = [...sql.matchAll(/create table (?:if not exists )?([a-z_]+)/g)].map((match) => match[1]!)
    expect(tables.length).toBeGreaterThan(10)
    expect(tables.filter((table) => !new RegExp(`comment on table ${table} is`).test(sql))).toEqual([])
  })
  test('links in the documents lead somewhere', () => {
    const broken = texts.filter((file) => file.endsWith('.md')).flatMap((file) =>
      [...read(file).matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map((match) => match[1]!).filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(root, file, '..', link))).map((link) => `${file}: ${link}`))
    expect(broken).toEqual([])
  })
})

describe('each ban has been seen to fail', () => {
  test.each(Object.entries(bans))('%s', (ban, { planted }) => {
    expect(faultsOfText(planted[0], planted[1]).map((fault) => fault.ban)).toContain(ban)
  })
})
