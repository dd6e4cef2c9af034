import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { writtenLanguages } from '../../kernel/languages.ts'
import { loadMessages, messageFiles } from './catalogue.ts'
import { hasText, refusalText, translate } from './index.ts'

const source = path.resolve(import.meta.dirname, '../..')
const chinese = loadMessages('zh-Hans')
const traditional = loadMessages('zh-Hant')
const flat = (messages: typeof chinese) => new Map<string, string>(Object.entries(messages).flatMap(([ns, texts]) => Object.entries(texts).map(([key, text]) => [`${ns}:${key}`, text] as const)))
const zh = flat(chinese)
/** The written languages besides Chinese, from which they are translated. */
const others = writtenLanguages.filter((one) => one !== 'zh-Hans').map((language) => [language, flat(loadMessages(language))] as const)
// English has singulars of its own: `unit.persons_one` stands beside `unit.persons`
const single = /_(one|other|zero)$/
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!))].sort()

/** Keys of a file as they stand in its text, so that a key written twice is seen (JSON.parse keeps the last). */
function keysAsWritten(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^\s*"((?:[^"\\]|\\.)+)"\s*:/gm)].map((match) => match[1]!)
}

describe('texts', () => {
  test.each(others)('every Chinese key has its text in %s', (_, texts) => {
    expect([...zh.keys()].filter((key) => !texts.has(key) && !texts.has(key.replace(single, '')) && !texts.has(`${key}_other`))).toEqual([])
  })

  test.each(others)('every key of %s has a Chinese text', (_, texts) => {
    expect([...texts.keys()].filter((key) => !zh.has(key) && !zh.has(key.replace(single, '')))).toEqual([])
  })

  test('Vietnamese has no singular of its own', () => {
    expect([...others.find(([language]) => language === 'vi')![1].keys()].filter((key) => key.endsWith('_one'))).toEqual([])
  })

  test('no text is empty or the same as its key', () => {
    for (const texts of [zh, ...others.map(([, one]) => one)]) {
      expect([...texts].filter(([key, text]) => text.trim() === '' || (text === key.replace(/^[^:]+:/, '') && text.includes('.')))).toEqual([])
    }
  })

  test('the facts of a sentence are the same in all languages', () => {
    for (const [language, texts] of others) {
      const differing = [...zh].filter(([key, text]) => {
        const other = texts.get(key) ?? texts.get(`${key}_other`)
        // a plural may leave its number out, a sentence may not leave out a fact
        return other !== undefined && placeholders(other).join() !== placeholders(text).join()
      })
      expect(differing.map(([key]) => key), language).toEqual([])
    }
    expect(flat(traditional).size).toBe(zh.size)
    expect([...flat(traditional)].filter(([key, text]) => placeholders(text).join() !== placeholders(zh.get(key)!).join())).toEqual([])
  })

  test('no key is written twice, in one file or in two of one module', () => {
    for (const language of writtenLanguages) {
      const seen = new Map<string, number>()
      for (const { namespace, file } of messageFiles().filter((one) => one.language === language)) {
        for (const key of keysAsWritten(file)) seen.set(`${namespace}:${key}`, (seen.get(`${namespace}:${key}`) ?? 0) + 1)
      }
      expect([...seen].filter(([, times]) => times > 1).map(([key]) => `${language} ${key}`)).toEqual([])
    }
  })

  test('a code of a refusal has its sentence in one module only', () => {
    const places = Map.groupBy([...zh.keys()].filter((key) => /:refusal\.[\w-]+$/.test(key)), (key) => key.slice(key.indexOf(':') + 1))
    expect([...places].filter(([, keys]) => keys.length > 1)).toEqual([])
  })

  test('every code that is refused with in the code has a sentence', () => {
    const codes = new Set<string>()
    for (const file of globSync('**/*.ts', { cwd: source, exclude: ['**/*.test.ts'] })) {
      const code = readFileSync(path.join(source, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
      for (const [, refused] of code.matchAll(/\brefuse\(\s*'([\w-]+)'/g)) codes.add(refused!)
    }
    expect([...codes].filter((one) => writtenLanguages.some((language) => !hasText(language, `refusal.${one}`))).sort()).toEqual([])
  })

  test('Chinese is written without half-width commas and exclamation marks, and without 请您', () => {
    expect([...zh].filter(([, text]) => /[！!]|请您|[一-鿿][,;?]/.test(text)).map(([key]) => key)).toEqual([])
  })

  test('Vietnamese is written without exclamation marks, and without the words of forms', () => {
    const vietnamese = others.find(([language]) => language === 'vi')![1]
    expect([...vietnamese].filter(([, text]) => /!|vui lòng|thất bại|không hợp lệ/i.test(text)).map(([key]) => key)).toEqual([])
  })

  test('every key asked for by a screen as a plain word exists', () => {
    const missing: string[] = []
    for (const file of globSync(['web/**/*.tsx', 'modules/*/ui/**/*.tsx'], { cwd: source, exclude: ['web/gallery/**'] })) {
      const text = readFileSync(path.join(source, file), 'utf8')
      // only where the file has one `const t = useT('…')`: with several names it cannot be told whose `t` it is
      const named = [...new Set([...text.matchAll(/const t = useT\((?:'([\w-]+)')?\)/g)].map((match) => match[1] ?? 'web'))]
      if (named.length !== 1) continue
      for (const [, key] of text.matchAll(/\bt\('([\w.:-]+)'/g)) {
        const full = key!.includes(':') ? key! : `${named[0]}:${key}`
        if (!zh.has(full)) missing.push(`${file}: ${full}`)
      }
    }
    expect(missing).toEqual([])
  })
})

describe('translating', () => {
  test.each([
    ['zh-Hans', 'web:brand', {}, '巧手'],
    ['zh-Hant', 'web:group.ledger', {}, '臺賬'],
    ['en', 'web:table.total', { total: 28460 }, '28,460 in all'],
    ['en', 'web:unit.persons', { count: 1 }, 'person'],
    ['en', 'web:unit.persons', { count: 2 }, 'people'],
    ['vi', 'web:brand', {}, 'Qiaoshou'],
    ['vi', 'web:unit.persons', { count: 1 }, 'người'],
    ['vi', 'web:table.total', { total: 28460 }, 'tất cả 28.460'],
    ['en', 'nobody:has-this', {}, 'nobody:has-this'],
  ] as const)('%s %s', (language, key, facts, text) => {
    expect(translate(language, key, facts)).toBe(text)
  })

  test('a refusal is found without naming its module; an unknown code comes back', () => {
    expect(refusalText('zh-Hans', { refused: 'sign-in-wrong', facts: {} })).toBe('用户名或密码不对。')
    expect(refusalText('en', { refused: 'never-declared', facts: {} })).toBe('never-declared')
  })
})
