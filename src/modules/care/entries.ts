import { declareKind } from '#modules/ledger/index.ts'
import { trades } from './words.ts'

/** A person started work. Each start is one entry: persons are counted by subject, starts by entries. */
export const workStarted = declareKind({ kind: 'care.work-started', subject: 'person', facets: { trade: { values: trades } } })

export const careKinds = [workStarted]
