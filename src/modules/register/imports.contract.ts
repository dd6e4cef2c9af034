import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { fileRefusalCodes } from '#platform/spreadsheets/types.ts'
import { rosterFields, rosterRefusalCodes, rosterRepairCodes, rosterWarningCodes } from './roster/types.ts'

const id = z.uuid()
const field = z.enum(rosterFields)
const refusalCode = z.enum(rosterRefusalCodes)

/**
 * `reading`: the file is being read and checked · `columns`: name or id number column was not found: a person must say ·
 * `ready`: look it over, decide, write · `writing` · `done` · `refused`: the file as a whole · `failed`: a fault of ours; nothing was kept · `left`.
 */
export const importStates = ['reading', 'columns', 'ready', 'writing', 'done', 'refused', 'failed', 'left'] as const

/** What the command line prints and the last step shows. `journal`: number of the posting, null where nothing was posted. */
export const importResult = z.object({
  rows: z.number().int(), accepted: z.number().int(), repeated: z.number().int(),
  refused: z.array(z.object({ row: z.number().int(), column: z.string(), code: refusalCode, value: z.string(), also: z.array(refusalCode), sheet: z.string().optional() })),
  warnings: z.array(z.object({ row: z.number().int(), column: z.string(), code: z.enum(rosterWarningCodes), sheet: z.string().optional() })),
  persons: z.object({ new: z.number().int(), updated: z.number().int(), unchanged: z.number().int() }),
  households: z.object({ new: z.number().int(), updated: z.number().int(), unchanged: z.number().int() }),
  journal: z.string().nullable(),
  /** Only where the file was refused as a whole: nothing was read. */
  refusedFile: z.object({ code: z.enum(fileRefusalCodes), facts: z.record(z.string(), z.union([z.string(), z.number()])) }).optional(),
}).meta({ id: 'ImportResult' })
export type ImportResult = z.output<typeof importResult>

const counted = <T extends z.ZodType>(code: T) => z.array(z.object({ code, count: z.number().int() }))
export const importCounts = z.object({
  rows: z.number().int(), accepted: z.number().int(), repeated: z.number().int(), toDecide: z.number().int(), refused: z.number().int(), repaired: z.number().int(),
  /** Rows with anything to see: repaired, warned of, refused, to decide, repeated. */
  faults: z.number().int(),
  persons: z.number().int(), households: z.number().int(),
  refusals: counted(refusalCode), decisions: counted(refusalCode), repairs: counted(z.enum(rosterRepairCodes)), warnings: counted(z.enum(rosterWarningCodes)),
}).meta({ id: 'ImportCounts' })
export type ImportCounts = z.output<typeof importCounts>

/** One column of the sheet. `by`: `word` a known name, `likeness` worth a look, `remembered`/`chosen` a person said so; null where it is not understood. */
export const importColumn = z.object({
  column: z.number().int(), letter: z.string(), header: z.string(), field: field.nullable(), by: z.enum(['word', 'likeness', 'chosen']).nullable(), samples: z.array(z.string()),
})
export const importForm = z.object({
  sheet: z.string(), signature: z.string(), sheetDate: z.string().nullable(), headerRows: z.tuple([z.number().int(), z.number().int()]),
  columns: z.array(importColumn), missing: z.array(field),
})

const importBrief = z.object({
  id, fileName: z.string(), bytes: z.number().int(), state: z.enum(importStates), createdAt: z.string(),
  /** Display name; `operator:cli` for the command line; null where the account is gone. */
  createdBy: z.string().nullable(),
  rows: z.number().int(), toDecide: z.number().int(), refused: z.number().int(), journal: z.string().nullable(),
})
export const importDetail = importBrief.extend({
  /** Forms, one a sheet that is a roster; empty while it is being read. */
  forms: z.array(importForm),
  counts: importCounts.nullable(), result: importResult.nullable(),
  refusal: z.object({ refused: z.string(), facts: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  progress: z.object({ step: z.enum(['reading', 'checking', 'writing', 'posting']), done: z.number().int(), total: z.number().int().nullable() }).nullable(),
}).meta({ id: 'ImportDetail' })
export type ImportDetail = z.output<typeof importDetail>

export const previewCell = z.object({
  field,
  /** The cell as the sheet has it, where it was repaired or is at fault; else null. */
  before: z.string().nullable(),
  /** As it is understood; null where it is blank or cannot be understood. Id numbers masked, money as digits of fen, ability and wish as codes, hardships as codes with commas. */
  after: z.string().nullable(),
  repairs: z.array(z.enum(rosterRepairCodes)), fault: refusalCode.nullable(), warnings: z.array(z.enum(rosterWarningCodes)),
})
export const previewRow = z.object({
  sheet: z.string(), row: z.number().int(),
  /** As decided: a decided row shows what the decision made of it. */
  verdict: z.enum(['accepted', 'repeated', 'refused', 'to-decide']),
  cells: z.array(previewCell),
  refusal: z.object({ field, column: z.string(), code: refusalCode, value: z.string(), also: z.array(refusalCode) }).nullable(),
  decision: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('use-id-birth'), birth: z.string() }),
    z.object({ kind: z.literal('take-village'), villages: z.array(z.object({ unitId: z.number().int(), unitCode: z.string(), name: z.string(), townName: z.string() })) }),
  ]).nullable(),
  decided: z.enum(['use-id-birth', 'take-village', 'send-back']).nullable(),
  warnings: z.array(z.object({ field, column: z.string(), code: z.enum(rosterWarningCodes) })),
  firstRow: z.number().int().nullable(),
}).meta({ id: 'PreviewRow' })
export type PreviewRow = z.output<typeof previewRow>

const params = z.object({ id })
const common = ['import-not-found', 'not-allowed']

/** The body is the file itself. `id` is made by the browser when the file is dropped: sent twice it is staged once. */
export const stageImport = endpoint({
  method: 'POST', path: '/api/imports', may: 'register.import', audit: 'register.stage-import', summary: 'Stage a roster: body is the file; reading begins at once', upload: true,
  query: z.object({ filename: z.string().trim().min(1).max(255), id: id.optional() }), out: z.object({ id }), refusals: ['not-allowed', 'file-empty', 'body-too-large'],
})
export const listImports = endpoint({
  method: 'GET', path: '/api/imports', may: 'register.import', summary: 'Imports of my reach, newest first, at most 100', out: z.object({ imports: z.array(importBrief) }), refusals: [],
})
/** Ask again every second while the state is `reading` or `writing`: it carries the progress. */
export const readImport = endpoint({ method: 'GET', path: '/api/imports/:id', may: 'register.import', audit: 'register.import-detail', summary: 'One import: state, columns, counts, progress, result', params, out: importDetail, refusals: common })
/** Says what columns mean; remembered for sheets with the same headers. The file is read again. */
export const setColumns = endpoint({
  method: 'PUT', path: '/api/imports/:id/columns', may: 'register.import', audit: 'register.set-columns', summary: 'What the columns mean', params,
  body: z.object({ signature: z.string().max(64), columns: z.array(z.object({ column: z.number().int().min(0).max(16_383), field: field.nullable() })).max(300) }),
  out: z.object({ id }), refusals: [...common, 'import-not-open', 'column-twice'],
})
export const listImportRows = endpoint({
  method: 'GET', path: '/api/imports/:id/rows', may: 'register.import', audit: 'register.import-rows', summary: 'Rows of the preview, 50 a page', params,
  query: z.object({ filter: z.enum(['all', 'faults', 'decide', 'refused', 'repaired', 'repeated', 'warned']).default('all'), code: z.string().max(40).optional(), page: z.coerce.number().int().min(1).default(1) }),
  out: z.object({ total: z.number().int(), page: z.number().int(), size: z.literal(50), rows: z.array(previewRow) }), refusals: common,
})
/** Answered at once, with the rows decided and the counts as they now stand; what that makes of later rows follows while `progress` of the import is not null. `none` takes a decision back. */
export const decideRows = endpoint({
  method: 'PUT', path: '/api/imports/:id/decisions', may: 'register.import', audit: 'register.decide-rows', summary: 'Decide rows that wait', params,
  body: z.object({ rows: z.array(z.object({ sheet: z.string().max(100), row: z.number().int().min(1), decision: z.enum(['use-id-birth', 'take-village', 'send-back', 'none']), villageCode: z.string().regex(/^\d{6,12}$/).optional() })).min(1).max(5000) }),
  out: z.object({ decided: z.number().int() }), refusals: [...common, 'import-not-open', 'row-not-to-decide', 'village-unknown'],
})
/** Writes the accepted rows; answers at once, then `GET /api/imports/:id` shows the progress and the result. */
export const writeImport = endpoint({ method: 'POST', path: '/api/imports/:id/write', may: 'register.import', audit: 'register.write-import', summary: 'Write the accepted rows', params, out: z.object({ id }), refusals: [...common, 'import-not-open'] })
export const importRefusals = endpoint({
  method: 'GET', path: '/api/imports/:id/refusals.xlsx', may: 'register.import', audit: 'register.import-refusals', summary: 'Refused rows in the form they came in, with the reasons', params, out: z.never(),
  file: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', refusals: [...common, ...fileRefusalCodes, 'import-file-gone', 'export-day-full'],
})
export const leaveImport = endpoint({ method: 'DELETE', path: '/api/imports/:id', may: 'register.import', audit: 'register.leave-import', summary: 'Leave an import: its file is removed, nothing is written', params, out: z.object({ id }), refusals: [...common, 'import-not-open'] })

export const importEndpoints = [stageImport, listImports, readImport, setColumns, listImportRows, decideRows, writeImport, importRefusals, leaveImport]
