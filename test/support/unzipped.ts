import { inflateRawSync } from 'node:zlib'
import { readLimits } from '../../src/platform/spreadsheets/types.ts'
import { packedBytes, zipDirectory } from '../../src/platform/spreadsheets/zip.ts'

/** All that a workbook holds, as one text. */
export function unzipped(bytes: Buffer): string {
  return [...zipDirectory(bytes, readLimits).values()].map((entry) => { const packed = packedBytes(bytes, entry); return (entry.method === 0 ? packed : inflateRawSync(packed)).toString('utf8') }).join('\n')
}
