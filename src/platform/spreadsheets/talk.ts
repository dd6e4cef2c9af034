import { type ChildProcess, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { type Refusal, refuse } from '#kernel/refusal.ts'
import { linesOf } from './lines.ts'
import { FileRefused, type FileRefusalCode, type ReadLimits, readLimits } from './types.ts'

// A warm child saves the start of a process for the next small file; one that has read much is let go with its memory.
const warmSeconds = 30
const warmProcesses = Math.min(4, availableParallelism())
const warmFiles = 100
const warmBytes = 4 * 1024 * 1024

type Helper = { readonly child: ChildProcess; readonly lines: AsyncGenerator<string, void, void>; readonly heap: number; files: number; fault: string }
type Closing = { end: true } | { refused: Refusal<FileRefusalCode> } | { fault: string }

type Kept = { readonly file: string; readonly helper: Helper; readonly timer: NodeJS.Timeout }
/** Processes that wait for the next file, the one that waits longest first. */
let warm: Kept[] = []

function start(file: string, heap: number): Helper {
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, '--max-semi-space-size=4', '--no-warnings', file], { stdio: ['pipe', 'pipe', 'pipe'], env: {} })
  const helper: Helper = { child, lines: linesOf(child.stdout!), heap, files: 0, fault: '' }
  child.stdin!.on('error', () => undefined)
  child.on('error', () => undefined)
  child.stderr!.on('data', (chunk: Buffer) => {
    helper.fault = (helper.fault + chunk.toString('latin1')).slice(-4000)
  })
  return helper
}

const isAlive = ({ child }: Helper) => child.exitCode === null && child.signalCode === null

function take(file: string, heap: number): Helper {
  // The one that came last: what few files need leaves the others to end by their timers.
  for (let kept = warm.findLast((one) => one.file === file); kept; kept = warm.findLast((one) => one.file === file)) {
    leave(kept)
    if (kept.helper.heap === heap && isAlive(kept.helper)) {
      hold(kept.helper, true)
      return kept.helper
    }
    kept.helper.child.kill('SIGKILL')
  }
  return start(file, heap)
}

function keep(file: string, helper: Helper): void {
  if (warm.filter((one) => one.file === file).length >= warmProcesses || helper.files >= warmFiles) {
    helper.child.kill('SIGKILL')
    return
  }
  hold(helper, false)
  const kept: Kept = { file, helper, timer: setTimeout(() => drop(kept), warmSeconds * 1000).unref() }
  warm.push(kept)
}

/** A child at work keeps the program alive; a waiting one must not. */
function hold({ child }: Helper, alive: boolean): void {
  for (const part of [child, child.stdin, child.stdout, child.stderr] as ({ ref?(): void; unref?(): void } | null)[]) {
    if (alive) part?.ref?.()
    else part?.unref?.()
  }
}

function leave(kept: Kept): void {
  clearTimeout(kept.timer)
  warm = warm.filter((one) => one !== kept)
}

function drop(kept: Kept): void {
  leave(kept)
  kept.helper.child.kill('SIGKILL')
}

/** Ends the processes that wait for the next file, if any: at the end of a program or a test. */
export function letGo(): void {
  for (const kept of warm) drop(kept)
}

export type TalkOptions = { readonly limits?: Partial<ReadLimits> | undefined; readonly signal?: AbortSignal | undefined }

/**
 * A talk with a process about one file (its other side: `child.ts`). The process is held to a heap and to a time (counted only while
 * this side waits for it), and it waits while this side is busy. Close it, however it ends.
 */
export class Talk<M extends object> {
  readonly limits: ReadLimits
  readonly #file: string
  readonly #helper: Helper
  readonly #bytes: number
  readonly #signal: AbortSignal | undefined
  readonly #stop: () => void
  #left: number
  #whole = false

  /** In: the file of the child process, and of the spreadsheet that the talk is about. */
  constructor(childFile: string, path: string, options: TalkOptions = {}) {
    this.limits = { ...readLimits, ...options.limits }
    this.#file = childFile
    this.#bytes = statSync(path).size
    // A large file may take longer: two seconds more a megabyte over ten.
    this.#left = this.limits.milliseconds + Math.max(0, this.#bytes / 1048576 - 10) * 2000
    const helper = take(childFile, this.limits.memoryMegabytes)
    helper.files += 1
    this.#helper = helper
    this.#stop = () => void helper.child.kill('SIGKILL')
    this.#signal = options.signal
    this.#signal?.addEventListener('abort', this.#stop, { once: true })
  }

  /** The number of the process, for those who watch it. */
  get pid(): number | undefined {
    return this.#helper.child.pid
  }

  /** A line to the child. Await it where much is said: it ends when the child has room again, or is gone. */
  async say(message: object): Promise<void> {
    const { child } = this.#helper
    if (child.stdin!.write(`${JSON.stringify(message)}\n`) || !isAlive(this.#helper)) return
    const ended = new AbortController()
    await Promise.race([once(child.stdin!, 'drain', { signal: ended.signal }), once(child, 'exit', { signal: ended.signal })]).catch(() => {})
    ended.abort()
  }

  /**
   * The child's next message; null when it is done with the file.
   * @throws FileRefused with one of `fileRefusalCodes`; whatever came before it must be dropped
   */
  async hear(): Promise<M | null> {
    const since = performance.now()
    let late = false
    const timer = setTimeout(() => {
      late = true
      this.#stop()
    }, this.#left)
    const next = await this.#helper.lines.next()
    clearTimeout(timer)
    this.#left -= performance.now() - since
    this.#signal?.throwIfAborted()
    if (late) throw new FileRefused(refuse('file-timeout', { seconds: Math.round(this.limits.milliseconds / 1000) }))
    if (next.done) {
      const isMemory = /heap|memory/i.test(this.#helper.fault)
      throw new FileRefused(isMemory ? refuse('file-too-large', { what: 'memory', limit: this.limits.memoryMegabytes }) : refuse('file-broken', { why: 'process' }))
    }
    const message = JSON.parse(next.value as string) as M | Closing
    if ('fault' in message) throw new Error(`${this.#file}: ${message.fault}`)
    if (!('end' in message) && !('refused' in message)) return message as M
    this.#whole = true
    if ('refused' in message) throw new FileRefused(message.refused)
    return null
  }

  /** Lets the child go, or keeps it for the next file. */
  close(): void {
    this.#signal?.removeEventListener('abort', this.#stop)
    if (this.#whole && this.#bytes <= warmBytes) keep(this.#file, this.#helper)
    else this.#stop()
  }
}
