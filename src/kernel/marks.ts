/** Latin letters that carry marks, with Đ and đ, which are letters of their own and do not come apart. */
const marked = /[\u00c0-\u024f\u1e00-\u1eff]/g

/** Latin letters without their marks: `Thục Phán` → `Thuc Phan`, `Đề Thám` → `De Tham`. What is written in other letters stays as it is. */
export function withoutMarks(text: string): string {
  return text.normalize('NFC').replace(marked, (letter) => letter.replace('Đ', 'D').replace('đ', 'd').normalize('NFD').replace(/\p{Mark}/gu, ''))
}

/** How a text is looked for: in small letters, without marks, without blanks around it. */
export function sought(text: string): string {
  return withoutMarks(text.normalize('NFKC')).trim().toLowerCase()
}

/** Whether what is looked for by words is in one of these texts; no words look for everything, marks need not be typed. */
export function holdsWords(words: string, ...texts: readonly string[]): boolean {
  const wanted = sought(words)
  return wanted === '' || texts.some((text) => sought(text).includes(wanted))
}
