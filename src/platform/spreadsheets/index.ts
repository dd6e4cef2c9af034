export { letGo, readSheets } from './reader.ts'
export * from './types.ts'
export { type CopiedSheet, type WriteCell, type WriteColumn, workbookStream, writeSheets, writeWorkbook } from './writer.ts'
