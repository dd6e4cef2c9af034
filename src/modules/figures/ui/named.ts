/** A text kept in several languages, in the reader's; traditional Chinese reads the simplified one. */
export function named(names: Readonly<Record<string, string>>, language: string): string {
  return names[language] ?? names[language.startsWith('zh') ? 'zh-Hans' : 'en'] ?? Object.values(names)[0] ?? ''
}
