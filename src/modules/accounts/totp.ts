import { createHmac } from 'node:crypto'

/** Seconds that one code is good for, and how many digits it has: what every authenticator assumes. */
const stepSeconds = 30
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 (RFC 4648) without padding. */
export function base32(bytes: Uint8Array): string {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text
}

/** The step that an instant falls in (RFC 6238, 4.2). */
export const stepOfInstant = (milliseconds: number): number => Math.floor(milliseconds / 1000 / stepSeconds)

/** The code of a step: HOTP over HMAC-SHA-1 (RFC 4226, 5.3). */
export function codeOfStep(secret: Uint8Array, step: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.at(-1)! & 15
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0')
}

/**
 * Which step a typed code belongs to: that of the instant or one beside it, for clocks that differ (RFC 6238, 5.2).
 * Null where it is none of them, or not newer than the last step that was taken.
 */
export function stepOfCode(secret: Uint8Array, code: string, milliseconds: number, lastStep: number): number | null {
  const now = stepOfInstant(milliseconds)
  return [now, now - 1, now + 1].find((step) => step > lastStep && codeOfStep(secret, step) === code) ?? null
}

/** What an authenticator reads from a QR code (key URI format). */
export function uriOf(name: string, secret: Uint8Array): string {
  return `otpauth://totp/${encodeURIComponent(`Qiaoshou:${name}`)}?secret=${base32(secret)}&issuer=Qiaoshou&algorithm=SHA1&digits=6&period=${stepSeconds}`
}
