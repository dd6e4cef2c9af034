import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { isLanguage, negotiateLanguage, type Language } from '#kernel/languages.ts'
import type { Refusal } from '#kernel/refusal.ts'
import { numberFormatter, sentenceOptions } from '#kernel/sentences.ts'

type Texts = Record<string, Record<string, string>>
const load: Record<Language, () => Promise<{ default: Texts }>> = {
  'zh-Hans': () => import('virtual:messages/zh-Hans'),
  'zh-Hant': () => import('virtual:messages/zh-Hant'),
  vi: () => import('virtual:messages/vi'),
  en: () => import('virtual:messages/en'),
}
const storageName = 'qiaoshou-language'
const namespaces = new Set<string>()

/** Loads the texts of the reader's language and starts i18next. Before the first drawing. */
export async function startLanguage(): Promise<void> {
  const remembered = localStorage.getItem(storageName)
  const language = isLanguage(remembered) ? remembered : negotiateLanguage(navigator.languages.join(','))
  await i18next.use(numberFormatter).use(initReactI18next).init({ ...sentenceOptions, lng: language, resources: {}, react: { useSuspense: false } })
  await switchLanguage(language)
}

/** Changes the language of the whole application and remembers it in this browser. */
export async function switchLanguage(language: Language): Promise<void> {
  for (const [namespace, texts] of Object.entries((await load[language]()).default)) {
    namespaces.add(namespace)
    i18next.addResourceBundle(language, namespace, texts)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(storageName, language)
}

/** `t('card.title', { name })` of a module's texts, `t('web:close')` of another's. Redraws when the language changes. */
export type Translate = (key: string, facts?: Record<string, unknown>) => string

/** The texts of one namespace (the module's name): `const t = useT('register')`. */
export function useT(namespace = 'web'): Translate {
  const { t } = useTranslation(namespace)
  return t as unknown as Translate
}

/** The language being shown. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return isLanguage(i18n.language) ? i18n.language : 'zh-Hans'
}

/** The sentence of a refusal, wherever its module keeps it; `part` asks for `refusal.<code>.<part>` (title, rule). Null where there is none. */
export function refusalSentence(refusal: Refusal, part?: 'title' | 'rule'): string | null {
  const key = `refusal.${refusal.refused}${part ? `.${part}` : ''}`
  for (const namespace of namespaces) {
    if (i18next.exists(`${namespace}:${key}`)) return i18next.t(`${namespace}:${key}`, { ...refusal.facts })
  }
  return null
}
