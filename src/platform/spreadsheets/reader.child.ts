/*
 * The process that opens spreadsheets of strangers: no secrets in its environment, a small heap, and a parent that stops it.
 */
import { serveParent } from './child.ts'
import { readHere } from './read.ts'
import type { ReadLimits } from './types.ts'

export type ReadRequest = { readonly path: string; readonly limits: ReadLimits }

await serveParent<ReadRequest>(({ path, limits }, { say }) => readHere({ path }, limits, (part) => say({ part })))
