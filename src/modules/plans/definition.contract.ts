import { z } from 'zod'
import { countUnits } from '#kernel/counting.ts'

/*
 * The language of indicators: what a definition may say, in programme files and in a workspace's own indicators alike. Here stand the shapes;
 * what fits together is decided by `check.ts`, what it counts by figures/compile.ts, why it is so in decisions/0016-indicator-language.md.
 */

/** A text in the languages it is written in; zh-Hans and en always. */
export type Names = { readonly 'zh-Hans': string; readonly en: string; readonly vi?: string }

const said = z.string().trim().min(1).max(500)
export const names = z.strictObject({ 'zh-Hans': said, en: said, vi: said.optional() })
export const definitionId = z.string().max(60).regex(/^[a-z][a-z0-9-]*$/)
const kind = z.string().max(80).regex(/^[a-z]+\.[a-z-]+$/)
const word = z.string().min(1).max(60)
const days = z.number().int().min(-36_500).max(36_500)

/** Facets asked for: of each, one of these values. */
const where = z.record(word, z.array(word).min(1).max(50))

/**
 * Another happening of the same subject near the entry: one of `kinds` between the entry's day + `fromDays` and + `toDays` (null: open).
 * With `newestOf`: of all her entries of those kinds up to the day + `toDays`, the newest is one of `kinds`. `not`: there is none.
 */
const near = z.strictObject({
  kinds: z.array(kind).min(1).max(12), where: where.default({}), fromDays: days.nullable().default(null), toDays: days.nullable().default(null),
  newestOf: z.array(kind).min(1).max(12).nullable().default(null), not: z.boolean().default(false),
})

/** Those whom another indicator counts, wherever: in the same period, or in all time up to its end. Their level is that of its own definition. */
const set = z.strictObject({ of: definitionId, period: z.enum(['same', 'until']).default('same') })

/** An indicator as it is written. What is left out asks nothing special. */
export const indicatorDefinition = z.strictObject({
  id: definitionId,
  version: z.number().int().positive(),
  name: names,
  /** One sentence: how it is counted. */
  how: names,
  counts: z.enum(countUnits),
  kinds: z.array(kind).max(24).default([]),
  /** `latest`: of each subject only the newest entry up to the last day counts: how all stand on one day. */
  take: z.enum(['every', 'latest']).default('every'),
  /** Of each subject only her first entry ever counts, in the period in which it lies. */
  first: z.boolean().default(false),
  where: where.default({}),
  /** The class that holds on the last day, or the one that held on the entry's own day. */
  class: z.enum(['to', 'entry']).default('to'),
  /** Who has an entry of these kinds up to the last day is left out. */
  without: z.array(kind).max(12).default([]),
  near: z.array(near).max(8).default([]),
  all: z.array(set).max(8).default([]),
  except: z.array(set).max(8).default([]),
  /** From the kinds' subject to the one counted: the persons of the household, or the household of the person, on the entry's day. */
  through: z.enum(['members', 'household']).optional(),
  currency: z.enum(['CNY', 'VND']).optional(),
  /** Of a balance: what is taken off (repayments). */
  minus: z.array(kind).max(12).default([]),
  /** The lowest level of verification; asking may raise it. */
  level: word.optional(),
  /** Of those whom `over` counts, the share of those whom `of` counts as well. */
  ratio: z.strictObject({ of: definitionId, over: definitionId }).optional(),
  /** What it may be cut by. */
  facets: z.array(word).max(12),
  defaultBy: word.optional(),
  companion: definitionId.optional(),
})
/** As it is sent or written: defaults may be left out. */
export type IndicatorInput = z.input<typeof indicatorDefinition>
export type IndicatorDefinition = z.output<typeof indicatorDefinition>

/** A way that people go, step by step: of the first step's people, those who come to the second after it, and so on; each within so many days of the one before. */
export const funnelDefinition = z.strictObject({
  id: definitionId,
  version: z.number().int().positive().default(1),
  name: names,
  steps: z.array(definitionId).min(2).max(8),
  withinDays: z.number().int().min(0).max(36_500).optional(),
})
export type FunnelDefinition = z.output<typeof funnelDefinition>

/** Why a definition is not taken. Each says its place (`near.0.where.trade`) as the refusal's field. */
export const definitionRefusals = [
  'definition-shape', 'definition-missing', 'definition-needless', 'definition-kind', 'definition-kinds-differ', 'definition-kind-bare', 'indicator-subject', 'definition-way',
  'definition-facet', 'definition-value', 'definition-level', 'definition-currency', 'definition-near', 'definition-set', 'definition-set-subject', 'definition-set-ratio',
  'definition-cycle', 'definition-large', 'definition-default', 'funnel-step',
] as const
export type DefinitionRefusal = (typeof definitionRefusals)[number]
