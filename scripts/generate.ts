import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '../src/platform/database/embedded.ts'
import { openApiOf } from '../src/platform/contract/openapi.ts'
import { allRoutes } from '../src/main/modules.ts'
import { schemaText } from './schema-text.ts'
import { sqlOfStores } from './store-sql.ts'
import { makeTemplate, testSchema, withOwner } from '../test/support/template.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'generated')

/** Everything that is made from the sources: file under `generated/` → its text. */
async function made(): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
  const endpoints = allRoutes(new pg.Pool()).map((route) => route.endpoint)
  files.set('openapi.json', `${JSON.stringify(openApiOf(endpoints, { title: 'Qiaoshou', version }), null, 2)}\n`)
  const database = await openDatabase({ databaseUrl: null, dataFolder: join(root, 'test/.tmp/database') }, () => {})
  try {
    const template = await makeTemplate(database.ownerUrl)
    files.set('schema.sql', await withOwner(database.ownerUrl, template, (owner) => schemaText(owner, ['public', testSchema])))
  } finally {
    await database.release()
  }
  for (const [file, text] of await sqlOfStores()) files.set(`sql/${file}`, text)
  return files
}

const check = process.argv.includes('--check')
const files = await made()
const standing = existsSync(folder) ? globSync('**/*.{json,sql}', { cwd: folder }) : []
const stale = [
  ...standing.filter((file) => !files.has(file)),
  ...[...files].filter(([file, text]) => !existsSync(join(folder, file)) || readFileSync(join(folder, file), 'utf8') !== text).map(([file]) => file),
]
if (check) {
  for (const file of stale) process.stdout.write(`generated/${file} is not what the sources make; run: npm run generate\n`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const file of standing.filter((one) => !files.has(one))) rmSync(join(folder, file))
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  process.stdout.write(`${files.size} files, ${stale.length} changed\n`)
}
