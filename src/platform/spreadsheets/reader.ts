import { type ChildProcess, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Refusal, refuse } from '#kernel/refusal.ts'
import { FileRefused, type FileRefusalCode, type ReadLimits, readLimits, type SheetPart } from './types.ts'

const childFile = fileURLToPath(new URL('./reader.child.ts', import.meta.url))
// A warm reader saves the start of a process for the next small file; one that has read much is let go with its memory.
const warmSeconds = 30
const warmFiles = 30
const warmBytes = 4 * 1024 * 1024

type Answer = { part: SheetPart } | { end: true } | { refused: Refusal<FileRefusalCode> }
type Reader = { readonly child: ChildProcess; readonly lines: AsyncIterator<string>; readonly heap: number; files: number; fault: string }

let warm: { reader: Reader; timer: NodeJS.Timeout } | null = null

function start(heap: number): Reader {
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, '--max-semi-space-size=4', '--no-warnings', childFile], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  })
  const reader: Reader = { child, lines: createInterface({ input: child.stdout!, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator](), heap, files: 0, fault: '' }
  child.stdin!.on('error', () => undefined)
  child.on('error', () => undefined)
  child.stderr!.on('data', (chunk: Buffer) => {
    reader.fault = (reader.fault + chunk.toString('latin1')).slice(-4000)
  })
  return reader
}

function take(heap: number): Reader {
  const kept = warm
  if (kept) {
    clearTimeout(kept.timer)
    warm = null
    if (kept.reader.heap === heap && kept.reader.child.exitCode === null && kept.reader.child.signalCode === null) {
      hold(kept.reader, true)
      return kept.reader
    }
    kept.reader.child.kill('SIGKILL')
  }
  return start(heap)
}

function keep(reader: Reader): void {
  if (warm || reader.files >= warmFiles) {
    reader.child.kill('SIGKILL')
    return
  }
  hold(reader, false)
  warm = { reader, timer: setTimeout(letGo, warmSeconds * 1000).unref() }
}

/** A reader at work keeps the program alive; a waiting one must not. */
function hold({ child }: Reader, alive: boolean): void {
  for (const part of [child, child.stdin, child.stdout, child.stderr] as ({ ref?(): void; unref?(): void } | null)[]) {
    if (alive) part?.ref?.()
    else part?.unref?.()
  }
}

/** Ends the reader that waits for the next file, if any: at the end of a program or a test. */
export function letGo(): void {
  if (!warm) return
  clearTimeout(warm.timer)
  warm.reader.child.kill('SIGKILL')
  warm = null
}

/**
 * Reads every visible sheet of an xlsx, old xls or CSV file in a process of its own, in runs of up to 500 rows. The process is
 * held to a heap and to a time (counted only while this side waits for it), and it waits while this side is busy.
 * @throws FileRefused with one of `fileRefusalCodes`; whatever came before it must be dropped
 */
export async function* readSheets(path: string, options: { limits?: Partial<ReadLimits> | undefined; signal?: AbortSignal } = {}): AsyncIterable<SheetPart> {
  const limits = { ...readLimits, ...options.limits }
  const bytes = statSync(path).size
  // A large file may take longer: two seconds more a megabyte over ten.
  let left = limits.milliseconds + Math.max(0, bytes / 1048576 - 10) * 2000
  const reader = take(limits.memoryMegabytes)
  reader.files += 1
  let whole = false
  const stop = () => reader.child.kill('SIGKILL')
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    reader.child.stdin!.write(`${JSON.stringify({ path, limits })}\n`)
    for (;;) {
      const since = performance.now()
      let late = false
      const timer = setTimeout(() => {
        late = true
        stop()
      }, left)
      const next = await reader.lines.next()
      clearTimeout(timer)
      left -= performance.now() - since
      options.signal?.throwIfAborted()
      if (late) throw new FileRefused(refuse('file-timeout', { seconds: Math.round(limits.milliseconds / 1000) }))
      if (next.done) throw new FileRefused(/heap|memory/i.test(reader.fault) ? refuse('file-too-large', { what: 'memory', limit: limits.memoryMegabytes }) : refuse('file-broken', { why: 'process' }))
      const answer = JSON.parse(next.value) as Answer
      if ('part' in answer) yield answer.part
      else {
        whole = true
        if ('refused' in answer) throw new FileRefused(answer.refused)
        return
      }
    }
  } finally {
    options.signal?.removeEventListener('abort', stop)
    if (whole && bytes <= warmBytes) keep(reader)
    else stop()
  }
}
