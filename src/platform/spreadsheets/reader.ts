import { fileURLToPath } from 'node:url'
import { Talk, type TalkOptions } from './talk.ts'
import type { SheetPart } from './types.ts'

const childFile = fileURLToPath(new URL('./reader.child.ts', import.meta.url))

/**
 * Reads every visible sheet of an xlsx, old xls or CSV file in a process of its own, in runs of up to 500 rows, held to limits (`Talk`).
 * @throws FileRefused with one of `fileRefusalCodes`; whatever came before it must be dropped
 */
export async function* readSheets(path: string, options: TalkOptions = {}): AsyncIterable<SheetPart> {
  const talk = new Talk<{ part: SheetPart }>(childFile, path, options)
  try {
    void talk.say({ request: { path, limits: talk.limits } })
    for (let message = await talk.hear(); message !== null; message = await talk.hear()) yield message.part
  } finally {
    talk.close()
  }
}
