import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writtenLanguages } from '../src/kernel/languages.ts'
import { hasText } from '../src/platform/i18n/index.ts'

const root = join(import.meta.dirname, '..')

/** Verbs that are handed to the ledger with a posting: `post(tx, …, 'care.start-work', …)`, or as `verb:` to a module's own helper that posts. */
const posted = globSync('src/modules/*/*.ts', { cwd: root }).filter((file) => !file.includes('.test.')).flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8')
  const calls = [...text.matchAll(/\b(?:post|postBatches|reverse)\(tx, [^\n]*?'([a-z]+\.[a-z-]+)'/g), ...(/\bpost\(tx,[^\n]*\.verb/.test(text) ? text.matchAll(/\bverb: '([a-z]+\.[a-z-]+)'/g) : [])]
  return calls.map((call) => call[1]!)
})

test('every act that is posted has its words in the list of what was just written down, in every language', () => {
  expect(posted.length).toBeGreaterThan(12)
  for (const language of writtenLanguages) expect([...new Set(posted)].filter((verb) => !hasText(language, `ledger:verb.${verb}`)), language).toEqual([])
})
