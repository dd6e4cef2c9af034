/** Languages in which a screen or a sentence can be asked for. Traditional Chinese is derived from the simplified texts. */
export const languages = ['zh-Hans', 'zh-Hant', 'vi', 'en'] as const
export type Language = (typeof languages)[number]

/** Languages whose texts are written by hand: one `messages/<language>.json` each. */
export const writtenLanguages = ['zh-Hans', 'vi', 'en'] as const
export type WrittenLanguage = (typeof writtenLanguages)[number]

/** What each language calls itself, for the language switch. */
export const languageNames: Readonly<Record<Language, string>> = { 'zh-Hans': '简体', 'zh-Hant': '繁體', vi: 'Tiếng Việt', en: 'English' }

/** The written language whose texts a language takes: its own, simplified Chinese for traditional. */
export const writtenOf = (language: Language): WrittenLanguage => (language === 'zh-Hant' ? 'zh-Hans' : language)

/** Whether a language is written in Latin letters: its seals and tallies are, and lists take a comma and a space. */
export const isLatin = (language: Language): boolean => language === 'vi' || language === 'en'

/** True for one of our languages. */
export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language)
}

/**
 * Picks a language from a browser's wishes.
 * In: an `Accept-Language` header (`zh-TW,zh;q=0.9`) or one tag, or nothing. Out: the best of ours, zh-Hans where none fits.
 */
export function negotiateLanguage(wishes: string | null | undefined): Language {
  const tags = (wishes ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean)
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { tag } of tags) {
    if (/^zh-(hant|tw|hk|mo)/.test(tag)) return 'zh-Hant'
    if (tag.startsWith('zh')) return 'zh-Hans'
    if (/^vi(-|$)/.test(tag)) return 'vi'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh-Hans'
}
