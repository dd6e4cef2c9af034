import { randomBytes, randomUUID } from 'node:crypto'

/** A UUID as 36 lower-case characters. */
export type Uuid = string

/** A UUIDv7 (RFC 9562, 5.7): ordered by the millisecond it was made in. For everything that may show its age. */
export function uuidv7(nowMilliseconds: number = Date.now()): Uuid {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(nowMilliseconds, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return dashed(bytes)
}

function dashed(bytes: Buffer): Uuid {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A random UUIDv4, which says nothing of when it was made: for ledger subjects, so that nothing can be told from the number. */
export function randomId(): Uuid {
  return randomUUID()
}

/** A UUIDv8 (RFC 9562, 5.8) of the first 16 bytes of a digest. */
export function uuidOfDigest(digest: Uint8Array): Uuid {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return dashed(bytes)
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export function isUuid(text: string): boolean {
  return uuidPattern.test(text)
}
