import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { translate } from '#platform/i18n/index.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const documents = ['README.md', 'README.zh.md', 'CONTRIBUTING.md', 'demo/README.md']
const truth = JSON.parse(read('src/modules/register/roster/samples/roster-peixian-messy.truth.json')) as Record<'rows' | 'valid' | 'persons' | 'households' | 'duplicates', number> & { faults: Record<string, number> }
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const grouped = (number: number) => number.toLocaleString('en')

describe('what the documents say', () => {
  it.each(documents)('%s links to what is there', (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#]+?)(#[^)]*)?\)/g)].map((match) => match[1]!).filter((link) => !link.startsWith('http'))
    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([])
  })

  it.each(documents)('%s names commands that there are', (file) => {
    const text = read(file)
    const npm = [...text.matchAll(/npm (?:run )?([a-z]+)/g)].map((match) => match[1]!).filter((name) => name !== 'install')
    expect(npm.filter((name) => !(name in scripts))).toEqual([])
    const bins = [...text.matchAll(/\bbin\/([a-z-]+)/g)].map((match) => match[1]!)
    expect(bins.filter((name) => !existsSync(join(root, 'bin', name)))).toEqual([])
    const verbs = [...text.matchAll(/qiaoshou ([a-z]+)\b/g)].map((match) => match[1]!)
    expect(verbs.filter((verb) => !existsSync(join(root, `src/main/cli/${verb}.ts`)))).toEqual([])
  })

  it.each(['README.md', 'README.zh.md'])("%s quotes the sample's truth", (file) => {
    const quoted = [...read(file).matchAll(/<!-- truth:messy\.(\w+) -->([\d,]+)<!-- -->/g)]
    expect(quoted.length).toBeGreaterThanOrEqual(3)
    for (const [, name, number] of quoted) expect(number, name).toBe(grouped(truth[name as 'rows']))
    // what waits for a decision and what goes back are the two parts of what is not valid
    const waits = truth.faults['birth-differs-from-id']! + truth.faults['village-unknown']!
    expect(read(file)).toMatch(new RegExp(`\\b${waits}\\b`))
    expect(read(file)).toMatch(new RegExp(`\\b${truth.rows - truth.valid - waits}\\b`))
  })

  it.each([['README.md', 'en'], ['README.zh.md', 'zh-Hans']] as const)('%s shows what the command line says', (file, language) => {
    const text = read(file)
    const say = (key: string, facts: Record<string, number>) => expect(text).toContain(translate(language, `register:${key}`, facts))
    say('import.cli.rows', { rows: truth.rows, accepted: truth.valid, repeated: truth.duplicates, refused: truth.rows - truth.valid })
    say('import.cli.persons', { new: truth.persons, updated: 0, unchanged: 0 })
    say('import.cli.households', { new: truth.households, updated: 0, unchanged: 0 })
  })

  it('pictures are there and small', () => {
    const pictures = [...read('README.md').matchAll(/\((docs\/screenshots\/[^)]+)\)/g)].map((match) => match[1]!)
    expect(pictures.length).toBeGreaterThan(6)
    expect(pictures.filter((file) => statSync(join(root, file)).size > 300 * 1024)).toEqual([])
  })

  it('both readmes show the same pictures and links, in the same order', () => {
    const shown = (file: string) => [...read(file).matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1])
    expect(shown('README.zh.md')).toEqual(shown('README.md'))
  })
})
