import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { isDateText } from '#kernel/dates.ts'
import { trades } from './words.ts'

const id = z.uuid()
const day = z.string().refine(isDateText, 'a date as YYYY-MM-DD')

/** One posting for all. Persons who already started the same trade on the same day are skipped and named, not refused. */
export const startWork = endpoint({
  method: 'POST', path: '/api/work-starts', may: 'register.write', audit: 'care.start-work', summary: 'Record that persons started work',
  body: z.object({
    /** Made when the form opens: sent twice it is recorded once. */
    id, personIds: z.array(id).min(1).max(500), trade: z.enum(trades), startedOn: day, note: z.string().trim().max(500).optional(),
  }),
  out: z.object({ recorded: z.number().int(), skipped: z.array(z.object({ personId: id, code: z.literal('already-started-same-trade-same-day') })), journal: z.string().nullable() }),
  refusals: ['started-in-future', 'started-before-birth', 'person-not-found', 'not-allowed'],
})
/** `entry` is the `ref` of the time line: `<posting>-<line>`. */
export const reverseWorkStart = endpoint({
  method: 'POST', path: '/api/work-starts/:entry/reverse', may: 'ledger.reverse', audit: 'care.reverse-work-start', summary: 'Take a recorded start of work back',
  params: z.object({ entry: z.string().regex(/^\d{1,18}-\d{1,9}$/) }), body: z.object({ id, reason: z.enum(['mistake', 'repeated', 'withdrawn']) }),
  out: z.object({ journal: z.string() }), refusals: ['entry-not-found', 'entry-reversed', 'not-allowed'],
})

export const careEndpoints = [startWork, reverseWorkStart]
