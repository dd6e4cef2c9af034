import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { packedBytes, zipDirectory } from '#platform/spreadsheets/zip.ts'
import { readLimits } from '#platform/spreadsheets/types.ts'

/** One part of an archive. What is given beside name and data stands in the directory whether it is true or not. */
export type Part = { name: string; data: Buffer; packed?: Buffer; method?: number; size?: number; crc?: number; flags?: number; extra?: Buffer }

/** The parts of an xlsx, unpacked. */
export function partsOf(bytes: Buffer): Part[] {
  return [...zipDirectory(bytes, readLimits).values()].map((entry) => ({ name: entry.name, data: entry.method === 0 ? Buffer.from(packedBytes(bytes, entry)) : inflateRawSync(packedBytes(bytes, entry)) }))
}

/** An archive of these parts, with whatever lies they tell. */
export function zipOf(parts: readonly Part[], more: { comment?: Buffer; count?: number; directoryAt?: number } = {}): Buffer {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const part of parts) {
    const [name, method, extra] = [Buffer.from(part.name), part.method ?? 8, part.extra ?? Buffer.alloc(0)]
    const packed = part.packed ?? (method === 8 ? deflateRawSync(part.data, { level: 1 }) : part.data)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(part.flags ?? 0, 2)
    fields.writeUInt16LE(method, 4)
    fields.writeUInt32LE((part.crc ?? crc32(part.data)) >>> 0, 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE((part.size ?? part.data.length) >>> 0, 18)
    fields.writeUInt16LE(name.length, 22)
    fields.writeUInt16LE(extra.length, 24)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, name, extra, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, rest, name, extra]))
    files.push(local)
    offset += local.length
  }
  const [listed, comment, end] = [Buffer.concat(directory), more.comment ?? Buffer.alloc(0), Buffer.alloc(18)]
  end.writeUInt16LE((more.count ?? parts.length) & 0xffff, 4)
  end.writeUInt16LE((more.count ?? parts.length) & 0xffff, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE((more.directoryAt ?? offset) >>> 0, 12)
  end.writeUInt16LE(comment.length, 16)
  return Buffer.concat([...files, listed, Buffer.from('504b0506', 'hex'), end, comment])
}
