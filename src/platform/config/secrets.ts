import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** One of the keys that values are sealed under: 32 bytes in base64. Its number, 1 to 255, stands in each value. */
export type CipherKey = { readonly number: number; readonly key: string }

/** What this deployment alone knows. Losing `cipherKeys` loses every id number. */
export type Secrets = {
  /** Password of the database role that owns and migrates the tables (64 hex digits: safe in an address). */
  readonly databaseOwnerPassword: string
  /** Password of the role the application runs as (64 hex digits). */
  readonly databaseAppPassword: string
  /** AES-256 keys of the stored id numbers, phones and files, oldest first: the last one seals, all of them open. */
  readonly cipherKeys: readonly CipherKey[]
  /**
   * 32 bytes in base64: HMAC key under which an id number is found again. It never changes: households are known by a hash of their
   * head's id number, which stands nowhere else, so that it could not be made anew.
   */
  readonly idNumberHashKey: string
  /** 32 bytes in base64: signs sessions. */
  readonly sessionKey: string
}

const makers: { readonly [name in keyof Secrets]: () => Secrets[name] } = {
  databaseOwnerPassword: () => randomBytes(32).toString('hex'),
  databaseAppPassword: () => randomBytes(32).toString('hex'),
  cipherKeys: () => [newCipherKey([])],
  idNumberHashKey: () => randomBytes(32).toString('base64'),
  sessionKey: () => randomBytes(32).toString('base64'),
}

const fileOf = (dataFolder: string) => join(dataFolder, 'secrets.json')

/** A key under a number that is not taken. */
export function newCipherKey(taken: readonly CipherKey[]): CipherKey {
  const number = (taken.at(-1)?.number ?? 0) % 255 + 1
  if (taken.some((one) => one.number === number)) throw new Error('secrets.json holds 255 keys; "keys rotate" must come to its end first.')
  return { number, key: randomBytes(32).toString('base64') }
}

/** True where the data folder has its secrets: an existing database must never be met with new ones. */
export function hasSecrets(dataFolder: string): boolean {
  return existsSync(fileOf(dataFolder))
}

/**
 * The secrets of a data folder, made when there are none. Two processes that make them at once both end with the same
 * ones: a finished file is put in place with link(2), which refuses where the name is taken.
 */
export function secrets(dataFolder: string): Secrets {
  const file = fileOf(dataFolder)
  if (!existsSync(file)) putSecrets(dataFolder, Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make()])) as Secrets)
  return secretsOf(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)
}

/** Secrets as they were written, checked: files of before keys had numbers hold one `idNumberKey`. Throws a sentence where one is missing. */
export function secretsOf({ idNumberKey, ...found }: Record<string, unknown>): Secrets {
  if (typeof idNumberKey === 'string' && found['cipherKeys'] === undefined) found['cipherKeys'] = [{ number: 1, key: idNumberKey }]
  const isThere = (value: unknown) => (Array.isArray(value) ? value.length > 0 && value.every((one: CipherKey) => Number.isInteger(one.number) && typeof one.key === 'string') : typeof value === 'string')
  const missing = Object.keys(makers).filter((name) => !isThere(found[name]))
  if (missing.length > 0) throw new Error(`secrets.json in the data folder lacks ${missing.join(', ')}; put the right file back.`)
  return found as unknown as Secrets
}

/** Puts a data folder's first secrets down. Where there are some already, those stay. */
export function putSecrets(dataFolder: string, made: Secrets): void {
  mkdirSync(dataFolder, { recursive: true })
  const draft = draftOf(dataFolder, made)
  try {
    linkSync(draft, fileOf(dataFolder))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Changes the keys that values are sealed under; whoever is cut off in the middle leaves the file as it was or as it shall be. */
export function changeCipherKeys(dataFolder: string, cipherKeys: readonly CipherKey[]): void {
  renameSync(draftOf(dataFolder, { ...secrets(dataFolder), cipherKeys }), fileOf(dataFolder))
  const folder = openSync(dataFolder, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function draftOf(dataFolder: string, made: Secrets): string {
  const draft = `${fileOf(dataFolder)}.${process.pid}-${randomBytes(4).toString('hex')}`
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    writeSync(descriptor, `${JSON.stringify(made, null, 2)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  return draft
}
