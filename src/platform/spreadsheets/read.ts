import { readFileSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { refuse } from '#kernel/refusal.ts'
import { partEmitter } from './emit.ts'
import { sniff } from './sniff.ts'
import { FileRefused, type ReadLimits, type SheetPart } from './types.ts'

/**
 * Reads a file here, in this process: only for a process that is held to limits (`*.child.ts`). `send` is given each run of rows and
 * answers with a promise while it is behind.
 * @throws FileRefused; whatever a library throws at a file that it cannot read is `file-broken`
 */
export async function readHere(path: string, limits: ReadLimits, send: (part: SheetPart) => Promise<void> | undefined): Promise<void> {
  try {
    if (statSync(path).size > limits.fileBytes) {
      throw new FileRefused(refuse('file-too-large', { what: 'file', limit: Math.floor(limits.fileBytes / 1048576) }))
    }
    const bytes = readFileSync(path)
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
export async function* partsHere(path: string, limits: ReadLimits): AsyncGenerator<SheetPart, void, void> {
  const waiting: SheetPart[] = []
  let tell = () => {}
  let goOn = () => {}
  let ended = false
  const reading = readHere(path, limits, (part) => {
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
