import { createInflateRaw } from 'node:zlib'
import { streamXlsxRows } from 'hucre/xlsx'
import { refuse } from '#kernel/refusal.ts'
import type { Emit } from './emit.ts'
import { unknownKind } from './sniff.ts'
import { type Cell, FileRefused, type Merge, type ReadLimits } from './types.ts'
import { packedBytes, unpack, type ZipEntry, zipDirectory } from './zip.ts'

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1]
const tags = (xml: string, name: string) => xml.match(new RegExp(`<(?:[\\w.-]+:)?${name}\\s[^>]*>`, 'g')) ?? []
const unescape = (text: string) =>
  text.replace(/&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/gi, (entity) => {
    const named: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }
    return named[entity] ?? String.fromCodePoint(Math.min(0x10ffff, Number(entity.slice(2, -1).replace(/^x/i, '0x'))))
  })

type SheetPlace = { readonly index: number; readonly name: string; readonly hidden: boolean; readonly entry: ZipEntry }

/** The worksheets in order, with the entry that each stands in. `index` counts all sheets, as hucre does. */
function sheetsOf(bytes: Buffer, entries: Map<string, ZipEntry>): SheetPlace[] {
  const text = (name: string) => (entries.has(name) ? unpack(bytes, entries.get(name)!).toString('utf8') : '')
  const rootRelations = tags(text('_rels/.rels'), 'Relationship')
  const main = rootRelations.find((tag) => /\/officeDocument$/.test(attribute(tag, 'Type') ?? ''))
  const workbookPath = (main ? attribute(main, 'Target')! : 'xl/workbook.xml').replace(/^\//, '')
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1)
  const targets = new Map(
    tags(text(`${folder}_rels/${workbookPath.slice(folder.length)}.rels`), 'Relationship').map((tag) => {
      const target = attribute(tag, 'Target') ?? ''
      const path = target.startsWith('/') ? target.slice(1) : new URL(target, `zip:///${folder}`).pathname.slice(1)
      return [attribute(tag, 'Id') ?? '', decodeURI(path)] as const
    }),
  )
  return tags(text(workbookPath), 'sheet').flatMap((tag, index) => {
    const entry = entries.get(targets.get(attribute(tag, '[\\w.-]+:id') ?? '') ?? '')
    const hidden = /hidden/i.test(attribute(tag, 'state') ?? '')
    return entry && /worksheets?\//.test(entry.name) ? [{ index, name: unescape(attribute(tag, 'name') ?? ''), hidden, entry }] : []
  })
}

/**
 * Unpacks an entry once without keeping it: sees that it is whole and no larger than it declares (a bomb may lie), and
 * gathers the merged areas, which a worksheet lists only after its rows.
 */
async function survey(bytes: Buffer, entry: ZipEntry, wantsMerges: boolean): Promise<Merge[]> {
  const packed = packedBytes(bytes, entry)
  let size = 0
  let tail = ''
  let past = false
  const see = (chunk: Buffer) => {
    size += chunk.length
    if (size > entry.size) throw new FileRefused(refuse('file-broken', { why: 'size' }))
    if (!wantsMerges) return
    tail += chunk.toString('latin1')
    const end = past ? 0 : tail.search(/<\/(?:[\w.-]+:)?sheetData>/)
    if (end >= 0) past = true
    else tail = tail.slice(-40)
    if (past && tail.length > 32 * 1024 * 1024) throw new FileRefused(refuse('file-too-large', { what: 'merges', limit: 32 }))
  }
  if (entry.method === 0) see(packed)
  else if (entry.method === 8) {
    const inflate = createInflateRaw()
    inflate.end(packed)
    try {
      for await (const chunk of inflate) see(chunk as Buffer)
    } catch (error) {
      throw error instanceof FileRefused ? error : new FileRefused(refuse('file-broken', { why: 'unpacking' }))
    }
  } else throw new FileRefused(refuse('file-broken', { why: 'method' }))
  if (size !== entry.size) throw new FileRefused(refuse('file-broken', { why: 'size' }))
  return past ? mergesIn(tail) : []
}

function mergesIn(xml: string): Merge[] {
  const merges: Merge[] = []
  for (const [, a, top, b, bottom] of xml.matchAll(/<(?:[\w.-]+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"/g)) {
    merges.push({ top: Number(top), left: columnNumber(a!), bottom: Number(bottom), right: columnNumber(b!) })
  }
  return merges
}
const columnNumber = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

const errorValue = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { date: value.toISOString().slice(0, 10) }
  if (typeof value === 'string') return errorValue.test(value) ? null : value
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** Reads an xlsx workbook, sheet after sheet, row by row. */
export async function readXlsxFile(bytes: Buffer, limits: ReadLimits, emit: Emit): Promise<void> {
  const entries = zipDirectory(bytes, limits)
  if (!entries.has('[Content_Types].xml')) throw unknownKind(entries.has('mimetype') ? 'ods' : 'zip')
  if (entries.has('word/document.xml')) throw unknownKind('docx')
  if (entries.has('ppt/presentation.xml')) throw unknownKind('pptx')
  if (entries.has('xl/workbook.bin')) throw unknownKind('xlsb')
  const sheets = sheetsOf(bytes, entries).filter(({ hidden }) => !hidden)
  if (sheets.length === 0) throw new FileRefused(refuse('file-broken', { why: 'sheets' }))
  if (sheets.length > limits.sheets) throw new FileRefused(refuse('file-too-large', { what: 'sheets', limit: limits.sheets }))
  for (const [name, entry] of entries) if (/sharedStrings\.xml$|styles\.xml$/i.test(name)) await survey(bytes, entry, false)
  for (const { index, name, entry } of sheets) {
    emit.sheet(name, index, await survey(bytes, entry, true))
    for await (const row of streamXlsxRows(bytes, { sheet: index })) {
      const cells: Cell[] = Array.from({ length: row.values.length })
      for (let i = 0; i < cells.length; i += 1) cells[i] = cellOf(row.values[i])
      const full = emit.row(row.index + 1, cells)
      if (full) await full
    }
  }
}
