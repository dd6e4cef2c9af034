import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** What this deployment alone knows. Made once; losing `idNumberKey` loses every id number. */
export type Secrets = {
  /** Password of the database role that owns and migrates the tables (64 hex digits: safe in an address). */
  readonly databaseOwnerPassword: string
  /** Password of the role the application runs as (64 hex digits). */
  readonly databaseAppPassword: string
  /** 32 bytes in base64: AES-256 key of the stored id numbers. */
  readonly idNumberKey: string
  /** 32 bytes in base64: HMAC key under which an id number is found again. */
  readonly idNumberHashKey: string
  /** 32 bytes in base64: signs sessions. */
  readonly sessionKey: string
}

const makers: { readonly [name in keyof Secrets]: () => string } = {
  databaseOwnerPassword: () => randomBytes(32).toString('hex'),
  databaseAppPassword: () => randomBytes(32).toString('hex'),
  idNumberKey: () => randomBytes(32).toString('base64'),
  idNumberHashKey: () => randomBytes(32).toString('base64'),
  sessionKey: () => randomBytes(32).toString('base64'),
}

/** True where the data folder has its secrets: an existing database must never be met with new ones. */
export function hasSecrets(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'secrets.json'))
}

/**
 * The secrets of a data folder, made when there are none. Two processes that make them at once both end with the same
 * ones: a finished file is put in place with link(2), which refuses where the name is taken.
 */
export function secrets(dataFolder: string): Secrets {
  const file = join(dataFolder, 'secrets.json')
  if (!existsSync(file)) create(dataFolder, file)
  const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
  const missing = Object.keys(makers).filter((name) => typeof found[name as keyof Secrets] !== 'string')
  if (missing.length > 0) throw new Error(`secrets.json in the data folder lacks ${missing.join(', ')}; put the right file back.`)
  return found as Secrets
}

function create(dataFolder: string, file: string): void {
  mkdirSync(dataFolder, { recursive: true })
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  const made = Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make()]))
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    writeSync(descriptor, `${JSON.stringify(made, null, 2)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
