import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { isDateText } from '#kernel/dates.ts'
import { results } from './words.ts'

const day = z.string().refine(isDateText, 'a date as YYYY-MM-DD')
const fact = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const auditLineView = z.object({
  /** Names the line in lists: origin and id. */
  ref: z.string(),
  at: z.string(),
  /** The actor's id, as a filter takes it: `account:<uuid>`, `operator:cli`, `unsigned`. */
  actor: z.string(),
  /** Display name; `operator:cli` for the command line; null where nobody can be named. */
  by: z.string().nullable(),
  roles: z.array(z.string()),
  /** The name of the unit that she worked for; null where there is none. */
  unitName: z.string().nullable(),
  verb: z.string(),
  /** Ids of the first 20 that it was about. */
  subjects: z.array(z.string()),
  subjectCount: z.number().int(),
  facts: z.record(z.string(), fact),
  /** `done`, or the code of the refusal. */
  result: z.string(),
  address: z.string(),
  requestId: z.string(),
}).meta({ id: 'AuditLine' })
export type AuditLineView = z.output<typeof auditLineView>

const sealState = z.object({
  /** Number of the newest seal; 0 where nothing is sealed yet. */
  number: z.string(), at: z.string().nullable(),
  unsealed: z.number().int(), oldestUnsealedAt: z.string().nullable(),
})

export const auditQuery = z.object({
  /** Days in the workspace's time zone, both inclusive. */
  from: day.optional(), to: day.optional(),
  actor: z.string().trim().min(1).max(100).optional(), verb: z.string().trim().min(1).max(100).optional(), subject: z.uuid().optional(),
  result: z.enum(results).optional(), address: z.string().trim().min(1).max(100).optional(), request: z.uuid().optional(),
  /** Where the page before ended. */
  after: z.string().max(80).optional(),
})
export const searchLines = endpoint({
  method: 'GET', path: '/api/audit', may: 'audit.read', audit: 'audit.search', summary: 'Lines of the audit log, newest first, 50 a page; `next` leads to the page after',
  query: auditQuery, out: z.object({ lines: z.array(auditLineView), next: z.string().nullable() }), refusals: [],
})
export const readSeals = endpoint({
  method: 'GET', path: '/api/audit/seals', may: 'audit.read', summary: 'How far the audit log is sealed: that of the workspace, and that of what all workspaces share',
  out: z.object({ workspace: sealState, shared: sealState }), refusals: [],
})
export type SealState = z.output<typeof sealState>

export const auditEndpoints = [searchLines, readSeals]
