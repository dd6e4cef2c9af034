import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'

const text = z.string()

/** One level of verification as a programme has it, lowest first. `atWork`: batches of it can be opened now. */
export const levelView = z.object({ id: text, name: text, unitLevel: z.number().int(), atWork: z.boolean() }).meta({ id: 'Level' })

/** One named thing of a programme: a measure, a way of help, a trade, a hardship. */
export const namedView = z.object({ id: text, name: text }).meta({ id: 'Named' })

/** What a programme asks of a unit in a period. */
export const targetView = z
  .object({ indicator: text, unit: text, from: text, to: text, value: z.number().int(), source: text })
  .meta({ id: 'Target' })

/** GET /api/programme: the programme that the workspace works by, in the reader's language. */
export const getProgramme = endpoint({
  method: 'GET',
  path: '/api/programme', may: 'self',
  summary: 'The programme of this workspace: period, measures, ways of help, levels of verification, targets',
  out: z.object({
    id: text,
    name: text,
    shortName: text,
    organisation: text,
    period: z.object({ from: text, to: text }),
    basis: text,
    source: text,
    measures: z.array(namedView),
    paths: z.array(namedView),
    levels: z.array(levelView),
    trades: z.array(namedView),
    hardships: z.array(namedView),
    targets: z.array(targetView),
  }),
  refusals: [],
})
