import type { Language } from '#kernel/languages.ts'
import { toTraditional } from '#platform/i18n/index.ts'
import type { Names } from './definition.contract.ts'
import type { Programme } from './programme.ts'

/** A name in a language: traditional Chinese is made from the simplified, a name that nobody has given in Vietnamese is said in English. */
export function said(names: Names, language: Language): string {
  if (language === 'zh-Hans') return names['zh-Hans']
  if (language === 'zh-Hant') return toTraditional(names['zh-Hans'])
  return language === 'vi' ? (names.vi ?? names.en) : names.en
}

/** Asked by what somebody typed: `constructor` is no facet. */
const at = <T,>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined => (record && Object.hasOwn(record, name) ? record[name] : undefined)

/** The word for a facet's value; a value without a word (there is none in a checked programme) is said by its own code. */
export function wordOf(programme: Programme, facet: string, value: string): Names {
  return at(at(programme.words, facet)?.values, value) ?? (value === 'unknown' ? { 'zh-Hans': '没有填', vi: 'Chưa ghi', en: 'Not stated' } : { 'zh-Hans': value, en: value })
}

/** What a facet is called. */
export function facetName(programme: Programme, facet: string): Names {
  return at(programme.words, facet)?.name ?? { 'zh-Hans': facet, en: facet }
}
