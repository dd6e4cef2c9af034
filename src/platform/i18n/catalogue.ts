import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { writtenLanguages, writtenOf, type Language, type WrittenLanguage } from '../../kernel/languages.ts'
import { toTraditional } from './traditional.ts'

/** Texts of one language: namespace (a module's name, or `web`) → flat key → text. */
export type Messages = Record<string, Record<string, string>>

/** One `messages/<language>.json` with the namespace that it fills. */
export type MessageFile = { readonly namespace: string; readonly language: WrittenLanguage; readonly file: string }

const sourceFolder = path.resolve(import.meta.dirname, '../..')

/**
 * Finds every file of texts under `src`: `modules/<m>/…/messages/<language>.json` fills namespace `<m>` (a module may keep
 * several, one beside each part), `web/messages/…` fills `web`, `platform/<p>/messages/…` fills `platform`, and so on.
 */
export function messageFiles(source: string = sourceFolder): MessageFile[] {
  return globSync(`**/messages/{${writtenLanguages.join(',')}}.json`, { cwd: source })
    .sort()
    .map((relative) => {
      const parts = relative.split(path.sep)
      const namespace = parts[0] === 'modules' ? parts[1]! : parts[0]!
      return { namespace, language: path.basename(relative, '.json') as WrittenLanguage, file: path.join(source, relative) }
    })
}

/**
 * Reads the texts of one language. Traditional Chinese is made from the simplified texts with Taiwan's words (cn → twp).
 * A broken file is an error that names it.
 */
export function loadMessages(language: Language, source: string = sourceFolder): Messages {
  const messages: Messages = {}
  const written = writtenOf(language)
  for (const { namespace, file } of messageFiles(source).filter((f) => f.language === written)) {
    Object.assign((messages[namespace] ??= {}), parseMessages(file))
  }
  return language === 'zh-Hant' ? traditional(messages) : messages
}

/** Parses one file and checks its shape: flat, text only. */
export function parseMessages(file: string): Record<string, string> {
  const name = path.relative(sourceFolder, file)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${name} is not JSON: ${(error as Error).message}`)
  }
  for (const [key, text] of Object.entries(value as object)) {
    if (typeof text !== 'string') throw new Error(`${name}: ${key} is not a text (keys are flat)`)
  }
  return value as Record<string, string>
}

function traditional(messages: Messages): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([namespace, texts]) => [
      namespace,
      // {{names}} inside texts are ASCII, which the converter leaves alone
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, toTraditional(text)])),
    ]),
  )
}
