import { once } from 'node:events'
import { FileRefused } from './types.ts'
import { linesOf } from './lines.ts'

/** What a child has of its parent while it works on one file. */
export type ParentTalk = {
  /** The parent's next line. Ends the process where the parent is gone. */
  hear<M extends object>(): Promise<M>
  /** A line to the parent; a promise while the parent is behind. */
  say(message: object): Promise<void> | undefined
}

/**
 * The life of a process that opens files of strangers: one request a file, then an end, a refusal, or a fault of ours. Ends with its
 * input. What the parent said about a file that is already done with is passed over.
 */
export async function serveParent<Request>(work: (request: Request, talk: ParentTalk) => Promise<void>): Promise<void> {
  const lines = linesOf(process.stdin)
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) process.exit(0)
    return JSON.parse(value as string) as object
  }
  const say = (message: object) => (process.stdout.write(`${JSON.stringify(message)}\n`) ? undefined : once(process.stdout, 'drain').then(() => undefined))
  for (;;) {
    const message = await next()
    if (!('request' in message)) continue
    try {
      await work(message.request as Request, { hear: next as ParentTalk['hear'], say })
      await say({ end: true })
    } catch (error) {
      await say(error instanceof FileRefused ? { refused: error.refusal } : { fault: error instanceof Error ? (error.stack ?? error.message) : 'unknown' })
    }
  }
}
