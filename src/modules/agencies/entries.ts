import { declareKind } from '#modules/ledger/index.ts'
import { kindsOfAgency } from './words.ts'

const kind = { values: kindsOfAgency }

/** An agency began to work beside a unit. Once an agency. */
export const joined = declareKind({ kind: 'agencies.joined', subject: 'agency', facets: { kind } })

/** It works there no more. */
export const left = declareKind({ kind: 'agencies.left', subject: 'agency', facets: { kind } })

export const agencyKinds = [joined, left]
