import { z } from 'zod'
import { changeReasons } from '#kernel/counting.ts'
import { endpoint } from '#platform/contract/endpoint.ts'
import { takingQuery, takingRefusals } from '#platform/contract/taking.ts'
import { asOfView, by, counts, figureNumber, figureRefusals, figureView, measured, onlyView, page, scopeQuery } from './scope.contract.ts'

export * from './receipts.contract.ts'
export type { FigureView } from './scope.contract.ts'

const text = z.string()
const number = z.number().int()
/** A level of verification: `{id: 'county', name: '县级', unitLevel: 3, atWork: true}`. */
const levelView = z.object({ id: text, name: text, unitLevel: number, atWork: z.boolean() })

/** What happened to the books after `asOf` and stays out: entries added, entries taken back. */
export const laterView = z.object({ added: number, reversed: number }).meta({ id: 'Later' })

export const facetView = z.object({ id: text, name: text, values: z.array(z.object({ key: text, name: text })) }).meta({ id: 'Facet' })
export const indicatorView = z
  .object({
    id: text, version: number, name: text, counts,
    /** How it is counted, one sentence. */
    how: text,
    /** Stock (`latest`: as it stands on a day, no `from`) or flow (`every`). */
    take: z.enum(['every', 'latest', 'first']),
    /** What `by` may be besides `unit` and `month`. */
    facets: z.array(facetView),
    defaultBy: text.nullable(),
    /** The indicator that counts the same in other units: persons beside person-times. */
    companion: text.nullable(),
    /** What it counts are persons whose names an officer may see. */
    people: z.boolean(),
    ...measured,
    /** The lowest level of verification that it asks for by itself. */
    level: text.nullable(),
    /** Made by the workspace, not by the programme. */
    own: z.boolean(),
  })
  .meta({ id: 'Indicator' })

export const listIndicators = endpoint({
  method: 'GET', path: '/api/indicators', may: 'figures.read', summary: 'The indicators of the programme, how each is counted, its facets; the levels of verification',
  out: z.object({ indicators: z.array(indicatorView), levels: z.array(levelView) }),
  refusals: [],
})

/** Home: every indicator against its target. */
export const listFigures = endpoint({
  method: 'GET', path: '/api/figures', may: 'figures.read', summary: 'Every indicator of the programme for one unit, against its target',
  query: scopeQuery,
  out: z.object({
    asOf: asOfView, unit: text, unitName: text, only: onlyView, from: text.nullable(), to: text, level: text.nullable(),
    later: laterView,
    figures: z.array(
      figureView.extend({
        /** The same in other units: `{indicator, counts: 'person-times', value}`. */
        companion: z.object({ indicator: text, counts, value: figureNumber }).nullable(),
        /** What the month of `to` added: the value of that month alone (flows), the change since its first day (stocks, means, ratios). */
        month: figureNumber,
        /** The highest level that everything in the figure has passed. */
        checkedTo: text.nullable(),
        /** The target's period, and the share of it gone on `to`, 0 to 1. */
        targetPeriod: z.object({ from: text, to: text, gone: z.number() }).nullable(),
      }),
    ),
  }),
  refusals: figureRefusals,
})

export const getFigure = endpoint({
  method: 'GET', path: '/api/figures/:indicator', may: 'figures.read', summary: 'One figure, whole and in parts',
  params: z.object({ indicator: text }),
  query: scopeQuery.extend({ by: by.optional() }),
  out: figureView.extend({
    companion: z.object({ indicator: text, counts, value: figureNumber }).nullable(),
    how: text, checkedTo: text.nullable(), later: laterView,
    /** For each level at work: how much of the value it has passed, and how much waits. */
    levels: z.array(z.object({ level: text, passed: number, waiting: number })),
  }),
  refusals: figureRefusals,
})

/**
 * One cut down (`rows`, the units directly below where nothing is said), another across (`by`; `none` for the whole alone). `cells` holds every
 * column's key; zeros included. Sums and overlaps are null where the indicator does not add.
 */
export const getPivot = endpoint({
  method: 'GET', path: '/api/figures/:indicator/pivot', may: 'figures.read', summary: 'A figure as a table: units, a facet or months down and across, overlaps shown',
  params: z.object({ indicator: text }),
  query: scopeQuery.extend({ by: by.optional(), rows: by.optional() }),
  out: z.object({
    indicator: text, version: number, name: text, counts, how: text,
    unit: text, unitName: text, only: onlyView, from: text.nullable(), to: text, boundaryDay: text, asOf: asOfView, level: text.nullable(), by: text, rowsBy: text,
    ...measured,
    later: laterView,
    /** Per column: `sum` of its rows, `overlap` = sum − value, `value` for the whole unit. */
    columns: z.array(z.object({ key: text, name: text, pseudo: z.boolean().optional(), own: z.boolean().optional(), sum: figureNumber, overlap: figureNumber, value: figureNumber })),
    /** Per row: its cells, `overlap` = their sum − total, `times` = person-times, `waiting` = subjects reported but not passed at the chosen level, `target` what the programme sets for that unit. */
    rows: z.array(
      z.object({
        key: text, name: text, pseudo: z.boolean(), own: z.boolean(),
        cells: z.record(text, figureNumber), overlap: figureNumber, total: figureNumber, times: number, waiting: number, target: number.nullable(),
      }),
    ),
    /** Foot: sum of the rows' totals, `rowOverlap` = that − value; `columnOverlap` = sum of the columns' values − value. */
    rowSum: figureNumber, rowOverlap: figureNumber, columnOverlap: figureNumber, value: figureNumber, times: number, waiting: number,
    /** The highest level that everything in the figure has passed. */
    checkedTo: text.nullable(),
  }),
  refusals: figureRefusals,
})

/** One cell of the table: `row` a key of `rows` (a unit's code, or the unit's own code: what is recorded at it), `key` a key of `by`. */
export const cellQuery = scopeQuery.extend({ rows: by.optional(), row: text.optional(), by: by.optional(), key: text.optional() })

export const listPeople = endpoint({
  method: 'GET', path: '/api/figures/:indicator/people', may: 'register.read', audit: 'figures.people', summary: 'The people behind a cell, 50 a page with the total',
  params: z.object({ indicator: text }),
  query: cellQuery.extend({ ...page, q: text.optional() }),
  out: z.object({
    total: number, page: number, size: number, asOf: asOfView,
    people: z.array(
      z.object({
        subject: text,
        /** Null where the tie to the person was erased. */
        personId: text.nullable(), name: text.nullable(), unitName: text.nullable(), townName: text.nullable(),
        times: number, firstOn: text, lastOn: text,
      }),
    ),
  }),
  refusals: [...figureRefusals, 'people-none', 'not-allowed'],
})

const entryView = z.object({
  journal: text, posting: text, line: number, at: text, happenedOn: text, subject: text, personId: text.nullable(), name: text.nullable(),
  unitName: text.nullable(), count: number,
  /** The highest level that passed it. */
  checked: text.nullable(),
  facets: z.array(z.object({ name: text, value: text })),
})
export const listEntries = endpoint({
  method: 'GET', path: '/api/figures/:indicator/entries', may: 'ledger.read', audit: 'figures.entries', summary: 'The ledger entries behind a cell, newest first, 50 a page',
  params: z.object({ indicator: text }),
  query: cellQuery.extend({ ...page, subject: z.uuid().optional() }),
  out: z.object({ total: number, page: number, size: number, asOf: asOfView, entries: z.array(entryView) }),
  refusals: [...figureRefusals, 'not-allowed'],
})

/** Why entries of the indicator's kinds in this unit are not in the cell. Reasons are text keys `figures:left-out.<reason>`. */
export const leftOutReasons = ['not-passed', 'reversed', 'known-later', 'reversed-later', 'outside-period'] as const
export const listLeftOut = endpoint({
  method: 'GET', path: '/api/figures/:indicator/left-out', may: 'figures.read', summary: 'What is not in the figure, and why',
  params: z.object({ indicator: text }),
  query: cellQuery,
  out: z.object({ asOf: asOfView, reasons: z.array(z.object({ reason: z.enum(leftOutReasons), text, subjects: number, entries: number })) }),
  refusals: figureRefusals,
})

/* Texts of the reasons of a change: `figures:changed.<reason>`. */
/** `before` is an as-of (number, instant or day) not after `asOf`. */
const changedQuery = cellQuery.extend({ before: text })
export const listChanges = endpoint({
  method: 'GET', path: '/api/figures/:indicator/changes', may: 'figures.read', summary: 'What changed in a cell between two readings of the journal, by reason',
  params: z.object({ indicator: text }),
  query: changedQuery,
  out: z.object({
    before: z.object({ asOf: asOfView, value: figureNumber, entries: number }), after: z.object({ asOf: asOfView, value: figureNumber, entries: number }),
    /** Entries counted at one of the two and not at the other, each by the first reason that holds; `in`, `out`: came in, went out. */
    reasons: z.array(z.object({ reason: z.enum(changeReasons), text, entries: number, subjects: number, in: number, out: number })),
  }),
  refusals: figureRefusals,
})

export const listChangedEntries = endpoint({
  method: 'GET', path: '/api/figures/:indicator/changed-entries', may: 'ledger.read', audit: 'figures.entries', summary: 'The entries behind one reason of a change, newest first, 50 a page',
  params: z.object({ indicator: text }),
  query: changedQuery.extend({ ...page, reason: z.enum(changeReasons) }),
  out: z.object({ total: number, page: number, size: number, asOf: asOfView, entries: z.array(entryView.extend({ in: z.boolean(), out: z.boolean() })) }),
  refusals: [...figureRefusals, 'not-allowed'],
})

/** Persons of the register in the scope whom the figure does not reach, from the two sets of subjects; 50 a page in the order of names. */
export const listNotReached = endpoint({
  method: 'GET', path: '/api/figures/:indicator/not-reached', may: 'register.read', audit: 'figures.not-reached', summary: 'Who is in the register and not in the figure, by name',
  params: z.object({ indicator: text }),
  query: cellQuery.extend({ ...page, q: text.optional() }),
  out: z.object({
    /** All of the register in the scope, those of them in the figure, and the others (who are listed). */
    registered: number, reached: number, total: number, page: number, size: number, asOf: asOfView,
    people: z.array(z.object({ subject: text, personId: text.nullable(), name: text.nullable(), unitName: text.nullable(), townName: text.nullable() })),
  }),
  refusals: [...figureRefusals, 'people-none', 'not-allowed'],
})

export const listFunnels = endpoint({
  method: 'GET', path: '/api/funnels', may: 'figures.read', summary: 'The funnels of the programme',
  out: z.object({ funnels: z.array(z.object({ id: text, name: text, withinDays: number.nullable(), steps: z.array(z.object({ indicator: text, name: text })) })) }),
  refusals: [],
})
/** A funnel over a scope. Each step counts those of the step before who also came to it. `ofFirst`, `ofBefore`: shares 0 to 1, null of nobody. */
const funnelView = z.object({
  id: text, name: text, unit: text, unitName: text, only: onlyView, from: text.nullable(), to: text, boundaryDay: text, asOf: asOfView, level: text.nullable(), withinDays: number.nullable(),
  steps: z.array(z.object({ indicator: text, name: text, counts, value: number, ofFirst: figureNumber, ofBefore: figureNumber })),
}).meta({ id: 'FunnelFigure' })
export const getFunnel = endpoint({
  method: 'GET', path: '/api/funnels/:funnel', may: 'figures.read', summary: 'A funnel: how many came from step to step',
  params: z.object({ funnel: text }),
  query: scopeQuery,
  out: funnelView,
  refusals: [...figureRefusals, 'funnel-unknown'],
})

export const getTrend = endpoint({
  method: 'GET', path: '/api/figures/:indicator/trend', may: 'figures.read', summary: 'The figure month by month: different subjects of the month beside times',
  params: z.object({ indicator: text }),
  query: scopeQuery,
  out: z.object({
    asOf: asOfView, counts,
    /** `value`: subjects of that month; `first`: of these, in the period for the first time; `times`; `until` set where the month is not over. */
    months: z.array(z.object({ month: text, value: figureNumber, first: number, times: number, until: text.nullable() })),
  }),
  refusals: figureRefusals,
})

export const figureSheet = endpoint({
  method: 'GET', path: '/api/figures/:indicator/figure.xlsx', may: 'figures.read', summary: 'The pivot as a spreadsheet, with scope and clocks above it',
  params: z.object({ indicator: text }), query: scopeQuery.extend({ by: by.optional(), rows: by.optional(), receipt: text.optional() }),
  out: z.never(), refusals: [...figureRefusals, 'receipt-not-found'], file: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
})
export const peopleSheetQuery = cellQuery.extend(takingQuery)
export const peopleSheet = endpoint({
  method: 'GET', path: '/api/figures/:indicator/people.xlsx', may: 'register.export', audit: 'figures.export-people', summary: 'The people behind a cell as a spreadsheet, id numbers left out',
  params: z.object({ indicator: text }), query: peopleSheetQuery,
  out: z.never(), refusals: [...figureRefusals, 'people-none', 'not-allowed', ...takingRefusals], file: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
})

/** The figure of a definition that is being written, or a funnel's steps. `faults`: what is wrong with it, and then there is neither. */
export const previewFigure = endpoint({
  method: 'POST', path: '/api/figures/preview', may: 'indicators.write', summary: 'The figure of a draft of an indicator or a funnel, or all that is wrong with it; nothing is written',
  body: scopeQuery.extend({ what: z.enum(['indicator', 'funnel']).default('indicator'), definition: z.record(text, z.unknown()), by: by.optional() }),
  out: z.object({
    faults: z.array(z.object({ code: text, field: text, text })), figure: figureView.nullable(), funnel: funnelView.nullable(),
    /** How it counts, in each written language. */
    sentence: z.object({ 'zh-Hans': text, vi: text.optional(), en: text }).nullable(),
  }),
  refusals: [...figureRefusals, 'not-allowed'],
})
