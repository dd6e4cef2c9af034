import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTree } from '../test/architecture.ts'
import { sourceFiles } from './web-build.ts'

const { edges } = readTree(join(import.meta.dirname, '..'))

/** Every file of ours that the browser's application runs, from its first one down. */
function reached(first: string): string[] {
  const seen = new Set([first])
  for (const file of seen) for (const edge of edges) if (edge.from === file && edge.to && !edge.typeOnly) seen.add(edge.to)
  return [...seen]
}

test('whatever the application is built from costs a new build when it changes', () => {
  const files = reached('src/main/web.tsx')
  expect(files.length).toBeGreaterThan(100)
  const known = new Set(sourceFiles())
  expect(files.filter((file) => !known.has(file))).toEqual([])
})
test.each(['src/modules/register/store.ts', 'src/modules/register/imports.store.ts', 'src/modules/ledger/service.ts', 'src/main/server.ts'])('%s belongs to the server and costs none', (file) => {
  expect(sourceFiles()).not.toContain(file)
})
