import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { subjectTypes } from '#kernel/counting.ts'
import { definitionRefusals, funnelDefinition, indicatorDefinition } from './definition.contract.ts'

export type { FunnelDefinition, IndicatorDefinition, IndicatorInput, Names } from './definition.contract.ts'

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

const what = z.enum(['indicator', 'funnel'])
const number = z.number().int()
/** A rule's no: its code, the place in the definition (`near.0.where.trade`), and the sentence in the reader's language. */
export const faultView = z.object({ code: text, field: text, text }).meta({ id: 'DefinitionFault' })
export type FaultView = z.output<typeof faultView>

/** One indicator or funnel with its whole definition. `own`: made in the workspace; else it stands in the programme's file. */
export const definitionView = z
  .object({
    what, id: text, version: number, name: text,
    /** How it is counted, in the reader's language; empty for a funnel. */
    how: text,
    own: z.boolean(), retired: z.boolean(),
    definition: z.union([indicatorDefinition, funnelDefinition]),
    /** Ids of those that speak of it, and of targets' units that ask for it. */
    usedBy: z.array(text), targets: number,
    /** Who made the newest version, null for the programme's; when; and why. */
    madeBy: text.nullable(), madeAt: text.nullable(), note: text,
    /** Why it counts nothing any more: the house has changed under it. */
    fault: faultView.nullable(),
  })
  .meta({ id: 'Definition' })
export type DefinitionView = z.output<typeof definitionView>

const wordView = z.object({ id: text, name: text })
/** What a definition may speak of, in the reader's language. */
const shelfView = z.object({
  /** Kinds of entries; `facets` are those that the entry itself carries. */
  kinds: z.array(z.object({ id: text, name: text, subject: z.enum(subjectTypes), facets: z.array(text) })),
  facets: z.array(z.object({ id: text, name: text, values: z.array(wordView) })),
  /** Facets that stand on the newest class of a subject of that type. */
  class: z.object({ subject: text, facets: z.array(text) }),
  levels: z.array(wordView),
})
export type ShelfView = z.output<typeof shelfView>

export const listDefinitions = endpoint({
  method: 'GET', path: '/api/definitions', may: 'figures.read', summary: 'Every indicator and funnel, the programme’s and the workspace’s own, with its definition; and what a definition may speak of',
  out: z.object({
    /** She may make, change and retire: the programme is run at her unit. */
    mayWrite: z.boolean(), shelf: shelfView, definitions: z.array(definitionView),
  }),
  refusals: [],
})
export const getDefinition = endpoint({
  method: 'GET', path: '/api/definitions/:id', may: 'figures.read', summary: 'One definition with all its versions, newest first', params: z.object({ id: text }),
  out: definitionView.extend({
    versions: z.array(z.object({ version: number, retired: z.boolean(), note: text, madeBy: text.nullable(), madeAt: text.nullable(), definition: z.union([indicatorDefinition, funnelDefinition]) })),
  }),
  refusals: ['indicator-not-found'],
})

/** A definition as it is written, not yet looked at: what is wrong with it is said by its rules, with places. */
const draft = z.record(text, z.unknown())
const writing = [
  ...definitionRefusals, 'not-allowed', 'indicators-elsewhere', 'indicator-id-taken', 'indicator-changed', 'indicator-breaks', 'indicator-used', 'indicator-not-found', 'indicator-of-programme', 'request-reused',
] as const

export const putIndicator = endpoint({
  method: 'POST', path: '/api/indicators', may: 'indicators.write', audit: 'plans.define', summary: 'Makes an indicator or a funnel, or its next version; the same request makes one',
  /** `definition.version` is the one to be made: 1, or one more than the newest. */
  body: z.object({ what: what.default('indicator'), definition: draft, note: z.string().trim().max(500).default('') }),
  out: z.object({ what, id: text, version: number }), refusals: writing,
})
export const retireIndicator = endpoint({
  method: 'POST', path: '/api/indicators/:id/retire', may: 'indicators.write', audit: 'plans.retire', summary: 'Takes an own indicator or funnel out of use; its versions and receipts stay readable',
  params: z.object({ id: text }), body: z.object({ version: number, note: z.string().trim().max(500).default('') }),
  out: z.object({ what, id: text, version: number }), refusals: writing,
})
/** Looks at a draft and keeps nothing. */
export const checkIndicator = endpoint({
  method: 'POST', path: '/api/indicators/check', may: 'indicators.write', summary: 'Everything that is wrong with a draft, each with its place; nothing is written',
  body: z.object({ what: what.default('indicator'), definition: draft }),
  out: z.object({ faults: z.array(faultView) }), refusals: ['not-allowed'],
})
