import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inSnapshot, type WorkspaceDb } from '#platform/database/transaction.ts'
import { noSeal } from './model.ts'
import { lastSeal } from './store.ts'
import type { AuditWitness } from './verify.ts'

/** Under this name the heads of the log that all workspaces share are kept; no workspace can be called so. */
export const sharedName = '_shared'

/** Where the heads of a log are kept outside of the database: beside those of the journal. `name`: the workspace's, or `sharedName`. */
export const auditHeadsFile = (dataFolder: string, name: string) => join(dataFolder, 'heads', `${name}.audit.ndjson`)

/** Appends the newest seal to the file of heads, `{number, at, hash}` a line, unless it stands there already: a log that was sealed anew whole is found by it. */
export async function writeAuditHead(db: WorkspaceDb, dataFolder: string, name: string): Promise<void> {
  const seal = await inSnapshot(db, lastSeal)
  if (seal === noSeal || !('at' in seal)) return
  const file = auditHeadsFile(dataFolder, name)
  const known = await readFile(file, 'utf8').catch(() => '')
  const line = JSON.stringify({ number: String(seal.number), at: seal.at, hash: seal.hash })
  if (known.trimEnd().split('\n').at(-1) === line) return
  await mkdir(join(dataFolder, 'heads'), { recursive: true, mode: 0o700 })
  await appendFile(file, `${known === '' || known.endsWith('\n') ? '' : '\n'}${line}\n`, { mode: 0o600 })
}

/** The heads of a file, as witnesses; none where there is no such file. A line that cannot be read is left out. */
export async function readAuditHeads(file: string): Promise<AuditWitness[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    const [, number] = /"number":"(\d{1,18})"/.exec(line) ?? []
    const [, hash] = /"hash":"([0-9a-f]{64})"/.exec(line) ?? []
    return number && hash ? [{ number: BigInt(number), hash }] : []
  })
}
