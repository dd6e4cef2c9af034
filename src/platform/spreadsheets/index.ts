export { readSheets } from './reader.ts'
export { letGo, Talk, type TalkOptions } from './talk.ts'
export * from './types.ts'
export { type CellExtra, type CopiedSheet, type WriteCell, type WriteColumn, sheetsWorkbook, workbookStream, writeWorkbook } from './writer.ts'
