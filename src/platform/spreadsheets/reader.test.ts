import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { utils, write } from '@e965/xlsx'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, describe, expect, test } from 'vitest'
import { type Cell, FileRefused, letGo, type ReadLimits, readSheets, type SheetPart, writeWorkbook } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sheets-'))
let made = 0
const file = (bytes: Uint8Array | string) => {
  made += 1
  const path = join(folder, `f${made}`)
  writeFileSync(path, bytes)
  return path
}
async function read(bytes: Uint8Array | string, limits?: Partial<ReadLimits>): Promise<SheetPart[] | string> {
  const parts: SheetPart[] = []
  try {
    for await (const part of readSheets(file(bytes), { limits })) parts.push(part)
    return parts
  } catch (error) {
    if (error instanceof FileRefused) return error.refusal.refused
    throw error
  }
}
const cells = async (bytes: Uint8Array | string): Promise<Cell[][] | string> => {
  const parts = await read(bytes)
  return typeof parts === 'string' ? parts : parts.flatMap(({ rows }) => rows.map((row) => row.cells))
}
afterAll(() => {
  letGo()
  rmSync(folder, { recursive: true })
})

/** A zip archive of named texts, stored or packed, its directory saying what it is told to say. */
function zip(entries: Record<string, string | Buffer>, lie: { size?: number; flags?: number } = {}): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(entries)) {
    const raw = Buffer.from(content)
    const packed = deflateRawSync(raw)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(raw.length, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(lie.flags ?? 0, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(lie.size ?? raw.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    locals.push(head, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const body = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(entries).length, 10)
  end.writeUInt32LE(body.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, body, end])
}
const workbook = (sheet: string, more: Record<string, string> = {}, prefix = '') => ({
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml': '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="x/styles" Target="styles.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': `<${prefix}worksheet><${prefix}sheetData>${sheet}</${prefix}sheetData></${prefix}worksheet>`,
  ...more,
})
const ordinary = () => writeXlsx({ sheets: [{ name: '表', rows: [['姓名', '身份证号'], ['陆薇', '320321199407033044'], [1.5, true]] }] })

describe('what a file holds', () => {
  test('numbers stay numbers, dates are days, text keeps its digits', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: '表', rows: [['320321199407033044', 320321199407033000, 0.1, true, new Date('1979-05-14T00:00:00Z'), null, ' x ']] }] })
    expect(await cells(bytes)).toEqual([['320321199407033044', 320321199407033000, 0.1, true, { date: '1979-05-14' }, null, ' x ']])
  })
  test('the cells that programs write in their own ways', async () => {
    const sheet = '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><r><t>行</t></r><r><t xml:space="preserve"> 内</t></r></is></c><c r="E2" t="str"><f>A1&amp;"x"</f><v>a&lt;b</v></c><c r="F2" t="e"><v>#N/A</v></c><c r="G2" s="1"><v>28989</v></c><c r="H2" s="2"><v>28989</v></c><c r="I2"><f>1+1</f><v>2</v></c><c r="J2" t="d"><v>1979-05-14T00:00:00</v></c><c r="K2" s="1"/></row><row r="3"/><row><c><v>7</v></c><c t="b"><v>0</v></c></row>'
    const more = {
      'xl/sharedStrings.xml': '<sst><si><t>沛县</t><rPh sb="0" eb="1"><t>pei</t></rPh></si><si><r><rPr><b/></rPr><t>张庄</t></r><r><t>镇_x000D_&#38;</t></r></si><si/></sst>',
      'xl/styles.xml': '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="31"/></cellXfs></styleSheet>',
    }
    expect(await cells(zip(workbook(sheet, more)))).toEqual([
      [null, '沛县', '张庄镇\r&', '行 内', 'a<b', null, { date: '1979-05-14' }, { date: '1979-05-14' }, 2, { date: '1979-05-14' }],
      [7, false],
    ])
    expect(await cells(zip(workbook('<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row>', {}, 'x:')))).toEqual([[5]])
  })
  test('half a character and NUL, which no database takes, are marked as unreadable', async () => {
    expect(await cells(zip(workbook('<row><c t="str"><v>王\u0000丽</v></c><c t="str"><v>&#xD800;x</v></c></row>')))).toEqual([['王\ufffd丽', '\ufffdx']])
  })
  test('rows without numbers follow one another, the empty ones too', async () => {
    const parts = (await read(zip(workbook('<row><c><v>1</v></c></row><row/><row></row><row spans="1:2"/><row><c><v>5</v></c></row>')))) as SheetPart[]
    expect(parts[0]!.rows.map(({ number }) => number)).toEqual([1, 5])
  })
  test('a value merged over rows stands in each; merges of the head are told', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: '表', rows: [['标题', null], ['张庄', 1], [null, 2], [null, 3], ['李集', 4]], merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 1 }, { startRow: 1, startCol: 0, endRow: 3, endCol: 0 }] }] })
    const parts = (await read(bytes)) as SheetPart[]
    expect(parts[0]!.rows.map((row) => row.cells[0])).toEqual(['标题', '张庄', '张庄', '张庄', '李集'])
    expect(parts[0]!.merges).toContainEqual({ top: 1, left: 0, bottom: 1, right: 1 })
  })
  test('1904 dates, several sheets, hidden ones passed over', async () => {
    const bytes = await writeXlsx({ dateSystem: '1904', sheets: [{ name: '甲', rows: [[new Date('1979-05-14T00:00:00Z')]] }, { name: '乙', rows: [['x']], hidden: true }, { name: '丙', rows: [['y']] }] })
    const parts = (await read(bytes)) as SheetPart[]
    expect(parts.map(({ sheet, rows }) => [sheet, rows[0]!.cells])).toEqual([['甲', [{ date: '1979-05-14' }]], ['丙', ['y']]])
  })
  test('an old .xls, with Chinese, dates and merges', async () => {
    const sheet = utils.aoa_to_sheet([['姓名', '身份证号', '生日'], ['陆薇', '320321199407033044', 28989]])
    sheet['C2'].z = 'yyyy-mm-dd'
    sheet['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 2, c: 0 } }]
    const book = utils.book_new()
    utils.book_append_sheet(book, sheet, '表')
    expect(await cells(write(book, { type: 'buffer', bookType: 'biff8' }))).toEqual([['姓名', '身份证号', '生日'], ['陆薇', '320321199407033044', { date: '1979-05-14' }]])
  })
  const csv = '姓名,身份证号\r\n"陆,薇",320321199407033044\r\n\r\n宋华,"=1+1"\r\n'
  const rows = [['姓名', '身份证号'], ['陆,薇', '320321199407033044'], ['宋华', '=1+1']]
  const gb18030 = Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac50d0a22c2bd2cdeb1222c3332303332313139393430373033333034340d0a0d0acbcebbaa2c223d312b31220d0a', 'hex')
  test.each<[string, Uint8Array | string]>([
    ['UTF-8', csv], ['UTF-8 with a mark', `\ufeff${csv}`], ['GB18030', gb18030], ['UTF-16', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['tabs', '姓名\t身份证号\n陆,薇\t320321199407033044\n\n宋华\t=1+1\n'], ['semicolons', '姓名;身份证号\n陆,薇;320321199407033044\n\n宋华;=1+1\n'],
  ])('CSV in %s', async (_, bytes) => {
    expect(await cells(bytes)).toEqual(rows)
    expect(((await read(bytes)) as SheetPart[])[0]!.rows.map(({ number }) => number)).toEqual([1, 2, 4])
  })
  test('what is written is read again, and no text becomes a formula', async () => {
    const path = join(folder, 'w.xlsx')
    await writeWorkbook(path, { name: '人/户', above: [['标题']], columns: [{ header: '身份证号' }, { header: '说明' }], rows: [['320321199407033044', '=HYPERLINK("x")'], ['+1', '@x'], [12n, -5]] })
    const back: Cell[][] = []
    for await (const part of readSheets(path)) back.push(...part.rows.map((row) => row.cells))
    expect(back).toEqual([['标题'], ['身份证号', '说明'], ['320321199407033044', '=HYPERLINK("x")'], ['+1', '@x'], ['12', -5]])
  })
})

describe('what cannot be read is refused', () => {
  const bomb = Buffer.alloc(8 * 1024 * 1024, '<row></row>')
  const utf16 = (text: string) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(text, 'utf16le'), Buffer.alloc(512)])
  test.each<[string, () => Uint8Array | string | Promise<Uint8Array | string>, string, Partial<ReadLimits>?]>([
    ['an empty file', () => '', 'file-empty'],
    ['only blanks', () => ' \n\n ', 'file-empty'],
    ['a password', () => utf16('EncryptedPackage'), 'file-encrypted'],
    ['a real password', () => writeXlsx({ sheets: [{ name: '表', rows: [['姓名']] }], encryption: { password: 'x', spinCount: 1000 } }), 'file-encrypted'],
    ['too many sheets', () => writeXlsx({ sheets: Array.from({ length: 61 }, (_, i) => ({ name: `s${i}`, rows: [['x']] })) }), 'file-too-large'],
    ['an encrypted entry', () => zip(workbook(''), { flags: 1 }), 'file-encrypted'],
    ['a Word document', () => utf16('WordDocument'), 'file-kind-unknown'],
    ['an .xls cut short', () => utf16('Workbook'), 'file-broken'],
    ['HTML named .xls', () => '<html><table><tr><td>姓名</td></tr></table></html>', 'file-kind-unknown'],
    ['a PDF', () => '%PDF-1.7 …', 'file-kind-unknown'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'file-kind-unknown'],
    ['bytes of nothing', () => Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)), 'file-kind-unknown'],
    ['a zip of something else', () => zip({ 'a.txt': 'x' }), 'file-kind-unknown'],
    ['a .docx', () => zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }), 'file-kind-unknown'],
    ['an xlsx cut short', async () => (await ordinary()).subarray(0, 1500), 'file-broken'],
    ['a sheet that ends in the middle', () => zip({ ...workbook(''), 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c r="A1"><v>5</v></c></row><row r="2"><c r="A2"><v>' }), 'file-broken'],
    ['texts that end in the middle', () => zip(workbook('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>', { 'xl/sharedStrings.xml': '<sst count="2"><si><t>姓名</t></si><si><t>身' })), 'file-broken'],
    ['an xlsx without sheets', () => zip({ '[Content_Types].xml': '<Types/>' }), 'file-broken'],
    ['a bomb that says so', () => zip(workbook('', { 'xl/media/x.bin': bomb.toString() })), 'file-too-large', { unpackedBytes: 4 * 1024 * 1024 }],
    ['a bomb that lies', () => zip(workbook(bomb.toString()), { size: 1000 }), 'file-broken'],
    ['too many rows', () => 'a,b\n'.repeat(200), 'file-too-large', { rows: 100 }],
    ['too many columns', () => 'a,'.repeat(400) + 'b', 'file-too-large'],
    ['a file too large', () => 'a,b\n'.repeat(2000), 'file-too-large', { fileBytes: 1000 }],
    ['what takes too long', () => zip(workbook('<row><c><v>1</v></c></row>'.repeat(300_000))), 'file-timeout', { milliseconds: 5, rows: 1e9 }],
    ['what takes too much memory', () => `${'x,'.repeat(20)}\n`.repeat(300_000), 'file-too-large', { memoryMegabytes: 24, rows: 1e9 }],
    ['an entity that grows', () => zip(workbook('', { 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "cc">]><workbook>&b;</workbook>' })), 'file-broken'],
  ])('%s', async (_, bytes, expected, limits) => expect(await read(await bytes(), limits)).toBe(expected))

  test('and the next file is read all the same', async () => {
    expect(await cells(await ordinary())).toHaveLength(3)
  })
})
