import { passed } from '../entries.ts'

/** Changes whenever what stands in a file changes; a file of another form is not read. */
export const formVersion = 1

/** The levels that may pass an entry; each has a column. */
export const levels: readonly string[] = passed.facets.level!.values

/** Kinds that speak of other entries: they are folded into the rows of those and have no rows of their own. */
export const foldedKinds: readonly string[] = ['ledger.reversed', 'ledger.passed', 'ledger.returned', 'ledger.merged']

/** The column that holds since which journal number a level has passed the entry. */
export const passedColumn = (level: string): string => `passed_${level}`

/**
 * The columns of a row: one window of one entry (`versions.ts`). `subject` and `object` are numbers of roots in it; `ref` is posting and line
 * in one number; `number` the entry's own journal number, `reversed` that of its reversal.
 */
export const entryColumns: readonly (readonly [name: string, type: string])[] = [
  ['kind', 'SMALLINT'], ['day', 'DATE'], ['subject', 'INTEGER'], ['path', 'INTEGER'], ['facets', 'INTEGER'], ['count', 'INTEGER'], ['amount', 'BIGINT'],
  ['currency', 'TINYINT'], ['ref', 'BIGINT'], ['number', 'INTEGER'], ['since', 'INTEGER'], ['until', 'INTEGER'],
  ...levels.map((level) => [passedColumn(level), 'INTEGER'] as const), ['reversed', 'INTEGER'], ['object', 'INTEGER'],
]

/** `create table` for rows of entries. */
export const entryTable = (name: string): string => `create table ${name} (${entryColumns.map(([column, type]) => `"${column}" ${type}`).join(', ')})`

/** Lines of one posting that a `ref` has room for: 16 million. */
const lineBits = 24n

/** Posting and line as one number, in their order. Throws RangeError where there is no room, so that such a ledger is counted by PostgreSQL. */
export function refOf(posting: bigint, line: number): bigint {
  if (posting >= 1n << 39n || line >= 1 << 24) throw new RangeError(`no room for ${posting}:${line}`)
  return (posting << lineBits) | BigInt(line)
}

export const refParts = (ref: bigint): { posting: bigint; line: number } => ({ posting: ref >> lineBits, line: Number(ref & ((1n << lineBits) - 1n)) })

/** The same in SQL, over columns `posting` and `line`. */
export const refSql = (posting: string, line: string): string => `((${posting})::bigint * ${1 << 24} + (${line}))`
export const postingSql = (ref: string): string => `(${ref} >> 24)`
export const lineSql = (ref: string): string => `(${ref} & ${(1 << 24) - 1})`

/** Money's codes in the column `currency`. */
export const currencies: readonly ('CNY' | 'VND')[] = ['CNY', 'VND']
export const currencyCode = (currency: string | null): number | null => (currency === null ? null : currencies.indexOf(currency as 'CNY') + 1)

/** A facet's text as a whole: how facets are told apart in the dictionary. In: jsonb's own text. */
export type FacetSet = Readonly<Record<string, string | readonly string[]>>
