import type { Pool } from 'pg'
import { instantText } from '#kernel/dates.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Box } from '#platform/crypto/box.ts'
import { inSnapshot, inTransaction, type WorkspaceDb } from '#platform/database/transaction.ts'
import { sharedDb } from '#modules/organisation/index.ts'
import { countGuess } from './guess.ts'
import { boxOfHouse, isToken, sha256, type From, type House } from './house.ts'
import { guessesAtOneFactor, recoveryCodeCount, type Account } from './model.ts'
import { base32, stepOfCode, uriOf } from './totp.ts'
import * as factors from './factor.store.ts'
import * as rows from './session.store.ts'
import * as store from './store.ts'

export type Enrolment = { uri: string; secret: string }
export type FactorRefusal = 'factor-wrong' | 'factor-wait'

/** Bytes that the same request of the same account gives again, and that nobody without the house's key can tell. */
const drawn = (box: Box, what: string, accountId: Uuid, requestId: Uuid): Buffer => box.hash('factor', `${what} ${accountId} ${requestId}`)
const groups = (text: string): string => text.match(/.{1,4}/g)!.join(' ')
const plainCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
const recoveryHash = (box: Box, accountId: Uuid, code: string): Buffer => box.hash('factor', `code ${accountId} ${code}`)

/** Ten codes of 50 bits, `ABCDE-FGHIJ`; the same request is answered the same ones. */
function recoveryCodesOf(box: Box, accountId: Uuid, requestId: Uuid): string[] {
  return Array.from({ length: recoveryCodeCount }, (_, i) => base32(drawn(box, `recovery ${i}`, accountId, requestId)).replace(/^(.{5})(.{5}).*/, '$1-$2'))
}

/**
 * Makes a secret that waits for its first code. The factor that stands stays until then. `atTheDoor`: by whoever has shown a password and no
 * more, which is enough for a first factor and never for another one: refuses `signed-out` where one stands.
 */
export async function pendingSecret(db: WorkspaceDb, account: Account, house: House, atTheDoor = false): Promise<Enrolment | Refusal<'signed-out'>> {
  const box = boxOfHouse(house)
  const secret = drawn(box, 'secret', account.id, db.who?.requestId ?? uuidv7()).subarray(0, 20)
  return inTransaction(db, async (tx) => {
    if (!(await factors.setPending(tx, account.id, box.seal('factor', secret.toString('base64')), atTheDoor))) return refuse('signed-out')
    tx.note({ subjects: [account.id] })
    return { uri: uriOf(account.name, secret), secret: groups(base32(secret)) }
  })
}

/** Counts a try at a code: five wrong ones in fifteen minutes, from a known device apart from all others. */
async function tries(pool: Pool, accountId: Uuid, from: From, now: Temporal.Instant) {
  const token = isToken(from.deviceToken) ? sha256(from.deviceToken) : null
  const device = token && (await inSnapshot(sharedDb(pool), (tx) => store.knowsDevice(tx, accountId, token))) ? token : null
  const guess = { key: `factor:${accountId}`, address: from.address, device, limit: guessesAtOneFactor }
  const waits = await countGuess(pool, guess, now)
  return { waits: waits ? refuse('factor-wait', waits.facts as { minutes: number }) : null, right: (tx: Parameters<typeof rows.deleteAttempts>[0]) => rows.deleteAttempts(tx, guess, instantText(now.subtract({ hours: 24 }))) }
}

/**
 * Tries a code of the authenticator, or a recovery code; either is used up by it. Out: null where it is right.
 * Refuses `factor-wrong`, `factor-wait` (facts: minutes) after five wrong ones.
 */
export async function checkCode(pool: Pool, accountId: Uuid, typed: string, from: From, now: Temporal.Instant, house: House): Promise<null | Refusal<FactorRefusal>> {
  const { waits, right } = await tries(pool, accountId, from, now)
  if (waits) return waits
  const box = boxOfHouse(house)
  const code = plainCode(typed)
  return inTransaction(sharedDb(pool), async (tx) => {
    const factor = await factors.factorOf(tx, accountId)
    if (!factor?.secret) return refuse('factor-wrong')
    const step = /^\d{6}$/.test(code) ? stepOfCode(Buffer.from(box.open('factor', factor.secret), 'base64'), code, now.epochMilliseconds, factor.lastStep) : null
    const taken = step !== null ? await factors.takeStep(tx, accountId, step) : code.length === 10 && (await factors.takeRecovery(tx, accountId, recoveryHash(box, accountId, code)))
    if (!taken) return refuse('factor-wrong')
    await right(tx)
    return null
  })
}

/** The codes once more, to the very same request: the line that is written holds it against the first, and another body or act under its id is refused. */
const shownAgain = (db: WorkspaceDb, accountId: Uuid, codes: string[]): Promise<string[]> =>
  inTransaction(db, async (tx) => {
    tx.note({ subjects: [accountId] })
    return codes
  })

/** The first code of a waiting secret makes it the factor; answers its recovery codes. `atTheDoor` as above. Refuses `factor-not-begun`, `factor-wrong`, `factor-wait`, `signed-out`. */
export async function confirmSecret(db: WorkspaceDb, accountId: Uuid, typed: string, from: From, now: Temporal.Instant, house: House, atTheDoor = false): Promise<string[] | Refusal<FactorRefusal | 'factor-not-begun' | 'signed-out'>> {
  const box = boxOfHouse(house)
  const requestId = db.who?.requestId ?? uuidv7()
  const codes = recoveryCodesOf(box, accountId, requestId)
  const factor = await inSnapshot(sharedDb(db.pool), (tx) => factors.factorOf(tx, accountId))
  // At the door it opens: there the code is asked for again too, for ids of requests stand in the audit log.
  const isSame = (secret: Buffer) => !atTheDoor || stepOfCode(Buffer.from(box.open('factor', secret), 'base64'), plainCode(typed), now.epochMilliseconds, 0) !== null
  if (factor?.secret && factor.requestId === requestId && isSame(factor.secret)) return shownAgain(db, accountId, codes)
  if (factor?.secret && atTheDoor) return refuse('signed-out')
  const pending = factor?.pending
  if (!pending) return refuse('factor-not-begun')
  const { waits, right } = await tries(db.pool, accountId, from, now)
  if (waits) return waits
  const step = stepOfCode(Buffer.from(box.open('factor', pending), 'base64'), plainCode(typed), now.epochMilliseconds, 0)
  if (step === null) return refuse('factor-wrong')
  return inTransaction(db, async (tx) => {
    if (!(await factors.confirmPending(tx, accountId, pending, step, requestId, instantText(now), atTheDoor))) return refuse('factor-wrong')
    await factors.setRecovery(tx, accountId, codes.map((code) => recoveryHash(box, accountId, plainCode(code))), requestId)
    await right(tx)
    tx.note({ subjects: [accountId] })
    return codes
  })
}

/** New recovery codes against a code of the factor; the same request is answered the same. Refuses `factor-off`, `factor-wrong`, `factor-wait`. */
export async function renewRecovery(db: WorkspaceDb, accountId: Uuid, typed: string, from: From, now: Temporal.Instant, house: House): Promise<string[] | Refusal<FactorRefusal | 'factor-off'>> {
  const box = boxOfHouse(house)
  const requestId = db.who?.requestId ?? uuidv7()
  const codes = recoveryCodesOf(box, accountId, requestId)
  const factor = await inSnapshot(sharedDb(db.pool), (tx) => factors.factorOf(tx, accountId))
  if (!factor?.secret) return refuse('factor-off')
  if (factor.requestId === requestId) return shownAgain(db, accountId, codes)
  const wrong = await checkCode(db.pool, accountId, typed, from, now, house)
  if (isRefusal(wrong)) return wrong
  await inTransaction(db, async (tx) => {
    await factors.setRecovery(tx, accountId, codes.map((code) => recoveryHash(box, accountId, plainCode(code))), requestId)
    tx.note({ subjects: [accountId] })
  })
  return codes
}
