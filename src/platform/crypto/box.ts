import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from 'node:crypto'
import { secrets } from '#platform/config/secrets.ts'

/** Keeps personal numbers: finds them by a keyed hash, opens them only on purpose. */
export type Box = {
  /** HMAC-SHA256 of a value under the deployment's key; `purpose` keeps an id number and a phone of the same digits apart. 32 bytes. */
  hash(purpose: Purpose, value: string): Buffer
  /** AES-256-GCM: key id (1 byte) · nonce (12) · tag (16) · text. The purpose is bound to it. */
  seal(purpose: Purpose, value: string): Buffer
  /** The text again. Throws where it was sealed under another key or purpose, or was changed. */
  open(purpose: Purpose, sealed: Uint8Array): string
}
export type Purpose = 'idNumber' | 'phone' | 'request'

/** Number of the only key so far; a second key gets the next number, and old values stay readable. */
const keyId = 1

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

/** A box over two 32-byte keys. */
export function boxOf(keys: { cipher: Buffer; hash: Buffer }): Box {
  return {
    hash: (purpose, value) => createHmac('sha256', keys.hash).update(`${purpose}\n${value}`).digest(),
    seal(purpose, value) {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', keys.cipher, nonce).setAAD(Buffer.from(purpose))
      const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(keyId), nonce, cipher.getAuthTag(), text])
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed)
      if (bytes[0] !== keyId) throw new Error(`sealed under an unknown key: ${bytes[0]}`)
      const decipher = createDecipheriv('aes-256-gcm', keys.cipher, bytes.subarray(1, 13)).setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(13, 29))
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8')
    },
  }
}

const boxes = new Map<string, Box>()
/** The box of a deployment: its keys stand in the data folder's `secrets.json`, never in the database. */
export function boxIn(dataFolder: string): Box {
  let box = boxes.get(dataFolder)
  if (!box) {
    const kept = secrets(dataFolder)
    box = boxOf({ cipher: Buffer.from(kept.idNumberKey, 'base64'), hash: Buffer.from(kept.idNumberHashKey, 'base64') })
    boxes.set(dataFolder, box)
  }
  return box
}
