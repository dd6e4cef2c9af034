import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Box, boxIn, headOf } from '#platform/crypto/box.ts'
import { keyNumberOf, open, seal, SealBroken } from '#platform/crypto/frames.ts'
import type { SealedColumn } from '#platform/crypto/sealed.ts'

/** The register's columns that hold sealed values: what `keys rotate` seals anew. */
export const registerSealed: readonly SealedColumn[] = [
  { scope: 'workspace', table: 'register_person', id: 'id', column: 'id_cipher', purpose: 'idNumber' },
  { scope: 'workspace', table: 'register_person', id: 'id', column: 'phone_cipher', purpose: 'phone' },
]

/** The key that opens one staged file, in base64; null for one of before they were sealed. */
export function fileKeyOf(dataFolder: string, path: string): string | null {
  return keyNumberOf(headOf(path)) === null ? null : boxIn(dataFolder).fileKey(path).key.toString('base64')
}

/** Where the staged files lie. */
async function stagedFiles(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, 'imports')
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  return names.filter((name) => name.endsWith('/roster')).map((name) => join(folder, name))
}

/** How many staged files lie under each key's number; 0 counts those in clear. */
export async function stagedByKey(dataFolder: string): Promise<Map<number, number>> {
  const found = new Map<number, number>()
  for (const path of await stagedFiles(dataFolder)) {
    const number = keyNumberOf(headOf(path)) ?? 0
    found.set(number, (found.get(number) ?? 0) + 1)
  }
  return found
}

/** Seals staged files anew that are not under the box's newest key; with `onlyClear` those alone that lie in clear. Answers how many. */
export async function resealStaged(dataFolder: string, box: Box, onlyClear = false): Promise<number> {
  let count = 0
  for (const path of await stagedFiles(dataFolder)) {
    const number = keyNumberOf(headOf(path))
    if (number === box.newest || (onlyClear && number !== null)) continue
    const draft = `${path}.again`
    try {
      const source = createReadStream(path)
      const file = createWriteStream(draft, { mode: 0o600, flush: true })
      await (number === null ? pipeline(source, seal(box.newFile()), file) : pipeline(source, open(box.fileKey(path)), seal(box.newFile()), file))
      await rename(draft, path)
      count += 1
    } catch (error) {
      // One that was damaged opens under no key; it goes with its thirty days, and its key with it.
      if (!(error instanceof SealBroken)) throw error
    } finally {
      await rm(draft, { force: true })
    }
  }
  return count
}
