import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'
import { codeOfStep, stepOfInstant } from '#modules/accounts/totp.ts'

/** A phone with an authenticator on it: takes the secret as it is shown for typing, and gives each code once, as the server wants them. */
export function authenticator(secretText: string): { next(): Promise<string> } {
  const bits = [...secretText.replace(/[\s=]/g, '').toUpperCase()].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const secret = Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  let last = 0
  return {
    async next() {
      // the code after the present one is taken as well; a third within half a minute has to wait for its time
      while (last > stepOfInstant(Date.now())) await wait(1_000)
      last = Math.max(stepOfInstant(Date.now()), last + 1)
      return codeOfStep(secret, last)
    },
  }
}

const phoneFile = (name: string) => join(inject('journeys').dataFolder, `journeys-phone-${name}`)

/** Keeps an account's phone for the journeys that come after, on the same data. */
export function keepPhone(name: string, secretText: string): void {
  writeFileSync(phoneFile(name), secretText)
}

/** The phone that an earlier journey set up for an account, if any. */
export function keptPhone(name: string): ReturnType<typeof authenticator> | null {
  return existsSync(phoneFile(name)) ? authenticator(readFileSync(phoneFile(name), 'utf8')) : null
}
