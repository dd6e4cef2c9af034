/*
 * The process that opens spreadsheets of strangers: no secrets in its environment, a small heap, and a parent that stops it.
 * Takes one line of JSON a file on its input (`ReadRequest`), answers with lines of JSON (`ReadAnswer`), ends with its input.
 */
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { createInterface } from 'node:readline'
import { refuse } from '#kernel/refusal.ts'
import { partEmitter } from './emit.ts'
import { sniff } from './sniff.ts'
import { FileRefused, type ReadLimits } from './types.ts'

export type ReadRequest = { readonly path: string; readonly limits: ReadLimits }

function write(answer: object): Promise<void> | undefined {
  return process.stdout.write(`${JSON.stringify(answer)}\n`) ? undefined : once(process.stdout, 'drain').then(() => undefined)
}

async function read({ path, limits }: ReadRequest): Promise<void> {
  if (statSync(path).size > limits.fileBytes) {
    throw new FileRefused(refuse('file-too-large', { what: 'file', limit: Math.floor(limits.fileBytes / 1048576) }))
  }
  const bytes = readFileSync(path)
  const kind = sniff(bytes)
  const emit = partEmitter(limits, (part) => write({ part }))
  if (kind === 'xlsx') await (await import('./xlsx.read.ts')).readXlsxFile(bytes, limits, emit)
  else if (kind === 'xls') await (await import('./xls.read.ts')).readXlsFile(bytes, limits, emit)
  else await (await import('./text.read.ts')).readText(bytes, basename(path, extname(path)), limits, emit)
  await emit.end()
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await read(JSON.parse(line) as ReadRequest)
    await write({ end: true })
  } catch (error) {
    // Whatever a library throws at a file it cannot read, the file is what is broken.
    await write({ refused: error instanceof FileRefused ? error.refusal : refuse('file-broken', { why: error instanceof Error ? error.name : 'unknown' }) })
  }
}
