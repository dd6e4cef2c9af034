import { createInstance, type i18n } from 'i18next'
import type { Language } from '#kernel/languages.ts'
import type { Refusal } from '#kernel/refusal.ts'
import { loadMessages } from './catalogue.ts'
import { numberFormatter, sentenceOptions } from '#kernel/sentences.ts'

export { toTraditional } from './traditional.ts'

export type Facts = Readonly<Record<string, string | number | bigint>>

const loaded = new Map<Language, { i18n: i18n; namespaces: string[] }>()

function instance(language: Language) {
  const known = loaded.get(language)
  if (known) return known
  const messages = loadMessages(language)
  const namespaces = Object.keys(messages)
  const i18n = createInstance()
  i18n.use(numberFormatter)
  void i18n.init({ ...sentenceOptions, lng: language, ns: namespaces, resources: { [language]: messages } })
  const made = { i18n, namespaces }
  loaded.set(language, made)
  return made
}

/** A key without a namespace is looked for in all: codes of refusals and the like are unique over all modules. */
function found(language: Language, key: string): { i18n: i18n; key: string } | null {
  const { i18n, namespaces } = instance(language)
  const candidates = key.includes(':') ? [key] : namespaces.map((namespace) => `${namespace}:${key}`)
  const existing = candidates.find((candidate) => i18n.exists(candidate))
  return existing ? { i18n, key: existing } : null
}

/**
 * The text of a key, for everything the server says to people: the command line, public pages, titles of refusals.
 * In: language; key with its namespace (`register:refusal.name-missing`), or without one where the key is unique; facts for `{{…}}`.
 * A missing key comes back as the key.
 */
export function translate(language: Language, key: string, facts: Facts = {}): string {
  const text = found(language, key)
  return text ? text.i18n.t(text.key, { ...facts }) : key
}

/** True where the key has a text. */
export function hasText(language: Language, key: string): boolean {
  return found(language, key) !== null
}

/** The sentence of a refusal. A code without a text comes back as the code itself. */
export function refusalText(language: Language, refusal: Refusal): string {
  const key = `refusal.${refusal.refused}`
  const text = translate(language, key, refusal.facts)
  return text === key ? refusal.refused : text
}
