import { inflateRawSync } from 'node:zlib'
import { refuse } from '#kernel/refusal.ts'
import { FileRefused, type ReadLimits } from './types.ts'

export type ZipEntry = { readonly name: string; readonly method: number; readonly packed: number; readonly size: number; readonly offset: number; readonly encrypted: boolean }

const broken = (why: string) => new FileRefused(refuse('file-broken', { why }))

/**
 * The directory at the end of a zip archive, read before anything is unpacked.
 * @throws FileRefused `file-broken` without a directory; `file-too-large` where the sizes it declares sum to more than the limit
 */
export function zipDirectory(bytes: Buffer, limits: Pick<ReadLimits, 'unpackedBytes'>): Map<string, ZipEntry> {
  const from = Math.max(0, bytes.length - 22 - 65_535)
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < from || end + 22 > bytes.length) throw broken('directory')
  const entries = new Map<string, ZipEntry>()
  const total = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  let sum = 0
  for (let i = 0; i < total; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw broken('directory')
    const nameLength = bytes.readUInt16LE(at + 28)
    const wide = wideSizes(bytes, at, nameLength)
    const entry: ZipEntry = {
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      // In the order in which the long form lists them: size, packed, offset.
      size: wide(at + 24),
      packed: wide(at + 20),
      offset: wide(at + 42),
    }
    sum += entry.size
    if (sum > limits.unpackedBytes) throw new FileRefused(refuse('file-too-large', { what: 'unpacked', limit: Math.floor(limits.unpackedBytes / 1048576) }))
    if (entry.encrypted) throw new FileRefused(refuse('file-encrypted'))
    entries.set(entry.name.replace(/^\//, ''), entry)
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

/** Some programs write sizes in the long form of ZIP64 even for small files: the field then says all ones, the extra field the size. */
function wideSizes(bytes: Buffer, at: number, nameLength: number): (field: number) => number {
  let extra = at + 46 + nameLength
  const end = Math.min(bytes.length, extra + bytes.readUInt16LE(at + 30))
  while (extra + 4 <= end && bytes.readUInt16LE(extra) !== 1) extra += 4 + bytes.readUInt16LE(extra + 2)
  extra += 4
  return (field) => {
    const short = bytes.readUInt32LE(field)
    if (short !== 0xffffffff || extra + 8 > end) return short
    extra += 8
    return Number(bytes.readBigUInt64LE(extra - 8))
  }
}

/** The packed bytes of one entry. */
export function packedBytes(bytes: Buffer, entry: ZipEntry): Buffer {
  if (entry.offset + 30 > bytes.length || bytes.readUInt32LE(entry.offset) !== 0x04034b50) throw broken('entry')
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
  if (start + entry.packed > bytes.length) throw broken('truncated')
  return bytes.subarray(start, start + entry.packed)
}

/** One small entry unpacked whole, never more than its directory declares. */
export function unpack(bytes: Buffer, entry: ZipEntry): Buffer {
  const packed = packedBytes(bytes, entry)
  if (entry.method === 0) return packed
  if (entry.method !== 8) throw broken('method')
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) })
  } catch {
    throw broken('unpacking')
  }
}
