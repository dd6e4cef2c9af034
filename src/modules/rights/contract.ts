import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { isDateText } from '#kernel/dates.ts'
import { channels, officeChannels, purposes, requestKinds, requestStates } from './words.ts'

const id = z.uuid()
const day = z.string().refine(isDateText, 'a date as YYYY-MM-DD')
const free = (max: number) => z.string().trim().min(1).max(max)
const params = z.object({ id })
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const consentView = z.object({
  purpose: z.enum(purposes),
  /** `never`: nobody has asked her yet. */
  state: z.enum(['given', 'withdrawn', 'never']),
  /** When, how, and who wrote it down (display name); null where she was never asked. */
  at: z.string().nullable(), channel: z.enum(channels).nullable(), by: z.string().nullable(),
  /** The version and the very text that holds: what she agreed to, or what she would agree to now. */
  version: z.string(), text: z.string(),
  /** The version of today, where it is another. */
  newer: z.string().nullable(),
}).meta({ id: 'ConsentView' })
export type ConsentView = z.output<typeof consentView>

export const requestView = z.object({
  id, personId: id,
  /** Null where she was erased, or stands in another unit now. */
  person: z.string().nullable(),
  unit: z.string(), kind: z.enum(requestKinds), channel: z.enum(channels), receivedOn: day, answerBy: day, carryOutBy: day,
  state: z.enum(requestStates),
  /** The day that counts now; null when it is over. */
  due: day.nullable(), overdue: z.boolean(),
}).meta({ id: 'RightsRequest' })
export type RequestView = z.output<typeof requestView>

export const requestStep = z.object({ state: z.enum(requestStates), at: z.string(), by: z.string().nullable(), reason: z.string().nullable() })
export const requestDetail = requestView.extend({
  details: z.string().nullable(), filedBy: z.string().nullable(),
  /** The rule that the days come from: its name (`cn.erasure`), and the articles. */
  clock: z.string(), source: z.string(), steps: z.array(requestStep),
  /** What the reader may do with it now. */
  abilities: z.object({ answer: z.boolean(), refuse: z.boolean(), take: z.boolean(), correct: z.boolean(), carryOut: z.boolean(), approve: z.boolean() }),
}).meta({ id: 'RightsRequestDetail' })
export type RequestDetail = z.output<typeof requestDetail>

export const cardRights = endpoint({
  method: 'GET', path: '/api/persons/:id/rights', may: 'rights.read', audit: 'rights.card', about: 'id', summary: 'Consents and requests of one person', params,
  out: z.object({ consents: z.array(consentView), requests: z.array(requestView) }), refusals: ['person-not-found'],
})
const consentBody = z.object({ id, purpose: z.enum(purposes), given: z.boolean(), version: z.string().max(20) })
/** `version` is the text that was read: where it has changed since, nothing is written (`notice-changed`). */
export const recordConsent = endpoint({
  method: 'POST', path: '/api/persons/:id/consents', may: 'rights.handle', audit: 'rights.consent', about: 'id', summary: 'Write down that she gave or withdrew consent', params,
  body: consentBody.extend({ channel: z.enum(officeChannels), note: free(300).optional() }), out: consentView, refusals: ['person-not-found', 'notice-changed'],
})
const requestBody = z.object({ id, kind: z.enum(requestKinds), details: free(1000).optional() })
/** `receivedOn`: the day it came, where it was written down later. */
export const fileRequest = endpoint({
  method: 'POST', path: '/api/persons/:id/requests', may: 'rights.handle', audit: 'rights.file-request', about: 'id', summary: 'Write down what she asks about her data', params,
  body: requestBody.extend({ channel: z.enum(officeChannels), receivedOn: day.optional() }), out: requestView, refusals: ['person-not-found', 'request-in-future', 'request-open-already'],
})

export const listRequests = endpoint({
  method: 'GET', path: '/api/requests', may: 'rights.read', audit: 'rights.requests', summary: 'Requests in reach, what is due first on top, 50 a page',
  query: z.object({ state: z.enum(['open', 'ended']).default('open'), kind: z.enum(requestKinds).optional(), page: z.coerce.number().int().min(1).max(10_000).default(1) }),
  out: z.object({ total: z.number().int(), page: z.number().int(), size: z.literal(50), overdue: z.number().int(), requests: z.array(requestView) }), refusals: [],
})
/** A number only, nobody's data: what the entry in the navigation shows. */
export const countRequests = endpoint({ method: 'GET', path: '/api/requests-waiting', may: 'rights.read', summary: 'How many open requests wait for the reader: to be handled, or an erasure to be approved', out: z.object({ waiting: z.number().int() }), refusals: [] })
export const readRequest = endpoint({ method: 'GET', path: '/api/requests/:id', may: 'rights.read', audit: 'rights.request', summary: 'One request and how it went on', params, out: requestDetail, refusals: ['request-not-found'] })
const moved = ['request-not-found', 'request-ended']
export const answerRequest = endpoint({
  method: 'POST', path: '/api/requests/:id/answer', may: 'rights.handle', audit: 'rights.answer', summary: 'She was told how it will be carried out', params, body: z.object({ id }), out: requestDetail, refusals: [...moved, 'request-answered'],
})
export const refuseRequest = endpoint({
  method: 'POST', path: '/api/requests/:id/refuse', may: 'rights.handle', audit: 'rights.refuse', summary: 'Refuse a request, with the reason that she is told', params,
  body: z.object({ id, reason: free(500) }), out: requestDetail, refusals: moved,
})
/** Access: she has the file. Correction: what was wrong is right, by changes of the card since the request came (`nothing-corrected` where there is none). */
export const carryOutRequest = endpoint({
  method: 'POST', path: '/api/requests/:id/carry-out', may: 'rights.handle', audit: 'rights.carry-out', summary: 'The request was done: the file handed over, the card corrected', params,
  body: z.object({ id }), out: requestDetail, refusals: [...moved, 'request-needs-approval', 'nothing-corrected'],
})
/** A worksheet of everything that is held of her, numbers in full; says in it who took it. Only while a request for it is open. */
export const takeAccess = endpoint({
  method: 'GET', path: '/api/requests/:id/held.xlsx', may: 'rights.handle', audit: 'rights.take', summary: 'Everything that is held of her, as a spreadsheet', params,
  out: z.never(), file: xlsx, refusals: [...moved, 'request-not-access', 'person-not-found', 'export-day-full'],
})
/** Carries an erasure out, at once and for good. The second of two people: never who wrote the request down. */
export const approveErasure = endpoint({
  method: 'POST', path: '/api/requests/:id/approve', may: 'rights.approve', audit: 'rights.erase', summary: 'Approve an erasure: it is carried out at once', params,
  body: z.object({ id }), out: requestDetail, refusals: [...moved, 'request-not-erasure', 'erasure-needs-another'],
})

/** A member's own: her card masked, who looked at it, what she agreed to, what she asked. */
export const myCard = z.object({
  id, name: z.string(), sex: z.enum(['female', 'male']), birth: day, idNumber: z.string(), phone: z.string().nullable(), unit: z.string(), householdNumber: z.string().nullable(),
  relation: z.string().nullable(), ethnicity: z.string().nullable(), education: z.string().nullable(), health: z.string().nullable(), ability: z.string(), wish: z.string(), hardships: z.array(z.string()),
  incomeFen: z.string().nullable(), trade: z.string().nullable(), helper: z.string().nullable(), note: z.string().nullable(), works: z.string().nullable(), filedOn: day,
}).meta({ id: 'MyCard' })
export type MyCard = z.output<typeof myCard>
export const readMy = endpoint({
  method: 'GET', path: '/api/my', may: 'rights.own', audit: 'rights.my', summary: 'My own card, who looked at it, my consents and requests',
  out: z.object({
    card: myCard, consents: z.array(consentView), requests: z.array(requestView.extend({ steps: z.array(requestStep), take: z.boolean() })),
    looks: z.array(z.object({ at: z.string(), by: z.string().nullable(), verb: z.string() })),
  }),
  refusals: ['person-not-found'],
})
export const myConsent = endpoint({ method: 'POST', path: '/api/my/consents', may: 'rights.own', audit: 'rights.my-consent', summary: 'Give or withdraw my consent', body: consentBody, out: consentView, refusals: ['person-not-found', 'notice-changed'] })
export const myRequest = endpoint({ method: 'POST', path: '/api/my/requests', may: 'rights.own', audit: 'rights.my-request', summary: 'Ask about my data', body: requestBody, out: requestView, refusals: ['person-not-found', 'request-open-already'] })
/** From the day that the request was answered on, and after. */
export const takeMine = endpoint({
  method: 'GET', path: '/api/my/requests/:id/held.xlsx', may: 'rights.own', audit: 'rights.my-take', summary: 'Everything that is held of me, as a spreadsheet', params,
  out: z.never(), file: xlsx, refusals: ['request-not-found', 'request-not-access', 'request-not-ready', 'person-not-found'],
})

export const rightsEndpoints = [
  cardRights, recordConsent, fileRequest, listRequests, countRequests, readRequest, answerRequest, refuseRequest, carryOutRequest, takeAccess, approveErasure, readMy, myConsent, myRequest, takeMine,
]
