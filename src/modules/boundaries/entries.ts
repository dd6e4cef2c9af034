import { declareKind } from '#modules/ledger/index.ts'
import { levelNames } from '#modules/organisation/index.ts'

/** What happened to a unit of the tree. Its subject is the unit; which others had a part in it, and why, stands in the tree's own changes. */
const declared = (what: string) => declareKind({ kind: `organisation.unit-${what}`, subject: 'unit', facets: { level: { values: levelNames } } })

export const unitOpened = declared('opened')
export const unitClosed = declared('closed')
export const unitRenamed = declared('renamed')
export const unitMerged = declared('merged')
export const unitSplit = declared('split')
export const unitMoved = declared('moved')

export const kindOf = { opened: unitOpened, closed: unitClosed, renamed: unitRenamed, merged: unitMerged, split: unitSplit, moved: unitMoved } as const
export const boundariesKinds = Object.values(kindOf)
