/** A value that COPY can carry in text form; null is SQL's null. */
export type CopyValue = string | number | bigint | boolean | null

/** Escapes one value for COPY's text format (PostgreSQL documentation, COPY, "Text Format"). */
export function copyText(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  if (!/[\\\n\r\t]/.test(value)) return value
  return value.replace(/[\\\n\r\t]/g, (c) => (c === '\\' ? '\\\\' : c === '\n' ? '\\n' : c === '\r' ? '\\r' : '\\t'))
}

/** Values side by side as COPY takes them, without the end of the line: whoever holds some of a row's columns writes them so. */
export const copyFields = (values: readonly CopyValue[]): string => values.map(copyText).join('\t')

/** Rows as lines of COPY in pieces of some 64 KB; counts them on the way. */
export function* copyLines(rows: Iterable<readonly CopyValue[]>, counted: { rows: number }): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    counted.rows += 1
    chunk += `${copyFields(row)}\n`
    if (chunk.length > 65_536) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk) yield chunk
}
