import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { secrets } from '#platform/config/secrets.ts'
import { headBytes, keyNumberOf, keyOfFile, newFileKey, SealBroken, type FileKey } from './frames.ts'

/** Keeps personal numbers: finds them by a keyed hash, opens them only on purpose. */
export type Box = {
  /** HMAC-SHA256 of a value under the deployment's key; `purpose` keeps an id number and a phone of the same digits apart. 32 bytes. */
  hash(purpose: Purpose, value: string): Buffer
  /** AES-256-GCM: key number (1 byte) · nonce (12) · tag (16) · text. The purpose is bound to it. */
  seal(purpose: Purpose, value: string): Buffer
  /** The text again. Throws where it was sealed under another key or purpose, or was changed. */
  open(purpose: Purpose, sealed: Uint8Array): string
  /** The number of the key that seals. */
  readonly newest: number
  /** A key to seal a new file under (`frames.ts`). */
  newFile(): FileKey
  /** The key of a sealed file, which opens that file and no other. @throws SealBroken */
  fileKey(path: string): FileKey
}
export type Purpose = 'idNumber' | 'phone' | 'request' | 'factor' | 'link'

/** The number of the key that a value is sealed under: its first byte. */
export const keyNumberOfValue = (sealed: Uint8Array): number => sealed[0]!

/** Nonces are drawn by the thousand: asking the system for twelve bytes at a time costs more than the sealing. */
const nonces = Buffer.alloc(12 * 1024)
let nonceAt = nonces.length
function nextNonce(): Buffer {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces)
    nonceAt = 0
  }
  return Buffer.from(nonces.subarray(nonceAt, (nonceAt += 12)))
}

/** A box over 32-byte keys: those that seal by number, the newest last, and the one that finds. */
export function boxOf(keys: { ciphers: readonly { number: number; key: Buffer }[]; hash: Buffer }): Box {
  const byNumber = new Map(keys.ciphers.map(({ number, key }) => [number, key]))
  const { number: newest, key: sealing } = keys.ciphers.at(-1)!
  const newestByte = Buffer.of(newest)
  return {
    newest,
    hash: (purpose, value) => createHmac('sha256', keys.hash).update(`${purpose}\n${value}`).digest(),
    seal(purpose, value) {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(purpose))
      const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
      return Buffer.concat([newestByte, nonce, cipher.getAuthTag(), text])
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed)
      const key = byNumber.get(keyNumberOfValue(bytes))
      if (!key) throw new Error(`sealed under an unknown key: ${bytes[0]}`)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13)).setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(13, 29))
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8')
    },
    newFile: () => newFileKey(sealing, 'file', newest),
    fileKey(path) {
      const head = headOf(path)
      const number = keyNumberOf(head)
      if (number === null) throw new SealBroken('content')
      const key = byNumber.get(number)
      if (!key) throw new SealBroken('key')
      return keyOfFile(key, 'file', head)
    },
  }
}

/** The first bytes of a file, in which a sealed one names its key. */
export function headOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(headBytes)
    return head.subarray(0, readSync(file, head, 0, headBytes, 0))
  } finally {
    closeSync(file)
  }
}

const boxes = new Map<string, Box>()
/** The box of a deployment: its keys stand in the data folder's `secrets.json`, never in the database. */
export function boxIn(dataFolder: string): Box {
  let box = boxes.get(dataFolder)
  if (!box) {
    const kept = secrets(dataFolder)
    box = boxOf({ ciphers: kept.cipherKeys.map(({ number, key }) => ({ number, key: Buffer.from(key, 'base64') })), hash: Buffer.from(kept.idNumberHashKey, 'base64') })
    boxes.set(dataFolder, box)
  }
  return box
}

/** Forgets what was read of a deployment's keys: whoever changed them calls it. */
export const forgetBox = (dataFolder: string): void => void boxes.delete(dataFolder)
