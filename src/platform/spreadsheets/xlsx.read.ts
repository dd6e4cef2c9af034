import { refuse } from '#kernel/refusal.ts'
import type { Emit } from './emit.ts'
import { unknownKind } from './sniff.ts'
import { FileRefused, type ReadLimits } from './types.ts'
import { mergesOf, readRows } from './xlsx.sheet.ts'
import { attribute, dateStyles, SharedStrings, tagsOf, utf8Xml } from './xlsx.text.ts'
import { unpack, type ZipEntry, zipDirectory } from './zip.ts'

/*
 * Why not a library's reader: hucre 1.0 reads well, but holds every shared string as an object and its rows wait in memory
 * when the receiver is slow: 436 MB and 5.2 s at 100,000 rows as offices' programs write them. It still writes for us, and reads CSV.
 */

type Sheet = { readonly index: number; readonly name: string; readonly entry: ZipEntry }
type Workbook = { readonly sheets: Sheet[]; readonly is1904: boolean; readonly strings: ZipEntry | undefined; readonly styles: ZipEntry | undefined }

/** The visible worksheets in order, each with the entry that it stands in. */
function workbookOf(bytes: Buffer, entries: Map<string, ZipEntry>): Workbook {
  const text = (name: string) => (entries.has(name) ? utf8Xml(unpack(bytes, entries.get(name)!)).toString('utf8') : '')
  const main = tagsOf(text('_rels/.rels'), 'Relationship').find((tag) => attribute(tag, 'Type')?.endsWith('/officeDocument'))
  const path = ((main && attribute(main, 'Target')) || 'xl/workbook.xml').replace(/^\//, '')
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const byId = new Map<string, ZipEntry>()
  const byType = new Map<string, ZipEntry>()
  for (const tag of tagsOf(text(`${folder}_rels/${path.slice(folder.length)}.rels`), 'Relationship')) {
    const entry = entries.get(resolve(folder, attribute(tag, 'Target') ?? ''))
    const type = /[^/]*$/.exec(attribute(tag, 'Type') ?? '')![0]
    if (!entry) continue
    byType.set(type, entry)
    if (type === 'worksheet') byId.set(attribute(tag, 'Id') ?? '', entry)
  }
  const xml = text(path)
  const sheets = tagsOf(xml, 'sheet').flatMap((tag, index) => {
    const entry = byId.get(attribute(tag, '[\\w.-]+:id') ?? '')
    return entry && !/hidden/i.test(attribute(tag, 'state') ?? '') ? [{ index, name: attribute(tag, 'name') ?? '', entry }] : []
  })
  const is1904 = /^(?:1|true)$/.test(attribute(tagsOf(xml, 'workbookPr')[0] ?? '', 'date1904') ?? '')
  return { sheets, is1904, strings: byType.get('sharedStrings'), styles: byType.get('styles') }
}

/** `../xl/worksheets/a.xml` beside `xl/` → `xl/worksheets/a.xml`. */
function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const parts = folder.split('/').filter(Boolean)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** Reads an xlsx workbook, sheet after sheet, row by row. */
export async function readXlsxFile(bytes: Buffer, limits: ReadLimits, emit: Emit): Promise<void> {
  const entries = zipDirectory(bytes, limits)
  if (!entries.has('[Content_Types].xml')) throw unknownKind(entries.has('mimetype') ? 'ods' : 'zip')
  if (entries.has('word/document.xml')) throw unknownKind('docx')
  if (entries.has('ppt/presentation.xml')) throw unknownKind('pptx')
  if (entries.has('xl/workbook.bin')) throw unknownKind('xlsb')
  const { sheets, is1904, strings, styles } = workbookOf(bytes, entries)
  if (sheets.length === 0) throw new FileRefused(refuse('file-broken', { why: 'sheets' }))
  if (sheets.length > limits.sheets) throw new FileRefused(refuse('file-too-large', { what: 'sheets', limit: limits.sheets }))
  const context = {
    strings: strings ? new SharedStrings(unpack(bytes, strings)) : null,
    dates: styles ? dateStyles(utf8Xml(unpack(bytes, styles)).toString('utf8')) : [],
    is1904,
  }
  for (const { index, name, entry } of sheets) {
    emit.sheet(name, index, await mergesOf(bytes, entry))
    await readRows(bytes, entry, context, emit)
  }
}
