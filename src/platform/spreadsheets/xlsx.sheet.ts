import { StringDecoder } from 'node:string_decoder'
import { createInflateRaw } from 'node:zlib'
import { refuse } from '#kernel/refusal.ts'
import type { Emit } from './emit.ts'
import { type Cell, FileRefused, type Merge } from './types.ts'
import { dayOf, itemText, type SharedStrings, unescapeXml } from './xlsx.text.ts'
import { packedBytes, type ZipEntry } from './zip.ts'

const broken = (why: string) => new FileRefused(refuse('file-broken', { why }))

/** An entry's bytes as they unpack. Ends in a refusal where they are more or fewer than the directory declares: a bomb may lie. */
async function* chunksOf(bytes: Buffer, entry: ZipEntry): AsyncGenerator<Buffer> {
  const packed = packedBytes(bytes, entry)
  let size = 0
  if (entry.method === 0) {
    for (let at = 0; at < packed.length; at += 262_144) yield packed.subarray(at, at + 262_144)
    size = packed.length
  } else if (entry.method === 8) {
    const inflate = createInflateRaw({ chunkSize: 262_144 })
    inflate.on('error', () => undefined)
    inflate.end(packed)
    try {
      for await (const chunk of inflate) {
        size += (chunk as Buffer).length
        if (size > entry.size) break
        yield chunk as Buffer
      }
    } catch {
      throw broken('unpacking')
    }
  } else throw broken('method')
  if (size !== entry.size) throw broken('size')
}

const mergePattern = /<(?:[\w.-]+:)?mergeCell\s[^>]*?ref=["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']/g
const maximumTail = 32 * 1024 * 1024

/** The merged areas of a worksheet, which stand only after its rows: unpacks it once and keeps the end. */
export async function mergesOf(bytes: Buffer, entry: ZipEntry): Promise<Merge[]> {
  let tail = Buffer.alloc(0)
  let past = false
  for await (const chunk of chunksOf(bytes, entry)) {
    const joined = Buffer.concat([tail, chunk])
    past ||= joined.includes('sheetData>') && /<\/(?:[\w.-]+:)?sheetData>/.test(joined.toString('latin1'))
    tail = past ? joined : joined.subarray(-40)
    if (tail.length > maximumTail) throw new FileRefused(refuse('file-too-large', { what: 'merges', limit: 32 }))
  }
  if (!past) return []
  return [...tail.toString('latin1').matchAll(mergePattern)].map(([, a, top, b, bottom]) => ({
    top: Number(top), left: columnNumber(a!, 0), bottom: Number(bottom), right: columnNumber(b!, 0),
  }))
}

/** `AB12` from `at` on → 27. */
function columnNumber(reference: string, at: number): number {
  let column = 0
  for (let i = at; i < reference.length; i += 1) {
    const code = reference.charCodeAt(i)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

/** What a worksheet's cells refer to. */
export type CellContext = { readonly strings: SharedStrings | null; readonly dates: readonly boolean[]; readonly is1904: boolean }

/** Reads the rows of one worksheet as they unpack. Holds one row and one chunk. */
export async function readRows(bytes: Buffer, entry: ZipEntry, context: CellContext, emit: Emit): Promise<void> {
  const decoder = new StringDecoder('utf8')
  let text = ''
  let names: { row: string; rowEnd: string; cell: string; cellEnd: string } | null = null
  let number = 0
  for await (const chunk of chunksOf(bytes, entry)) {
    text += decoder.write(chunk)
    if (!names) {
      const root = /<([\w.-]+:)?worksheet[\s>]/.exec(text)
      if (!root) {
        if (text.length > 65_536) throw broken('worksheet')
        continue
      }
      const prefix = root[1] ?? ''
      names = { row: `<${prefix}row`, rowEnd: `</${prefix}row>`, cell: `<${prefix}c`, cellEnd: `</${prefix}c>` }
    }
    let at = 0
    for (;;) {
      const end = text.indexOf(names.rowEnd, at)
      if (end < 0) break
      const start = text.lastIndexOf(names.row, end)
      if (start >= at) {
        const open = text.indexOf('>', start)
        const reference = /\sr=["'](\d{1,7})["']/.exec(text.slice(start, open))
        // Rows without a number of their own follow one another, the empty ones (`<row/>`) too.
        number = reference ? Number(reference[1]) : number + text.slice(at, start).split(names.row).length
        const full = emit.row(number, cellsOf(text.slice(open + 1, end), names, context))
        if (full) await full
      }
      at = end + names.rowEnd.length
    }
    text = text.slice(at)
    if (text.length > 32 * 1024 * 1024) throw broken('row')
  }
  // A sheet that ends in the middle would be half an import.
  if (!names || !/<\/(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*\/>/.test(text)) throw broken('worksheet')
}

function cellsOf(row: string, names: { cell: string; cellEnd: string }, context: CellContext): Cell[] {
  const cells: Cell[] = []
  let at = row.indexOf(names.cell)
  while (at >= 0) {
    const open = row.indexOf('>', at)
    if (open < 0) break
    const tag = row.slice(at + names.cell.length, open)
    const reference = valueOf(tag, ' r=')
    const column = reference === null ? cells.length : columnNumber(reference, 0)
    if (column < 0 || column > 16_383) throw broken('column')
    while (cells.length < column) cells.push(null)
    if (tag.endsWith('/')) {
      cells[column] = null
      at = row.indexOf(names.cell, open)
      continue
    }
    const end = row.indexOf(names.cellEnd, open)
    if (end < 0) break
    cells[column] = cellOf(row.slice(open + 1, end), valueOf(tag, ' t='), valueOf(tag, ' s='), context)
    at = row.indexOf(names.cell, end + names.cellEnd.length)
  }
  return cells
}

/** The quoted value after ` r=` in a tag. */
function valueOf(tag: string, name: string): string | null {
  const at = tag.indexOf(name)
  if (at < 0) return null
  const quote = tag[at + name.length]!
  const end = tag.indexOf(quote, at + name.length + 1)
  return end < 0 ? null : tag.slice(at + name.length + 1, end)
}

function cellOf(body: string, type: string | null, style: string | null, { strings, dates, is1904 }: CellContext): Cell {
  if (type === 'inlineStr') return itemText(body) || null
  const close = body.lastIndexOf('</')
  const start = body.lastIndexOf('>', close)
  // `<f>…</f><v>12</v>`: the value is the last element.
  if (close < 0 || start < 0 || !/[<:]v(?:\s[^<]*)?$/.test(body.slice(body.lastIndexOf('<', start), start))) return null
  const value = body.slice(start + 1, close)
  if (value === '') return null
  if (type === 's') {
    const said = strings?.at(Number(value)) ?? null
    // Texts that are not there would leave their cells blank, and a blank says something else.
    if (said === null) throw broken('strings')
    return said || null
  }
  if (type === 'str') return unescapeXml(value)
  if (type === 'b') return value === '1' || value === 'true'
  if (type === 'e') return null
  if (type === 'd') return /^\d{4}-\d\d-\d\d/.test(value) ? { date: value.slice(0, 10) } : value
  const amount = Number(value)
  if (Number.isNaN(amount)) return unescapeXml(value)
  if (style !== null && dates[Number(style)]) {
    const day = dayOf(amount, is1904)
    if (day !== null) return { date: day }
  }
  return amount
}
