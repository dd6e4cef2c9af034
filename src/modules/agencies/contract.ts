import { z } from 'zod'
import { isDateText } from '#kernel/dates.ts'
import { endpoint } from '#platform/contract/endpoint.ts'
import { acts, kindsOfAgency, reversalReasons, shownStates } from './words.ts'

const id = z.uuid()
const day = z.string().refine(isDateText, 'a date as YYYY-MM-DD')
const name = z.string().trim().min(2).max(100)

export const agencyView = z.object({
  id, name: z.string(), kind: z.enum(kindsOfAgency), unitId: z.int(), unit: z.string(), joinedOn: z.string(), leftOn: z.string().nullable(),
  takenBack: z.boolean().meta({ description: 'its joining was recorded by mistake: it counts nowhere' }),
}).meta({ id: 'Agency' })
export type AgencyView = z.output<typeof agencyView>

export const agencyDetail = agencyView.extend({
  /**
   * Oldest first. `journal` where the change was posted, `by` a display name or `operator:cli`; `checked` the highest level that passed its entry, null where
   * it is only reported; `reversed` why it was taken back, null where it stands.
   */
  life: z.array(z.object({ id, act: z.enum(acts), name: z.string(), on: z.string(), at: z.string(), by: z.string().nullable(), journal: z.string().nullable(), checked: z.string().nullable(), reversed: z.enum(reversalReasons).nullable() })),
}).meta({ id: 'AgencyDetail' })
export type AgencyDetail = z.output<typeof agencyDetail>

export const listAgencies = endpoint({
  method: 'GET', path: '/api/agencies', may: 'organisation.read', summary: 'Partner agencies in reach, by name, 50 a page',
  query: z.object({
    q: z.string().trim().max(100).optional(), kind: z.enum(kindsOfAgency).optional(), state: z.enum(shownStates).default('at-work'), page: z.coerce.number().int().min(1).max(100_000).default(1),
  }),
  out: z.object({ total: z.int(), page: z.int(), size: z.literal(50), agencies: z.array(agencyView) }), refusals: [],
})
export const getAgency = endpoint({
  method: 'GET', path: '/api/agencies/:id', may: 'organisation.read', summary: 'One partner agency and what became of it', params: z.object({ id }), out: agencyDetail, refusals: ['agency-not-found'],
})
/** `id` is made when the form opens: sent twice it is one agency. */
export const joinAgency = endpoint({
  method: 'POST', path: '/api/agencies', may: 'register.write', audit: 'agencies.join', summary: 'A partner agency begins to work beside a unit',
  body: z.object({ id, name, kind: z.enum(kindsOfAgency), unitId: z.int().positive(), joinedOn: day }),
  out: agencyDetail, refusals: ['unit-not-found', 'agency-in-future', 'agency-stands', 'request-reused', 'not-allowed'],
})
export const renameAgency = endpoint({
  method: 'POST', path: '/api/agencies/:id/rename', may: 'register.write', audit: 'agencies.rename', summary: 'A partner agency has another name from a day on',
  params: z.object({ id }), body: z.object({ id, name, on: day }), out: agencyDetail,
  refusals: ['agency-not-found', 'agency-in-future', 'agency-left', 'agency-day-before', 'agency-same-name', 'agency-taken-back', 'agency-stands', 'request-reused', 'not-allowed'],
})
export const endAgency = endpoint({
  method: 'POST', path: '/api/agencies/:id/leave', may: 'register.write', audit: 'agencies.leave', summary: 'A partner agency works beside the unit no more',
  params: z.object({ id }), body: z.object({ id, on: day }), out: agencyDetail,
  refusals: ['agency-not-found', 'agency-in-future', 'agency-left', 'agency-day-before', 'agency-taken-back', 'request-reused', 'not-allowed'],
})

/** `step` is the `id` of what is taken back of its life: that it joined, or that it left. */
export const reverseAgency = endpoint({
  method: 'POST', path: '/api/agencies/:id/reverse', may: 'ledger.reverse', audit: 'agencies.reverse', summary: 'Takes back that a partner agency joined or left: the entry is reversed in the ledger',
  params: z.object({ id }), body: z.object({ id, step: id, reason: z.enum(reversalReasons) }), out: agencyDetail,
  refusals: ['agency-not-found', 'entry-not-found', 'entry-reversed', 'agency-leaving-stands', 'agency-stands', 'request-reused', 'not-allowed'],
})
export const agenciesBySubject = endpoint({
  method: 'GET', path: '/api/agencies/by-subject', may: 'organisation.read', summary: 'Names of up to 100 agencies by their subjects in the ledger, as far as they are in reach',
  query: z.object({ ids: z.string().transform((list) => list.split(',')).pipe(z.array(id).min(1).max(100)) }),
  out: z.object({ agencies: z.array(z.object({ subject: id, agencyId: id, name: z.string() })) }), refusals: [],
})

export const agencyEndpoints = [listAgencies, agenciesBySubject, getAgency, joinAgency, renameAgency, endAgency, reverseAgency]
