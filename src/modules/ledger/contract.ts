import { z } from 'zod'
import { isDateText } from '#kernel/dates.ts'
import { isUuid } from '#kernel/ids.ts'
import { endpoint } from '#platform/contract/endpoint.ts'

const uuid = z.string().refine(isUuid, 'uuid')
const day = z.string().refine(isDateText, 'YYYY-MM-DD')
const ref = z.object({ posting: z.string().regex(/^\d{1,18}$/), line: z.int32().positive() })

/** What the survey and filing of a household post. */
export const filingKinds: readonly string[] = ['register.person-filed', 'register.household-filed', 'register.classified']
/** What may be put before a level together: groups of kinds under one name. */
export const checkGroups = {
  filing: filingKinds,
  work: ['care.work-started'],
  agencies: ['agencies.joined', 'agencies.left'],
} as const satisfies Record<string, readonly string[]>
const group = z.enum(['filing', 'work', 'agencies'])

export const batchView = z.object({
  id: uuid, level: z.string(), unitId: z.number(), unitName: z.string(), group: group.nullable(), from: day.nullable(), to: day.nullable(),
  frozenAt: z.string(), members: z.number(), seed: z.string(), sampleSize: z.number(), found: z.number(), wrong: z.number(),
  outcome: z.enum(['passed', 'returned']).nullable(), reason: z.string().nullable(), openedAt: z.string(), closedAt: z.string().nullable(),
  /** Display names; `operator:cli` for the command line; null where the account is gone, or the batch still open. */
  openedBy: z.string().nullable(), closedBy: z.string().nullable(),
  /** True where an open batch holds entries that who asks recorded herself: a colleague checks it. */
  own: z.boolean(), mayCheck: z.boolean(),
  /** How many of the entries that it passed its level took back since; whether who asks may take back. */
  takenBack: z.number(), mayTakeBack: z.boolean(),
}).meta({ id: 'Batch' })
export type BatchView = z.infer<typeof batchView>

export const sampleView = z.object({
  posting: z.string(), line: z.number(), place: z.number(), journal: z.string(), kind: z.string(), subject: uuid, unitName: z.string(), happenedOn: day,
  facets: z.record(z.string(), z.union([z.string(), z.array(z.string())])), wrong: z.boolean().nullable(), note: z.string().nullable(),
  /** Whether it stands passed by this batch. */
  passed: z.boolean(),
}).meta({ id: 'SampledEntry' })
export type SampleView = z.infer<typeof sampleView>

const checking = ['not-allowed', 'unit-not-found', 'level-unknown', 'level-not-at-work', 'level-not-of-unit', 'batch-empty', 'check-own', 'batch-not-found', 'batch-closed',
  'batch-not-finished', 'batch-reason-missing', 'sample-not-found'] as const

export const getWaiting = endpoint({
  method: 'GET', path: '/api/checks/waiting', may: 'ledger.read', summary: 'Entries of the actor’s unit and those below that wait for a level, by unit and group',
  out: z.object({ rows: z.array(z.object({ level: z.string(), unitId: z.number(), unitName: z.string(), group, entries: z.number(), own: z.number(), sample: z.number(), mayCheck: z.boolean() })) }),
  refusals: [],
})
export const getBatches = endpoint({
  method: 'GET', path: '/api/checks/batches', may: 'ledger.read', summary: 'Batches put before a level, newest first',
  query: z.object({ state: z.enum(['open', 'closed', 'all']).default('all') }), out: z.object({ batches: z.array(batchView) }), refusals: [],
})
export const postBatch = endpoint({
  method: 'POST', path: '/api/checks/batches', may: 'ledger.check', audit: 'ledger.open-batch', summary: 'Freezes what waits for a level and draws the sample',
  body: z.object({ level: z.string().max(20), unitId: z.int32(), group, from: day.nullable().default(null), to: day.nullable().default(null) }),
  /** `left`: entries that she recorded herself and a colleague is to check. */
  out: batchView.extend({ left: z.number() }).meta({ id: 'OpenedBatch' }), refusals: checking,
})
export const getBatch = endpoint({
  method: 'GET', path: '/api/checks/batches/:id', may: 'ledger.read', summary: 'One batch with its sample, in the order drawn', params: z.object({ id: uuid }),
  out: z.object({
    batch: batchView, sample: z.array(sampleView),
    /** What its level took back of what it passed, newest first. */
    takings: z.array(z.object({ at: z.string(), by: z.string().nullable(), reason: z.string(), entries: z.number() })),
  }), refusals: ['batch-not-found'],
})
export const postFinding = endpoint({
  method: 'POST', path: '/api/checks/batches/:id/findings', may: 'ledger.check', audit: 'ledger.note-finding', summary: 'What the re-visit found at one sampled entry', params: z.object({ id: uuid }),
  body: ref.extend({ wrong: z.boolean(), note: z.string().max(500).default('') }), out: batchView, refusals: checking,
})
export const postClosing = endpoint({
  method: 'POST', path: '/api/checks/batches/:id/closing', may: 'ledger.check', audit: 'ledger.close-batch', summary: 'Passes or returns a batch', params: z.object({ id: uuid }),
  body: z.object({ outcome: z.enum(['passed', 'returned']), reason: z.string().max(500).default('') }), out: batchView, refusals: checking,
})
export const postTakingBack = endpoint({
  method: 'POST', path: '/api/checks/batches/:id/take-back', may: 'ledger.check', audit: 'ledger.take-back', summary: 'Takes back what a batch passed, one entry or all: it waits again', params: z.object({ id: uuid }),
  body: z.object({ entry: ref.nullable().default(null), reason: z.string().max(500) }), out: batchView,
  refusals: ['not-allowed', 'batch-not-found', 'batch-not-passed', 'taking-back-reason-missing', 'nothing-to-take-back', 'passed-above', 'check-own'],
})
export const getRecent = endpoint({
  method: 'GET', path: '/api/ledger/recent', may: 'ledger.read', summary: 'The latest postings in the actor’s reach; `actor` is a display name, `operator:cli`, or null where the account is gone',
  out: z.object({ head: z.object({ number: z.string(), at: z.string().nullable() }), postings: z.array(z.object({ journal: z.string(), at: z.string(), verb: z.string(), actor: z.string().nullable(), entries: z.number() })) }),
  refusals: [],
})
