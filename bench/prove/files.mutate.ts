import { deflateRawSync } from 'node:zlib'
import { utils, write } from '@e965/xlsx'
import type { Random } from '../../test/support/people.ts'
import { partsOf, zipOf, type Part } from './zipped.ts'

type Mutator = (pick: Random) => Buffer

/** GB18030 has no encoder in Node: its two-byte characters, looked up backwards. */
let gbCodes: Map<string, number> | undefined
function gb18030(text: string): Buffer {
  gbCodes ??= new Map(Array.from({ length: 126 * 190 }, (_, i): [string, number] => {
    const [lead, trail] = [0x81 + Math.floor(i / 190), 0x40 + (i % 190) + (i % 190 >= 63 ? 1 : 0)]
    return [new TextDecoder('gb18030').decode(Buffer.of(lead, trail)), (lead << 8) | trail]
  }))
  return Buffer.from([...text].flatMap((char) => {
    const code = char < '\x80' ? undefined : gbCodes!.get(char)
    return char < '\x80' ? [char.charCodeAt(0)] : code === undefined ? [0x3f] : [code >> 8, code & 255]
  }))
}

/** What breaks readers of XML: entities, sizes, references, numbers, nesting, bytes that are no text. */
const hostileXml = [
  '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">', '<!ENTITY x SYSTEM "http://127.0.0.1/">&x;', '&c;', '&#0;', '&#x10FFFF;', '&#xD800;', '&#99999999999;', '&', '&amp', '<', '<![CDATA[', ']]>', '<!--', '-->', '<?x', '</sheetData>', '<sheetData>',
  '<row', '<row r="0">', '<row r="-1">', '<row r="1048577">', '<row r="99999999999999999999">', '<row r="1e9"><c r="A1"><v>1</v></c></row>', '<c r="XFD1"><v>1</v></c>', '<c r="XFE1"><v>1</v></c>', '<c r="ZZZZZZZZ1"><v>1</v></c>', '<c r="A0"><v>1</v></c>', '<c r=""><v>1</v></c>', '<c r="1A"><v>1</v></c>',
  '<c t="s"><v>4294967296</v></c>', '<c t="s"><v>-1</v></c>', '<c t="s"><v>x</v></c>', '<c t="s"><v>1.5</v></c>', '<c t="s"/>', '<c t="b"><v>7</v></c>', '<c t="e"><v>#N/A</v></c>', '<c t="d"><v>9999999-99-99</v></c>', '<c t="str"><v>x</v></c>', '<c t="inlineStr"><is><t>x</t></is></c>', '<c t="inlineStr"><is>', '<c t="nobody"><v>1</v></c>',
  '<c s="99999"><v>1</v></c>', '<c s="-1"><v>1e308</v></c>', '<c s="1"><v>-1e300</v></c>', '<c s="1"><v>2958466</v></c>', '<c s="1"><v>0</v></c>', '<c s="1"><v>60</v></c>', '<c><v>NaN</v></c>', '<c><v>Infinity</v></c>', '<c><v>1e999</v></c>', '<c><v>0x10</v></c>', '<c><v></v></c>', '<c><f>1/0</f></c>', '<c><f t="shared" si="0" ref="A1:XFD1048576">A1</f><v>1</v></c>', `<c><v>${'9'.repeat(5_000)}</v></c>`, `${'<a>'.repeat(3_000)}`, `<c r="A1" ${'x="y" '.repeat(2_000)}><v>1</v></c>`, '\0', '\x01\x02', '\ufffe', 'x'.repeat(40_000), '<si><t>x</t></si>', '<si><rPh><t>', '<xml:space>', '<x:row xmlns:x="y">',
]
const hostileMerges = ['A1:XFD1048576', 'A1:A1048576', 'A1:XFD1', 'C3:A1', 'A1:A1', 'A0:B2', 'XFE1:XFF2', 'ZZZZZ1:ZZZZZ2', 'A1', ':', '', 'A1:B', 'A-1:B2', 'A1:B99999999999', 'A3:D5', 'B4:C9', 'A1:P400']
const hostileNames = ['../../../etc/passwd', '/etc/passwd', 'xl\\workbook.xml', 'xl/worksheets/sheet1.xml', 'XL/WORKBOOK.XML', '__proto__', 'constructor', '', 'x'.repeat(5_000), '[Content_Types].xml', 'xl/vbaProject.bin', 'EncryptedPackage', 'a\0b', '名册.xml']

const isXml = (part: Part) => /\.(xml|rels)$/.test(part.name)
const isSheet = (part: Part) => part.name.startsWith('xl/worksheets/')
const changed = (parts: readonly Part[], which: (part: Part) => boolean, change: (text: string) => string): Part[] => parts.map((part) => (which(part) ? { ...part, data: Buffer.from(change(part.data.toString('utf8'))) } : part))
const spliced = (text: string, pick: Random, add: string, cut = 0) => {
  // At the edge of a tag more often than inside one: elsewhere all is broken in the same way.
  const [at, edge] = [pick.below(text.length + 1), pick.chance(0.8)]
  const place = edge ? text.indexOf('<', at) : at
  return place < 0 ? text + add : text.slice(0, place) + add + text.slice(place + cut)
}
const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

let bomb: Buffer | undefined
/** 32 MB of nothing, packed to some 30 kB. */
const packedBomb = () => (bomb ??= deflateRawSync(Buffer.alloc(32e6, ' ')))

/** Mutators over what offices send: `xlsx` of the product's own form, its rows as text. */
export function mutators(xlsx: Buffer, large: Buffer, rows: readonly (readonly string[])[]): Record<string, Mutator> {
  const parts = partsOf(xlsx)
  const csv = rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), '花名册')
  const xls = write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer
  const texts = [Buffer.from(csv), gb18030(csv), Buffer.from(`\ufeff${csv}`, 'utf16le'), Buffer.from(`\ufeff${csv}`)]
  const wholes = [xlsx, xlsx, xlsx, xlsx, xls, xls, ...texts]
  const withXml = (pick: Random, which: (part: Part) => boolean, change: (text: string) => string, more: object = {}) => {
    const among = parts.filter(which)
    const one = pick.of(among)
    return zipOf(changed(parts, (part) => part === one, change), more)
  }
  const bytesOf = (pick: Random) => Buffer.from(pick.chance(0.02) ? large : pick.of(wholes))
  const dated = (pick: Random, text: string) => spliced(text, pick, `<c s="${pick.below(6)}"><v>${pick.of(['-1', '0', '59', '60', '61', '1462', '43000.5', '2958465', '2958466', '1e10', '1e300', '-0.5'])}</v></c>`)

  return {
    'cut short': (pick) => { const bytes = bytesOf(pick); return bytes.subarray(0, pick.below(bytes.length)) },
    'begun late': (pick) => { const bytes = bytesOf(pick); return bytes.subarray(1 + pick.below(bytes.length - 1)) },
    'some bytes changed': (pick) => {
      const bytes = bytesOf(pick)
      for (let i = 0; i < 1 + pick.below(40); i += 1) bytes[pick.below(bytes.length)] = pick.below(256)
      return bytes
    },
    'one bit changed': (pick) => { const bytes = bytesOf(pick); const at = pick.below(bytes.length); bytes[at] = bytes[at]! ^ (1 << pick.below(8)); return bytes },
    'a run of zeros': (pick) => { const bytes = bytesOf(pick); const at = pick.below(bytes.length); return bytes.fill(0, at, Math.min(bytes.length, at + 1 + pick.below(4000))) },
    'a piece twice': (pick) => { const bytes = bytesOf(pick); const at = pick.below(bytes.length); return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - pick.below(3000)))]) },
    'the end changed': (pick) => {
      const bytes = bytesOf(pick)
      for (let i = 0; i < 6; i += 1) bytes[bytes.length - 1 - pick.below(Math.min(400, bytes.length - 1))] = pick.below(256)
      return bytes
    },
    'two files in one': (pick) => Buffer.concat([bytesOf(pick), bytesOf(pick)]),

    'a part missing': (pick) => zipOf(parts.filter((_, i) => i !== pick.below(parts.length))),
    'a part twice': (pick) => zipOf([...parts, { ...pick.of(parts), data: Buffer.from(pick.of(hostileXml)) }]),
    'a part under another name': (pick) => { const one = pick.below(parts.length); return zipOf(parts.map((part, i) => (i === one ? { ...part, name: pick.of(hostileNames) } : part))) },
    'a directory that lies': (pick) => {
      const one = pick.below(parts.length)
      const lie = pick.of<Partial<Part>>([{ size: 0 }, { size: 1 }, { size: 0xffffffff }, { size: 400e6 }, { crc: 1 }, { flags: 1 }, { flags: 8 }, { method: 0 }, { method: 12 }, { method: 99 }, { extra: Buffer.from('0100ffff', 'hex') }, { extra: Buffer.from('01001000ffffffffffffffffffffffffffffffff', 'hex'), size: 0xffffffff }, { packed: Buffer.from('ffffffff', 'hex') }, { packed: Buffer.alloc(0) }])
      return zipOf(parts.map((part, i) => (i === one ? { ...part, ...lie } : part)), pick.of([{}, {}, { count: 0 }, { count: 65_535 }, { directoryAt: 0 }, { directoryAt: 0xfffffff0 }, { comment: Buffer.from('504b0506', 'hex') }, { comment: Buffer.alloc(60_000) }]))
    },
    'ten thousand parts': (pick) => zipOf([...parts, ...Array.from({ length: 2_000 + pick.below(8_000) }, (_, i) => ({ name: `x/${i}`, data: Buffer.alloc(0), method: 0 }))]),

    'odd XML in a sheet': (pick) => withXml(pick, isSheet, (text) => spliced(text, pick, pick.of(hostileXml))),
    'odd XML anywhere': (pick) => withXml(pick, isXml, (text) => spliced(text, pick, pick.of(hostileXml), pick.below(200))),
    'XML that is not UTF-8': (pick) => { const one = pick.of(parts.filter(isXml)); return zipOf(parts.map((part) => (part === one ? { ...part, data: pick.of([Buffer.from(part.data.toString('utf8'), 'utf16le'), gb18030(part.data.toString('utf8')), Buffer.concat([part.data.subarray(0, 200), Buffer.from('ff80c0', 'hex'), part.data.subarray(200)])]) } : part))) },
    'odd merged cells': (pick) => withXml(pick, isSheet, (text) => text.replace('</sheetData>', `</sheetData><mergeCells>${Array.from({ length: pick.chance(0.1) ? 20_000 : 1 + pick.below(8) }, () => `<mergeCell ref="${pick.of(hostileMerges)}"/>`).join('')}</mergeCells>`)),
    'days since 1904': (pick) => zipOf(changed(changed(parts, (part) => part.name === 'xl/workbook.xml', (text) => text.replace(/<workbookPr[^>]*>/, '').replace('<sheets', `<workbookPr date1904="${pick.of(['1', 'true', '0', 'x'])}"/><sheets`)), isSheet, (text) => dated(pick, dated(pick, text)))),
    'sixteen thousand columns': (pick) => withXml(pick, isSheet, (text) => text.replace('</sheetData>', `${Array.from({ length: 1 + pick.below(3) }, (_, row) => `<row r="${500 + row}">${Array.from({ length: pick.of([250, 299, 300, 301, 16_384, 17_000]) }, (_, i) => `<c r="${letters(i)}${500 + row}"><v>${i}</v></c>`).join('')}</row>`).join('')}</sheetData>`)),
    'a million rows': (pick) => withXml(pick, isSheet, (text) => text.replace('</sheetData>', `${`<row r="9"><c r="A9"><v>1</v></c></row>`.repeat(pick.chance(0.05) ? 250_000 : 2_000)}</sheetData>`)),
    'a bomb': (pick) => (pick.chance(0.9)
      ? zipOf(parts.map((part) => (isSheet(part) ? { ...part, packed: packedBomb(), size: pick.of([part.data.length, 32_000_000, 310_000_000, 0xffffffff]) } : part)))
      : zipOf([...parts, ...Array.from({ length: 8 }, (_, i) => ({ name: `xl/worksheets/sheet${i + 2}.xml`, data: Buffer.alloc(0), packed: packedBomb(), size: 32_000_000 }))])),

    'text in another encoding': (pick) => { const text = spliced(csv, pick, pick.of(['\ufeff', '\0', '\ufffd', '𠮷', '€', '\x1a', '\u2028'])); return pick.of([() => Buffer.from(text, 'utf16le'), () => Buffer.from(text, 'utf16le').swap16(), () => Buffer.concat([Buffer.from('feff', 'hex'), Buffer.from(text, 'utf16le').swap16()]), () => gb18030(text), () => Buffer.from(text, 'latin1'), () => Buffer.concat([Buffer.from('efbbbf', 'hex'), gb18030(text)]), () => Buffer.concat([Buffer.from(text.slice(0, 200)), gb18030(text.slice(200))]), () => Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(text)]), () => Buffer.concat([gb18030(text), Buffer.from('8130', 'hex')])])() },
    'odd text': (pick) => Buffer.from(spliced(csv, pick, pick.of(['"', '""', '"'.repeat(5_001), ',', ','.repeat(20_000), '\t', ';', '\r', '\n'.repeat(50_000), '=cmd|x!A1', '\0'.repeat(100), `"${'x\n'.repeat(20_000)}`, 'x'.repeat(300_000)]))),
    'an old file changed': (pick) => {
      const bytes = Buffer.from(xls)
      // In the head and the table of sectors, where one byte sends a reader round in circles.
      for (let i = 0; i < 1 + pick.below(6); i += 1) bytes[pick.below(pick.of([76, 512, 1536, bytes.length]))] = pick.of([0, 1, 0xff, 0xfe, pick.below(256)])
      return bytes
    },
  }
}
