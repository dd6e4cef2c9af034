import { isLanguage } from './languages.ts'
import { groupedNumber } from './writing.ts'

/**
 * How keys are read, the same on the server and in the browser (i18next options): `register:card.title`, flat keys, `{{name}}`;
 * no HTML escaping, because React and the public pages escape.
 */
export const sentenceOptions = {
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: ':',
  defaultNS: 'web',
  initAsync: false,
  returnNull: false,
  interpolation: { escapeValue: false, alwaysFormat: true },
} as const

/** Numbers inside sentences are grouped as the language does (`1,115`, in Vietnamese `1.115`); `{{year, plain}}` is not. Money and dates come as text already written. */
export const numberFormatter = {
  type: 'formatter' as const,
  init(): void {},
  add(): void {},
  addCached(): void {},
  format(value: unknown, format?: string, language?: string): string {
    if (format === 'plain') return String(value)
    return typeof value === 'number' || typeof value === 'bigint' ? groupedNumber(value, undefined, isLanguage(language) ? language : undefined) : String(value ?? '')
  },
}
