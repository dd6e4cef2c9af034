import { pinyin } from 'pinyin-pro'
import { withoutMarks } from '#kernel/marks.ts'

/** How a name sounds: `周桂芳` → pinyin `zhouguifang`, initials `zgf`. A surname is read as a surname (单 shan). Latin letters stay, in lower case and without marks: `Đặng Thị Ơn` → `dangthion`, `dto`. */
export function soundOf(written: string): { pinyin: string; initials: string } {
  const name = withoutMarks(written)
  const syllables = pinyin(name, { surname: 'head', toneType: 'none', type: 'array', v: true })
  let whole = ''
  let initials = ''
  let inWord = false
  for (const raw of syllables) {
    const syllable = raw.toLowerCase().replace(/ü/g, 'v').replace(/[^a-z]/g, '')
    // Of a name in Latin letters each letter comes alone: only a word's first is an initial.
    const isLetter = raw.length === 1 && /[a-z]/i.test(raw) && name.includes(raw)
    if (syllable && !(isLetter && inWord)) initials += syllable[0]
    inWord = isLetter
    whole += syllable
  }
  return { pinyin: whole, initials }
}

/** Every character and every pair of neighbours, once each: what a search for any part of a name looks up. */
export function partsOf(name: string): string[] {
  const signs = [...name]
  return [...new Set([...signs, ...signs.slice(1).map((sign, i) => signs[i]! + sign)])]
}

/** What a search for `text` must find among the parts: its pairs, or its only character. */
export function partsToFind(text: string): string[] {
  const signs = [...text]
  return signs.length === 1 ? signs : [...new Set(signs.slice(1).map((sign, i) => signs[i]! + sign))]
}
