const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text as XML means it: entities, and the `_x000D_` of spreadsheets. */
export function unescapeXml(text: string): string {
  if (text.includes('<![CDATA[')) {
    return text.split(/(<!\[CDATA\[[\s\S]*?\]\]>)/).map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : unescapeXml(part))).join('')
  }
  let plain = text
  if (plain.includes('&')) {
    plain = plain.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (entity, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
      if (name) return named[name.toLowerCase()]!
      const point = decimal ? Number(decimal) : Number.parseInt(hex!, 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : entity
    })
  }
  return plain.includes('_x') ? plain.replace(/_x([\da-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : plain
}

/** What the `<t>` elements inside a string item say, one after another; phonetic readings (`rPh`) are left out. */
export function itemText(xml: string): string {
  const said = xml.includes('rPh') ? xml.replace(/<(?:[\w.-]+:)?rPh[\s>][\s\S]*?<\/(?:[\w.-]+:)?rPh>/g, '') : xml
  let text = ''
  for (const match of said.matchAll(/<(?:[\w.-]+:)?t(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?t>)/g)) text += match[1] ?? ''
  return unescapeXml(text)
}

/** An attribute's value in the text of one tag; null where it has none. */
export function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`(?:^|[\\s<])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return match ? unescapeXml(match[1] ?? match[2] ?? '') : null
}

/** All opening tags of one name, whatever their prefix. */
export function tagsOf(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>`, 'g')) ?? []
}

/** XML as UTF-8, which nearly every program writes; UTF-16 is turned into it. */
export function utf8Xml(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes))
  return bytes
}

/**
 * The shared strings of a workbook, left packed in their bytes and read when a cell asks: a list of 400,000 strings as objects
 * takes 300 MB, this takes the size of its XML.
 */
export class SharedStrings {
  readonly #xml: Buffer
  readonly #places: Uint32Array
  readonly #often = new Map<number, string>()
  readonly length: number

  constructor(bytes: Buffer) {
    const xml = utf8Xml(bytes)
    const prefix = /<([\w.-]+:)?sst[\s>]/.exec(xml.subarray(0, 2000).toString('latin1'))?.[1] ?? ''
    const open = `<${prefix}si`
    const close = Buffer.from(`</${prefix}si>`)
    let places = new Uint32Array(4096)
    let length = 0
    for (let at = xml.indexOf(open); at >= 0; at = xml.indexOf(open, at)) {
      const after = xml[at + open.length]
      at += open.length
      if (after !== 0x3e && after !== 0x20 && after !== 0x2f) continue
      const end = after === 0x2f ? at : xml.indexOf(close, at)
      if (end < 0) break
      if (length * 2 + 2 > places.length) {
        const more = new Uint32Array(places.length * 2)
        more.set(places)
        places = more
      }
      places[length * 2] = at
      places[length * 2 + 1] = end
      length += 1
      at = end
    }
    this.#xml = xml
    this.#places = places
    this.length = length
  }

  /** The string of that number; null where there is none. */
  at(index: number): string | null {
    if (!(index >= 0 && index < this.length)) return null
    const kept = this.#often.get(index)
    if (kept !== undefined) return kept
    const text = itemText(this.#xml.toString('utf8', this.#places[index * 2], this.#places[index * 2 + 1]))
    if (this.#often.size < 8192 && text.length < 60) this.#often.set(index, text)
    return text
  }
}

// Formats that a program need not write out, in Chinese programs as well (27 to 36, 50 to 58). Times of day are not days.
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** Which cell styles show their number as a day. */
export function dateStyles(stylesXml: string): boolean[] {
  const custom = new Map<number, boolean>()
  for (const tag of tagsOf(stylesXml, 'numFmt')) custom.set(Number(attribute(tag, 'numFmtId')), showsDay(attribute(tag, 'formatCode') ?? ''))
  const formats = /<(?:[\w.-]+:)?cellXfs[\s>][\s\S]*?<\/(?:[\w.-]+:)?cellXfs>/.exec(stylesXml)?.[0] ?? ''
  return tagsOf(formats, 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    return custom.get(id) ?? builtInDates.has(id)
  })
}

/** True for a number format that shows year, month or day: `yyyy"年"m"月"`, not `[Red]0.00` and not `h:mm`. */
function showsDay(format: string): boolean {
  const signs = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';')[0]!
  return /[yd年日]/i.test(signs) || (/m/i.test(signs) && !/[hs0#?]/i.test(signs))
}

/** The day that a serial number shows; null outside the years 1900 to 9999. */
export function dayOf(serial: number, is1904: boolean): string | null {
  const days = Math.floor(serial + 1e-6) + (is1904 ? 1462 : 0)
  if (!(days >= 1 && days < 2_958_466)) return null
  // The 1900 system counts a 29 February that never was.
  return new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * 86_400_000).toISOString().slice(0, 10)
}
