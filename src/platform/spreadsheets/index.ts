import type { ReadLimits, SheetPart } from './types.ts'

export * from './types.ts'

/** Reads every visible sheet of a spreadsheet file in a child process. */
export async function* readSheets(_path: string, _options: { limits?: Partial<ReadLimits> | undefined; signal?: AbortSignal } = {}): AsyncIterable<SheetPart> {
  throw new Error('not yet')
}
