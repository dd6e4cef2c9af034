import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { takingQuery, takingRefusals } from '#platform/contract/taking.ts'
import { isDateText } from '#kernel/dates.ts'
import { abilities, hardships, wishes } from './words.ts'

export const id = z.uuid()
/** An ISO day. */
export const day = z.string().refine(isDateText, 'a date as YYYY-MM-DD')
/** Money in the smallest unit (fen) and journal numbers are digits as text. */
export const digits = z.string().regex(/^\d{1,18}$/)
export const text = (max: number) => z.string().trim().min(1).max(max)
/** A filter that may be given once or several times. */
const several = <T extends z.ZodType>(one: T) => z.union([one, z.array(one)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[])
const hardship = z.string().refine((code) => hardships.includes(code), 'a hardship of the list')

export const unitBrief = z.object({ id: z.number().int(), name: z.string(), townId: z.number().int().nullable(), town: z.string().nullable() })

export const personRow = z.object({
  id, name: z.string(), sex: z.enum(['female', 'male']), birth: day,
  unit: unitBrief, householdId: id, householdNumber: z.string().nullable(), relation: z.string().nullable(),
  ability: z.enum(abilities), wish: z.enum(wishes), hardships: z.array(z.string()),
  /** Trade of the newest standing start of work; null where none was recorded. */
  works: z.string().nullable(),
  /** Highest level that passed her filing; null where it is only reported. */
  checked: z.string().nullable(),
  filedOn: day,
}).meta({ id: 'PersonRow' })
export type PersonRow = z.output<typeof personRow>

const personFilters = {
  q: z.string().trim().max(60).optional(),
  unit: z.coerce.number().pipe(z.int32().positive()).optional(),
  ability: several(z.enum(abilities)).optional(),
  wish: several(z.enum(wishes)).optional(),
  hardship: several(hardship).optional(),
  sex: z.enum(['female', 'male']).optional(),
  /** Whether a start of work stands on her card. */
  worked: z.enum(['yes', 'no']).optional(),
}
export const personSorts = ['place', 'name', 'birth', '-birth', 'filed', '-filed'] as const
export const personQuery = z.object({ ...personFilters, page: z.coerce.number().int().min(1).max(100_000).default(1), sort: z.enum(personSorts).default('place') })
export type PersonQuery = z.output<typeof personQuery>

/** How the search words were understood. */
export const searchedBy = z.enum(['name', 'initials', 'pinyin', 'id-number', 'phone']).nullable()

/** 50 persons a page in reach, with the total. `homophones`: names of the same sound and other characters, when characters were searched; first page only. */
export const listPersons = endpoint({
  method: 'GET', path: '/api/persons', may: 'register.read', audit: 'register.list', summary: 'Persons by search and filters, 50 a page with the total', query: personQuery,
  out: z.object({ total: z.number().int(), page: z.number().int(), size: z.literal(50), persons: z.array(personRow), homophones: z.array(personRow), searchedBy, pinyin: z.string().nullable() }),
  refusals: ['unit-not-found'],
})

export const timelineItem = z.object({
  /** `<posting>-<line>` of an entry, the change's id, or the day since which the unit stands elsewhere. */
  ref: z.string(), is: z.enum(['entry', 'change', 'unit']),
  /** Day in the workspace's calendar on which it happened. */
  on: day,
  /** When it became known. */
  at: z.string(), journal: digits.nullable(),
  /** Entries: kind and facets. */
  kind: z.string().nullable(), facets: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  /** Changes: which field, from what to what; id number and phone masked. Units: kind is the verb (`move`, null where it came with the division data), from which address to which. */
  field: z.string().nullable(), before: z.string().nullable(), after: z.string().nullable(),
  /** Display name of who wrote it; `operator:cli` for the command line; null where the account is gone. */
  by: z.string().nullable(),
  /** Highest level that passed the entry. */
  checked: z.string().nullable(),
  /** Taken back by a later entry: it counts nowhere. */
  reversed: z.boolean(),
}).meta({ id: 'TimelineItem' })
export type TimelineItem = z.output<typeof timelineItem>

const memberRow = z.object({ id, name: z.string(), sex: z.enum(['female', 'male']), birth: day, relation: z.string().nullable(), isHead: z.boolean() })
const householdBrief = z.object({ id, number: z.string().nullable(), headName: z.string().nullable(), size: z.number().int().nullable(), members: z.array(memberRow) })

export const personCard = z.object({
  id, name: z.string(), sex: z.enum(['female', 'male']), birth: day,
  /** `3203 **** **** **24` */
  idNumber: z.string(),
  /** `188****1933`; null where there is none. */
  phone: z.string().nullable(),
  unit: unitBrief, household: householdBrief, relation: z.string().nullable(),
  ethnicity: z.string().nullable(), education: z.string().nullable(), health: z.string().nullable(),
  ability: z.enum(abilities), wish: z.enum(wishes), hardships: z.array(z.string()),
  /** Day since which the class of today holds. */
  classedOn: day.nullable(),
  /** Last year's income a head, in fen. */
  incomeFen: digits.nullable(), trade: z.string().nullable(), helper: z.string().nullable(), note: z.string().nullable(),
  filedOn: day, sheetOn: day.nullable(), createdAt: z.string(), works: z.string().nullable(), checked: z.string().nullable(),
  timeline: z.array(timelineItem),
  /** Whether there are more than the 50 shown. */
  timelineMore: z.boolean(),
  /** Merges that stand: `closed` where this card was closed by it; `other` null where that card is out of reach. */
  merges: z.array(z.object({ id, closed: z.boolean(), other: z.object({ id, name: z.string(), idNumber: z.string() }).nullable(), reason: z.string(), at: z.string(), by: z.string().nullable() })),
  abilities: z.object({ change: z.boolean(), reveal: z.boolean(), startWork: z.boolean(), merge: z.boolean() }),
}).meta({ id: 'PersonCard' })
export type PersonCard = z.output<typeof personCard>

export const readPerson = endpoint({
  method: 'GET', path: '/api/persons/:id', may: 'register.read', audit: 'register.card', about: 'id', summary: 'One card, masked, with its last 50 happenings', params: z.object({ id }), out: personCard, refusals: ['person-not-found'],
})
/** `by`: display name, `operator:cli`, null where nobody can be named; `verb` as the audit log names it. */
export const personLooks = endpoint({
  method: 'GET', path: '/api/persons/:id/looks', may: 'register.read', audit: 'register.looks', about: 'id', summary: 'Who looked at a card or acted upon it, newest first, the last 50', params: z.object({ id }),
  out: z.object({ looks: z.array(z.object({ at: z.string(), by: z.string().nullable(), roles: z.array(z.string()), verb: z.string() })), more: z.boolean() }), refusals: ['person-not-found'],
})
export type PersonLooks = z.output<typeof personLooks.out>
/** Who stands behind the ledger's subjects, for those who check entries; out of reach or erased ones are left out. */
export const personsBySubject = endpoint({
  method: 'GET', path: '/api/persons/by-subject', may: 'register.read', audit: 'register.name-subjects', summary: 'Names of up to 100 subjects of the ledger, as far as they are in reach',
  query: z.object({ ids: z.string().transform((list) => list.split(',')).pipe(z.array(id).min(1).max(100)) }),
  out: z.object({ persons: z.array(z.object({ subject: id, personId: id, name: z.string() })) }), refusals: [],
})
export const revealField = endpoint({
  method: 'POST', path: '/api/persons/:id/reveal', may: 'register.reveal', audit: 'register.reveal', about: 'id', summary: 'The full id number or phone of a card, for a reason that is kept',
  params: z.object({ id }), body: z.object({ field: z.enum(['idNumber', 'phone']), reason: text(200) }), out: z.object({ value: z.string() }),
  refusals: ['person-not-found', 'not-allowed', 'nothing-to-reveal'],
})

const cardFields = {
  name: text(60), sex: z.enum(['female', 'male']), relation: text(30), ethnicity: text(30), education: text(30), health: text(60), phone: text(30),
  ability: z.enum(abilities), wish: z.enum(wishes), hardships: z.array(hardship).max(20), incomeFen: digits, trade: text(60), helper: text(60), note: text(500),
}
/** One card by hand. `id` is made by the browser when the form opens: sent twice it files once. */
export const filePerson = endpoint({
  method: 'POST', path: '/api/persons', may: 'register.write', audit: 'register.file', summary: 'File one person by hand',
  body: z.object({
    id, idNumber: text(40), birth: day.optional(), unitId: z.int32(), filedOn: day.optional(),
    /** The household: one there is, or a number, or the head's id number; without any she is the head of her own. */
    householdId: id.optional(), householdNumber: text(40).optional(), headName: text(60).optional(), householdSize: z.number().int().min(1).max(40).optional(),
    ...cardFields,
    sex: cardFields.sex.optional(), relation: cardFields.relation.optional(), ethnicity: cardFields.ethnicity.optional(), education: cardFields.education.optional(),
    health: cardFields.health.optional(), phone: cardFields.phone.optional(), ability: cardFields.ability.optional(), wish: cardFields.wish.optional(),
    hardships: cardFields.hardships.optional(), incomeFen: cardFields.incomeFen.optional(), trade: cardFields.trade.optional(), helper: cardFields.helper.optional(), note: cardFields.note.optional(),
  }),
  out: z.object({ id, journal: digits }),
  refusals: ['name-missing', 'id-lost-digits', 'id-length', 'id-checkdigit', 'birth-in-future', 'birth-differs-from-id', 'id-of-another-name', 'village-unknown',
    'already-filed', 'filed-in-future', 'household-not-found', 'not-allowed'],
})
export const cardChanges = z.object(cardFields).partial()
/** A dated correction. `null` cannot be sent: nothing is erased, only made better. `id` identifies the request. */
export const changePerson = endpoint({
  method: 'POST', path: '/api/persons/:id/changes', may: 'register.write', audit: 'register.change', about: 'id', summary: 'Change a card from a day on', params: z.object({ id }),
  body: z.object({ id, effectiveOn: day.optional(), fields: cardChanges }),
  out: z.object({ changed: z.array(z.string()), journal: digits.nullable() }),
  refusals: ['person-not-found', 'card-merged', 'change-in-future', 'change-before-filing', 'nothing-changed', 'not-allowed'],
})
/** The same list as a spreadsheet, id numbers masked. Over 200 persons under an approval (`export`). */
export const personExportQuery = z.object({ ...personFilters, sort: z.enum(personSorts).default('place'), ...takingQuery })
export type PersonExportQuery = z.output<typeof personExportQuery>
export const exportPersons = endpoint({
  method: 'GET', path: '/api/persons.xlsx', may: 'register.export', audit: 'register.export', summary: 'The persons of these filters as a spreadsheet', query: personExportQuery,
  out: z.never(), file: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', refusals: ['not-allowed', 'unit-not-found', ...takingRefusals],
})

export const householdRow = z.object({ id, number: z.string().nullable(), unit: unitBrief, headName: z.string().nullable(), size: z.number().int().nullable(), members: z.number().int(), filedOn: day }).meta({ id: 'HouseholdRow' })
export const listHouseholds = endpoint({
  method: 'GET', path: '/api/households', may: 'register.read', audit: 'register.households', summary: 'Households by number, head or member, 50 a page with the total',
  query: z.object({ q: z.string().trim().max(60).optional(), unit: z.coerce.number().pipe(z.int32().positive()).optional(), page: z.coerce.number().int().min(1).max(100_000).default(1) }),
  out: z.object({ total: z.number().int(), page: z.number().int(), size: z.literal(50), households: z.array(householdRow) }), refusals: ['unit-not-found'],
})
export const readHousehold = endpoint({
  method: 'GET', path: '/api/households/:id', may: 'register.read', audit: 'register.household', about: 'id', summary: 'One household with members and time line', params: z.object({ id }),
  out: householdRow.omit({ members: true }).extend({ members: z.array(personRow.extend({ isHead: z.boolean() })), timeline: z.array(timelineItem) }), refusals: ['household-not-found'],
})
/** What waits for this officer in the register; for the home page. */
export const today = endpoint({
  method: 'GET', path: '/api/today', may: 'register.read', summary: 'What waits for me',
  out: z.object({ imports: z.array(z.object({ id, fileName: z.string(), state: z.string(), rows: z.number().int(), toDecide: z.number().int(), createdAt: z.string() })) }), refusals: [],
})

export const registerEndpoints = [listPersons, exportPersons, personsBySubject, readPerson, personLooks, revealField, filePerson, changePerson, listHouseholds, readHousehold, today]
