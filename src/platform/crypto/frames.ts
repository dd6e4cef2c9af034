import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/*
 * A file sealed in frames, so that it can be written and read as a stream at a memory that does not grow with it.
 *
 *   head   magic (8 bytes) · number of the key (1) · salt (16) · check (16)
 *   frame  length, the highest bit set on the last one (4, big endian) · tag (16) · AES-256-GCM of up to 1 MiB
 *
 * Each file has a key of its own, made from the deployment's key and the salt (HKDF-SHA256, RFC 5869), so that the frame's number can
 * be its nonce (NIST SP 800-38D, 8.2.1). Number and "last" are bound to each frame: one that is changed, left out, moved or put in, and
 * an end that is cut off or added to, do not open.
 */

const magic = Buffer.from('QSEAL\x01\r\n', 'latin1')
export const headBytes = magic.length + 1 + 16 + 16
const frameHeadBytes = 20
/** The most that one frame holds. */
export const frameBytes = 1024 * 1024
const lastBit = 0x80000000

/** What a file is sealed for: bound to its key, so that one kind never opens as another. */
export type FilePurpose = 'backup' | 'file'

/** A sealed file that does not open: the key is another one (or the head is damaged), or what stands in it was changed or cut off. */
export class SealBroken extends Error {
  readonly why: 'key' | 'content'
  constructor(why: 'key' | 'content') {
    super(why === 'key' ? 'sealed under another key' : 'a sealed file was changed or cut off')
    this.why = why
  }
}

/** The key of one file: made from the deployment's, good for this file alone. */
export type FileKey = { readonly key: Buffer; readonly head: Buffer }

function fileKey(key: Buffer, purpose: FilePurpose, number: number, salt: Buffer): FileKey {
  const made = Buffer.from(hkdfSync('sha256', key, salt, `qiaoshou ${purpose} ${number}`, 48))
  return { key: made.subarray(0, 32), head: Buffer.concat([magic, Buffer.of(number), salt, made.subarray(32)]) }
}

/** A key for a new file. In: the 32-byte key and its number (0 to 255), under which it will be asked for. */
export const newFileKey = (key: Buffer, purpose: FilePurpose, number: number): FileKey => fileKey(key, purpose, number, randomBytes(16))

/** The number of the key that a file was sealed under; null where these are no sealed file's first bytes. */
export function keyNumberOf(head: Uint8Array): number | null {
  return head.length >= headBytes && magic.equals(head.subarray(0, magic.length)) ? head[magic.length]! : null
}

/** The key of an existing file, from its first `headBytes` bytes. @throws SealBroken `content` where that is no sealed file, `key` where the key is not its own */
export function keyOfFile(key: Buffer, purpose: FilePurpose, head: Uint8Array): FileKey {
  const number = keyNumberOf(head)
  if (number === null) throw new SealBroken('content')
  const found = fileKey(key, purpose, number, Buffer.from(head.subarray(magic.length + 1, magic.length + 17)))
  if (!timingSafeEqual(found.head, head.subarray(0, headBytes))) throw new SealBroken('key')
  return found
}

const nonceOf = (frame: number) => {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(frame), 4)
  return nonce
}
const boundTo = (frame: number, last: boolean) => Buffer.concat([nonceOf(frame), Buffer.of(last ? 1 : 0)])

/** Seals one file frame by frame. The head goes before the first frame; exactly one frame is the last. */
export class Sealer {
  readonly #key: FileKey
  #frame = 0
  constructor(key: FileKey) {
    this.#key = key
  }
  /** The next frame, with the head before it where it is the first. In: at most 1 MiB. */
  frame(bytes: Uint8Array, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key.key, nonceOf(this.#frame)).setAAD(boundTo(this.#frame, last))
    const sealed = cipher.update(bytes)
    cipher.final()
    const length = Buffer.alloc(4)
    length.writeUInt32BE((last ? lastBit : 0) + sealed.length)
    const parts = [length, cipher.getAuthTag(), sealed]
    this.#frame += 1
    return Buffer.concat(this.#frame === 1 ? [this.#key.head, ...parts] : parts)
  }
}

/** Seals a stream. For `pipeline(source, seal(key), file)`. */
export function seal(key: FileKey) {
  return async function* (source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
    const sealer = new Sealer(key)
    let waiting: Uint8Array[] = []
    let size = 0
    for await (const piece of source) {
      // One held back, so that the last frame is known as such.
      for (let from = 0; from < piece.length; ) {
        if (size === frameBytes) {
          yield sealer.frame(Buffer.concat(waiting), false)
          waiting = []
          size = 0
        }
        const part = piece.subarray(from, from + frameBytes - size)
        waiting.push(part)
        size += part.length
        from += part.length
      }
    }
    yield sealer.frame(Buffer.concat(waiting), true)
  }
}

/** Opens the frames of one file that follow its head. */
class Opener {
  readonly #key: FileKey
  #frame = 0
  ended = false
  constructor(key: FileKey) {
    this.#key = key
  }
  /** How long the frame behind this head is. @throws SealBroken where no frame of ours can be */
  lengthOf(head: Uint8Array): number {
    const length = (head[0]! & 0x7f) * 0x1000000 + ((head[1]! << 16) | (head[2]! << 8) | head[3]!)
    if (this.ended || length > frameBytes) throw new SealBroken('content')
    return length
  }
  open(head: Uint8Array, sealed: Uint8Array): Buffer {
    const last = (head[0]! & 0x80) !== 0
    const decipher = createDecipheriv('aes-256-gcm', this.#key.key, nonceOf(this.#frame)).setAAD(boundTo(this.#frame, last)).setAuthTag(head.subarray(4, frameHeadBytes))
    const open = decipher.update(sealed)
    try {
      decipher.final()
    } catch {
      throw new SealBroken('content')
    }
    this.#frame += 1
    this.ended = last
    return open
  }
}

/** Opens a stream of a sealed file whose key is known. @throws SealBroken as soon as a frame does not open, or the end is not the end */
export function open(key: FileKey) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
    const opener = new Opener(key)
    let rest: Buffer = Buffer.alloc(0)
    let wanted = headBytes + frameHeadBytes
    let begun = false
    let pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of source) {
      pieces.push(piece)
      size += piece.length
      if (size < wanted) continue
      rest = Buffer.concat(pieces)
      if (!begun) {
        begun = true
        rest = rest.subarray(headBytes)
      }
      for (wanted = frameHeadBytes; rest.length >= wanted; wanted = frameHeadBytes) {
        wanted += opener.lengthOf(rest)
        if (rest.length < wanted) break
        yield opener.open(rest.subarray(0, frameHeadBytes), rest.subarray(frameHeadBytes, wanted))
        rest = rest.subarray(wanted)
      }
      pieces = [rest]
      size = rest.length
    }
    if (!opener.ended || size > 0) throw new SealBroken('content')
  }
}

/** The same for a file that is in memory, from its head on. @throws SealBroken */
export function openWhole(key: Uint8Array, sealed: Uint8Array): Buffer {
  const opener = new Opener({ key: Buffer.from(key), head: Buffer.alloc(0) })
  const open: Buffer[] = []
  let at = headBytes
  while (at < sealed.length) {
    if (sealed.length < at + frameHeadBytes) throw new SealBroken('content')
    const head = sealed.subarray(at, at + frameHeadBytes)
    const end = at + frameHeadBytes + opener.lengthOf(head)
    if (sealed.length < end) throw new SealBroken('content')
    open.push(opener.open(head, sealed.subarray(at + frameHeadBytes, end)))
    at = end
  }
  if (!opener.ended) throw new SealBroken('content')
  return Buffer.concat(open)
}
