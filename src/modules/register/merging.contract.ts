import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { day, digits, id, text, unitBrief } from './contract.ts'

/** Why two cards may be one person's, the strongest first. */
export const twinReasons = ['number-near', 'name-birth', 'household', 'phone', 'sound-birth'] as const
export type TwinReason = (typeof twinReasons)[number]

const twinCard = z.object({
  id, name: z.string(), sex: z.enum(['female', 'male']), birth: day, idNumber: z.string(), phone: z.string().nullable(), unit: unitBrief, householdNumber: z.string().nullable(), filedOn: day,
})
export const twinPair = z.object({ reasons: z.array(z.enum(twinReasons)), cards: z.tuple([twinCard, twinCard]) }).meta({ id: 'LikelyTwins' })
export type TwinPair = z.output<typeof twinPair>

export const listTwins = endpoint({
  method: 'GET', path: '/api/twins', may: 'register.read', audit: 'register.twins', summary: 'Cards in reach that may be one person’s, two by two, 20 a page with the total',
  query: z.object({ unit: z.coerce.number().pipe(z.int32().positive()).optional(), page: z.coerce.number().int().min(1).max(10_000).default(1) }),
  out: z.object({ total: z.number().int(), page: z.number().int(), size: z.literal(20), pairs: z.array(twinPair) }), refusals: ['unit-not-found'],
})
export const countTwins = endpoint({
  method: 'GET', path: '/api/twins-waiting', may: 'register.write', summary: 'How many pairs of cards in reach may be one person’s', out: z.object({ pairs: z.number().int() }), refusals: [],
})
/** `id` is made by the browser when the form opens: sent twice it merges once. */
export const postMerge = endpoint({
  method: 'POST', path: '/api/merges', may: 'register.write', audit: 'register.merge', summary: 'Merge two cards of one person: one stays, the other is closed and names it',
  body: z.object({ id, stays: id, closes: id, reason: text(300) }), out: z.object({ id, stays: id, journal: digits }),
  refusals: ['not-allowed', 'person-not-found', 'merge-same-card', 'card-merged', 'merge-own-account', 'merge-open-request'],
})
export const undoMerge = endpoint({
  method: 'POST', path: '/api/merges/:id/undo', may: 'register.write', audit: 'register.unmerge', summary: 'Take a merge back: the closed card opens again', params: z.object({ id }),
  body: z.object({ id, reason: text(300) }), out: z.object({ id, journal: digits }), refusals: ['not-allowed', 'merge-not-found', 'merge-undone'],
})
export const postApart = endpoint({
  method: 'POST', path: '/api/twins/apart', may: 'register.write', audit: 'register.apart', summary: 'Two cards that look like one person are two persons', body: z.object({ persons: z.tuple([id, id]) }),
  out: z.object({ done: z.literal(true) }), refusals: ['not-allowed', 'person-not-found', 'merge-same-card', 'card-merged'],
})

export const mergingEndpoints = [listTwins, countTwins, postMerge, undoMerge, postApart]
