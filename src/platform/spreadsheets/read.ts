import { readFileSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { refuse } from '#kernel/refusal.ts'
import { headBytes, openWhole } from '../crypto/frames.ts'
import { partEmitter } from './emit.ts'
import { sniff } from './sniff.ts'
import { FileRefused, type ReadLimits, type SheetPart } from './types.ts'

/** Where a file lies; a sealed one with the key that opens it and nothing else, in base64, so that it is never laid down in clear. */
export type Source = { readonly path: string; readonly fileKey?: string | null }

/** How much longer a sealed file is than what it holds: its head, and 20 bytes a megabyte. */
const sealing = (bytes: number) => headBytes + 20 * (Math.floor(bytes / 1048576) + 1)

function bytesOf({ path, fileKey }: Source, limit: number): Buffer {
  if (statSync(path).size > limit + (fileKey ? sealing(limit) : 0)) throw new FileRefused(refuse('file-too-large', { what: 'file', limit: Math.floor(limit / 1048576) }))
  const bytes = readFileSync(path)
  return fileKey ? openWhole(Buffer.from(fileKey, 'base64'), bytes) : bytes
}

/**
 * Reads a file here, in this process: only for a process that is held to limits (`*.child.ts`). `send` is given each run of rows and
 * answers with a promise while it is behind.
 * @throws FileRefused; whatever a library throws at a file that it cannot read is `file-broken`
 */
export async function readHere(source: Source, limits: ReadLimits, send: (part: SheetPart) => Promise<void> | undefined): Promise<void> {
  try {
    const { path } = source
    const bytes = bytesOf(source, limits.fileBytes)
    const kind = sniff(bytes)
    const emit = partEmitter(limits, send)
    if (kind === 'xlsx') await (await import('./xlsx.read.ts')).readXlsxFile(bytes, limits, emit)
    else if (kind === 'xls') await (await import('./xls.read.ts')).readXlsFile(bytes, limits, emit)
    else await (await import('./text.read.ts')).readText(bytes, basename(path, extname(path)), limits, emit)
    await emit.end()
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused(refuse('file-broken', { why: error instanceof Error ? error.name : 'unknown' }))
  }
}

/** The same as runs of rows that are asked for. Two wait at most, so that the next is read while one is worked on. */
export async function* partsHere(source: Source, limits: ReadLimits): AsyncGenerator<SheetPart, void, void> {
  const waiting: SheetPart[] = []
  let tell = () => {}
  let goOn = () => {}
  let ended = false
  const reading = readHere(source, limits, (part) => {
    waiting.push(part)
    tell()
    return waiting.length < 2 ? undefined : new Promise<void>((resolve) => (goOn = resolve))
  }).finally(() => {
    ended = true
    tell()
  })
  reading.catch(() => {})
  for (;;) {
    const part = waiting.shift()
    if (part) {
      goOn()
      yield part
    } else if (ended) break
    else await new Promise<void>((resolve) => (tell = resolve))
  }
  await reading
}
