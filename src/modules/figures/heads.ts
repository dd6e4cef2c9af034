import { everywhere } from '#kernel/actor.ts'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { inSnapshot } from '#platform/database/transaction.ts'
import { head } from '#modules/ledger/index.ts'
import type { Workspace } from '#modules/organisation/index.ts'

/** Where a workspace's heads are kept outside of the database. */
export const headsFile = (dataFolder: string, slug: string) => join(dataFolder, 'heads', `${slug}.ndjson`)

/** Appends the journal's head to the workspace's file of heads, `{number, at, hash}` a line, unless it stands there already. */
export async function writeHead(pool: Pool, dataFolder: string, workspace: Pick<Workspace, 'slug' | 'schema'>): Promise<void> {
  const { number, at, hash } = await inSnapshot({ pool, schema: workspace.schema, reach: everywhere }, head)
  if (number === 0n) return
  const file = headsFile(dataFolder, workspace.slug)
  const known = await readFile(file, 'utf8').catch(() => '')
  const line = JSON.stringify({ number: String(number), at, hash })
  if (known.trimEnd().split('\n').at(-1) === line) return
  await mkdir(join(dataFolder, 'heads'), { recursive: true, mode: 0o700 })
  await appendFile(file, `${known === '' || known.endsWith('\n') ? '' : '\n'}${line}\n`, { mode: 0o600 })
}
