import type { Plugin } from 'vite'
import { isLanguage } from '../../kernel/languages.ts'
import { loadMessages, messageFiles } from './catalogue.ts'

const prefix = 'virtual:messages/'

/** `import('virtual:messages/zh-Hant')` gives the browser all texts of one language, as its own chunk. */
export function messages(): Plugin {
  return {
    name: 'qiaoshou-messages',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const language = id.slice(prefix.length + 1)
      if (!isLanguage(language)) throw new Error(`no such language: ${language}`)
      for (const { file } of messageFiles()) this.addWatchFile(file)
      return `export default ${JSON.stringify(loadMessages(language))}`
    },
  }
}
