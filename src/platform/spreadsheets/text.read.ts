import { parseCsv } from 'hucre/csv'
import { refuse } from '#kernel/refusal.ts'
import { unknownKind } from './sniff.ts'
import { FileRefused, type ReadLimits } from './types.ts'
import type { Emit } from './emit.ts'

/** Text of a CSV file in UTF-8, UTF-16 or GB18030 (what Chinese spreadsheets save by default). */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const head = bytes.subarray(0, 2000)
  const zeros = [0, 0]
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]! += 1
  })
  if (zeros[1]! > head.length / 8 && zeros[0]! < zeros[1]! / 4) return new TextDecoder('utf-16le').decode(bytes)
  if (zeros[0]! > head.length / 8 && zeros[1]! < zeros[0]! / 4) return new TextDecoder('utf-16be').decode(bytes)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not in this encoding: the next one.
    }
  }
  throw unknownKind('binary')
}

/** The sign between the cells: comma, tab or semicolon, whichever most lines have in equal number. */
export function delimiterOf(text: string): ',' | '\t' | ';' {
  const lines = text.slice(0, 20_000).split(/\r\n|\n|\r/).slice(0, 30).map((line) => line.replace(/"[^"]*"/g, ''))
  const score = (sign: string) => {
    const counts = lines.map((line) => line.split(sign).length - 1)
    return counts.reduce((sum, n) => sum + (n > 0 ? 1 + Math.min(n, 40) : 0), 0)
  }
  const signs = [',', '\t', ';'] as const
  return signs.reduce((best, sign) => (score(sign) > score(best) ? sign : best), ',' as ',' | '\t' | ';')
}

/** More than two in a hundred signs that no table holds, or any NUL. */
function looksBinary(text: string): boolean {
  const length = Math.min(text.length, 4000)
  let odd = 0
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i)
    if ((code < 32 && (code < 9 || code > 13)) || code === 0xfffd) odd += 1
  }
  return odd * 50 > length || text.includes('\0')
}

/** Reads a CSV file. Every cell is text: nothing is guessed to be a number or a date. */
export async function readText(bytes: Buffer, name: string, limits: ReadLimits, emit: Emit): Promise<void> {
  const text = decodeText(bytes).replace(/^\ufeff/, '')
  if (looksBinary(text)) throw unknownKind('binary')
  const rows = parseCsv(text, { delimiter: delimiterOf(text), typeInference: false })
  if (rows.length > limits.rows) throw new FileRefused(refuse('file-too-large', { what: 'rows', limit: limits.rows }))
  emit.sheet(name, 0, [])
  for (const [index, cells] of rows.entries()) {
    const full = emit.row(index + 1, cells.map((cell) => (cell === '' || cell === null ? null : String(cell))))
    if (full) await full
  }
}
