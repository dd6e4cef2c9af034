import { createRequire } from 'node:module'

type Convert = (text: string) => string
let convert: Convert | undefined

/**
 * Simplified interface text as traditional, with Taiwan's words (cn → twp). Never for names of people or places.
 * The dictionaries take 90 MB and are loaded when the first reader of traditional Chinese comes.
 */
export function toTraditional(text: string): string {
  if (convert === undefined) {
    const opencc = createRequire(import.meta.url)('opencc-js/cn2t') as { Converter(options: { from: 'cn'; to: 'twp' }): Convert }
    convert = opencc.Converter({ from: 'cn', to: 'twp' })
  }
  return convert(text)
}
