import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { exportKinds, exportStates } from './model.ts'

const id = z.uuid()
const words = z.string().trim().min(1).max(200)

export const exportRow = z.object({
  id, number: z.string().meta({ description: 'stands in the first line of the file' }), what: z.enum(exportKinds), title: z.string(), unitName: z.string().nullable(),
  /** What was asked, name by name; `q` only says that words were searched for. */
  filter: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  persons: z.int().nullable(), reason: z.string().nullable(),
  /** Display name; `operator:cli` for the command line; null where the account is gone. */
  by: z.string().nullable(), at: z.string(), state: z.enum(exportStates),
  decision: z.object({ approved: z.boolean(), by: z.string().nullable(), at: z.string(), reason: z.string().nullable() }).nullable(),
  takings: z.int(), takenAt: z.string().nullable(),
  /** Where the asker fetches the file; null where it is not hers, not approved, or was asked with words, which are not kept. */
  path: z.string().nullable(),
  mine: z.boolean(), mayDecide: z.boolean(),
}).meta({ id: 'Export' })
export type ExportRow = z.output<typeof exportRow>

export const listExports = endpoint({
  method: 'GET', path: '/api/exports', may: 'exports.read', summary: 'Exports in reach, newest first, 50 a page; `mine` only my own, `waiting` what waits for me to decide',
  query: z.object({ show: z.enum(['all', 'mine', 'waiting']).default('all'), page: z.coerce.number().int().min(1).max(100_000).default(1) }),
  out: z.object({ total: z.int(), page: z.int(), size: z.literal(50), exports: z.array(exportRow) }), refusals: [],
})

/** An export of more than 200 persons, or of fewer after others that make more together. `id` is made by the browser: sent twice it is asked for once. `query` is what the file's own address would be asked. */
export const askExport = endpoint({
  method: 'POST', path: '/api/exports', may: 'register.export', audit: 'exports.ask', summary: 'Ask for a file of more than 200 persons, alone or with those of a day; somebody else decides',
  body: z.object({
    id, what: z.enum(['register.persons', 'figures.people']), reason: words,
    query: z.record(z.string().max(40), z.union([z.string().max(200), z.array(z.string().max(200)).max(50)])).meta({ description: 'the names and values of the query of the file; `indicator` beside them for the people of a figure' }),
  }),
  out: exportRow, refusals: ['export-small', 'export-asked', 'unit-not-found', 'indicator-unknown', 'funnel-not-figure', 'facet-unknown', 'level-unknown', 'date-bad', 'period-backwards', 'as-of-ahead', 'people-none'],
})

export const decideExport = endpoint({
  method: 'POST', path: '/api/exports/:id/decision', may: 'exports.approve', audit: 'exports.decide', summary: 'Approve or decline an export that somebody else asked for',
  params: z.object({ id }), body: z.object({ approve: z.boolean(), reason: words.optional() }), out: exportRow, refusals: ['export-not-found', 'export-own', 'export-decided', 'export-alone'],
})

export const exportEndpoints = [listExports, askExport, decideExport]
