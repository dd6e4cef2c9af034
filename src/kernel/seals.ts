import { isLatin, type Language } from './languages.ts'
import { largeGlyphs, largeRest, smallGlyphs } from './seal-outlines.ts'

/** One of the workspace's levels of verification. `id` is the kind of unit that checks: village, township, county, city, province, nation. */
export type Level = { readonly id: string; readonly glyph?: string; readonly name?: string }

const glyphsByLevel: Readonly<Record<string, string>> = { village: '村', township: '镇', town: '镇', county: '县', district: '区', city: '市', prefecture: '市', province: '省', nation: '国' }
/** What a level is called on a seal in Latin letters: short on the small one, a word on the large. Viet Nam writes TP for a city, TW for the state, and so do we. */
type Words = Readonly<Record<string, readonly [short: string, word: string]>>
const english: Words = {
  village: ['V', 'VILLAGE'], township: ['T', 'TOWN'], town: ['T', 'TOWN'], county: ['C', 'COUNTY'], district: ['D', 'DISTRICT'], city: ['C', 'CITY'], prefecture: ['C', 'CITY'],
  province: ['P', 'PROVINCE'], nation: ['N', 'NATION'],
}
const vietnamese: Words = {
  village: ['TH', 'THÔN'], township: ['X', 'XÃ'], town: ['X', 'XÃ'], county: ['H', 'HUYỆN'], district: ['Q', 'QUẬN'], city: ['TP', 'TP'], prefecture: ['TP', 'TP'],
  province: ['T', 'TỈNH'], nation: ['TW', 'TW'],
}

/** The glyph of a level: its own, else the usual one of its kind of unit. */
export function glyphOf(level: Level): string {
  return level.glyph && level.glyph in smallGlyphs ? level.glyph : (glyphsByLevel[level.id] ?? '核')
}

/** Something to draw in the 64 box: filled outlines or strokes, with a transform. */
export type Shape = { readonly d: string; readonly transform?: string; readonly strokeWidth?: number }

// Latin capitals as strokes in a box of 10 × 14, drawn for the words on a seal and nothing else
const strokes: Readonly<Record<string, readonly [path: string, width: number]>> = {
  A: ['M0.5 14 5 0 9.5 14M2.2 9.5H7.8', 10], C: ['M9 3.5C8.4 1.2 7 0.5 5.3 0.5C2.4 0.5 1 3 1 7C1 11 2.4 13.5 5.3 13.5C7 13.5 8.4 12.8 9 10.5', 10],
  D: ['M1 0.5V13.5H4.5C7.6 13.5 9 11 9 7C9 3 7.6 0.5 4.5 0.5Z', 10], Đ: ['M2 0.5V13.5H5.5C8.6 13.5 10 11 10 7C10 3 8.6 0.5 5.5 0.5ZM0 7H5', 11],
  E: ['M8 0.5H1V13.5H8M1 7H7', 8.5], G: ['M9 3.5C8.4 1.2 7 0.5 5.3 0.5C2.4 0.5 1 3 1 7C1 11 2.4 13.5 5.3 13.5C8 13.5 9 12 9 8H5.5', 10],
  H: ['M1 0V14M9 0V14M1 7H9', 10], I: ['M1 0V14', 2], K: ['M1 0V14M9 0 1 8.5M4 5.6 9 14', 9.5], L: ['M1 0V13.5H8', 8], N: ['M1 14V0.5L9 13.5V0', 10],
  O: ['M5 0.5C2.3 0.5 1 3 1 7C1 11 2.3 13.5 5 13.5C7.7 13.5 9 11 9 7C9 3 7.7 0.5 5 0.5Z', 10], P: ['M1 14V0.5H5C7.6 0.5 8.8 2 8.8 4.2C8.8 6.4 7.6 8 5 8H1', 9.5],
  R: ['M1 14V0.5H5C7.6 0.5 8.8 2 8.8 4.2C8.8 6.4 7.6 7.8 5 7.8H1M5 7.8 9 14', 9.5], S: ['M8.6 3C8 1.3 6.8 0.5 5 0.5C2.7 0.5 1.4 1.7 1.4 3.6C1.4 8.4 8.9 5.4 8.9 10.2C8.9 12.3 7.4 13.5 5 13.5C3 13.5 1.6 12.6 1 10.8', 10],
  Q: ['M5 0.5C2.3 0.5 1 3 1 7C1 11 2.3 13.5 5 13.5C7.7 13.5 9 11 9 7C9 3 7.7 0.5 5 0.5ZM6 10.5 9.4 14.4', 10],
  T: ['M0 0.5H10M5 0.5V14', 10], U: ['M1 0V9C1 12 2.4 13.5 5 13.5C7.6 13.5 9 12 9 9V0', 10], V: ['M0.5 0 5 13.5 9.5 0', 10], W: ['M0 0 3.3 13.5 6.5 2 9.7 13.5 13 0', 13], X: ['M0.5 0 9.5 14M9.5 0 0.5 14', 10], Y: ['M0.5 0 5 7 9.5 0M5 7V14', 10],
  ' ': ['', 3],
}

// The marks of Vietnamese over and under a capital, around x 0
const marks: Readonly<Record<string, string>> = {
  '\u0300': 'M-2-5 1-2.2', '\u0301': 'M2-5-1-2.2', '\u0302': 'M-3-2.2 0-5 3-2.2', '\u0303': 'M-3.2-2.6C-2.4-4.6-1.2-4.6 0-3.6S2.4-2.6 3.2-4.6', '\u0309': 'M-1-5.2C1.8-5.6 1.8-3.6 0-2.4', '\u0323': 'M0 16.6V17.6',
}

/** A capital with its marks, as one path and its width. */
function capital(letter: string): readonly [path: string, width: number, markAt: number, marks: readonly string[]] {
  const [base = '', ...over] = [...letter.normalize('NFD')]
  const [path, width] = strokes[base] ?? ['', 0]
  return [path, width, width / 2, over.map((mark) => marks[mark] ?? '')]
}

/** A word in strokes, fitted between x 9 and 55, its capitals `height` high with the top at `top`. */
function wordShapes(word: string, top: number, height: number, strokeWidth = 2.2): Shape[] {
  const gap = 2.6
  const letters = [...word.normalize('NFC')].map(capital)
  const width = letters.reduce((sum, [, w]) => sum + w + gap, -gap)
  const scaleY = height / 14
  const scaleX = Math.min(scaleY * 1.05, 44 / width)
  let x = 32 - (width * scaleX) / 2
  return letters.flatMap(([d, w, middle, over]) => {
    const at = (left: number) => `translate(${left.toFixed(2)} ${top}) scale(${scaleX.toFixed(3)} ${scaleY.toFixed(3)})`
    const left = x
    x += (w + gap) * scaleX
    return [{ d, transform: at(left), strokeWidth }, ...over.map((mark) => ({ d: mark, transform: at(left + middle * scaleX), strokeWidth }))].filter((shape) => shape.d !== '')
  })
}

/** What a small seal shows: one glyph; a letter or two in Latin letters. `inset` 8.5 below 24 px, 12 above. */
export function smallSeal(level: Level, language: Language, inset: number): Shape[] {
  if (isLatin(language)) {
    const [short] = wordOf(level, language)
    if (short.length > 1) return wordShapes(short, inset + 9, 64 - 2 * (inset + 9), 2.5)
    const [d, width] = strokes[short]!
    const scale = (64 - 2 * (inset + 5.5)) / 14
    return [{ d, transform: `translate(${32 - (width * scale) / 2} ${32 - 7 * scale}) scale(${scale})`, strokeWidth: 2.5 }]
  }
  const glyph = smallGlyphs[glyphOf(level)] ?? smallGlyphs['县']!
  const scale = (64 - 2 * inset) / 47
  return [scale === 1 ? { d: glyph } : { d: glyph, transform: `translate(${inset} ${inset}) scale(${scale.toFixed(4)}) translate(-8.5 -8.5)` }]
}

const wordOf = (level: Level, language: Language) => (language === 'vi' ? (vietnamese[level.id] ?? ['C', 'CẤP']) : (english[level.id] ?? ['C', 'LEVEL']))

/** What a large seal shows: four glyphs, right column first (县级核验); two lines of capitals in Latin letters (TỈNH, ĐÃ SOÁT; COUNTY, CHECKED). */
export function largeSeal(level: Level, language: Language): Shape[] {
  // the marks of Vietnamese take their room above and below the letters
  if (language === 'vi') return [...wordShapes(wordOf(level, language)[1], 17, 15), ...wordShapes('ĐÃ SOÁT', 43, 9)]
  if (isLatin(language)) return [...wordShapes(wordOf(level, language)[1], 14, 19), ...wordShapes('CHECKED', 40.5, 10)]
  const glyph = glyphOf(level)
  const first: Shape = glyph in largeGlyphs
    ? { d: largeGlyphs[glyph]! }
    : { d: smallGlyphs[glyph] ?? '', transform: `translate(33.5 10) scale(${(20.5 / 47).toFixed(4)}) translate(-8.5 -8.5)` }
  return [first, ...largeRest.map((d) => ({ d }))]
}
