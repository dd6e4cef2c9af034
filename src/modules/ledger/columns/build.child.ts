import { text } from 'node:stream/consumers'
import { buildSegment, type BuildOrder } from './build.ts'

/** A process that makes one file and ends. In: its order as JSON on stdin. Out: lines of JSON: steps, then what was made, or the fault. */
const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`)
// A parent that is gone hears nothing; the file is still worth finishing.
process.stdout.on('error', () => {})
try {
  say({ built: await buildSegment(JSON.parse(await text(process.stdin)) as BuildOrder, (step) => say({ step })) })
} catch (error) {
  say({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  process.exitCode = 1
}
