export { readSheets } from './reader.ts'
export * from './types.ts'
export { writeWorkbook, type WriteCell, type WriteColumn } from './writer.ts'
