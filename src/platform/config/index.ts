import { isAbsolute, resolve } from 'node:path'

export { secrets, hasSecrets, type Secrets } from './secrets.ts'

/** The folder that holds package.json: three above this file. */
export const projectRoot = resolve(import.meta.dirname, '../../..')

export type Config = {
  /** TCP port of the web server; 0 lets the system choose. */
  readonly port: number
  /** The address it listens on. Never all interfaces: a reverse proxy stands before it. */
  readonly host: '127.0.0.1'
  /** Absolute. Holds the embedded cluster, the secrets, uploaded files. */
  readonly dataFolder: string
  /** A PostgreSQL of the operator's, or null for the embedded one. */
  readonly databaseUrl: string | null
  /** Whoever reaches more persons than this must have a second factor; 10,000 where nothing is said. */
  readonly factorAbovePersons?: number
  /** `off` lets one caller ask as much as he likes: for measurements. */
  readonly limits?: 'usual' | 'off'
  readonly projectRoot: string
}

/** A setting that cannot be used. The message is a whole sentence for the operator; the program prints it and exits 1. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads PORT, QIAOSHOU_DATA, DATABASE_URL, QIAOSHOU_FACTOR_ABOVE_PERSONS and QIAOSHOU_LIMITS; an empty one counts as not set. A relative QIAOSHOU_DATA is taken from the
 * folder the command was typed in. Throws `ConfigError` with a sentence for the operator.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: portOf(env['PORT'] || '3000'),
    host: '127.0.0.1',
    dataFolder: dataFolderOf(env['QIAOSHOU_DATA'] || ''),
    databaseUrl: databaseUrlOf(env['DATABASE_URL'] || ''),
    factorAbovePersons: factorAboveOf(env['QIAOSHOU_FACTOR_ABOVE_PERSONS'] || '10000'),
    limits: limitsOf(env['QIAOSHOU_LIMITS'] || 'usual'),
    projectRoot,
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!(port >= 0 && port <= 65535)) throw new ConfigError(`PORT is "${text}", but it must be a whole number from 0 to 65535.`)
  return port
}

function limitsOf(text: string): 'usual' | 'off' {
  if (text !== 'usual' && text !== 'off') throw new ConfigError(`QIAOSHOU_LIMITS is "${text}", but it must be usual or off.`)
  return text
}

function factorAboveOf(text: string): number {
  if (!/^\d{1,9}$/.test(text.trim())) throw new ConfigError(`QIAOSHOU_FACTOR_ABOVE_PERSONS is "${text}", but it must be a whole number of persons.`)
  return Number(text)
}

function dataFolderOf(text: string): string {
  if (text === '') return resolve(projectRoot, 'data')
  if (text.includes('\0')) throw new ConfigError('QIAOSHOU_DATA is not the name of a folder.')
  return isAbsolute(text) ? resolve(text) : resolve(process.cwd(), text)
}

function databaseUrlOf(text: string): string | null {
  if (text === '') return null
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    throw new ConfigError('DATABASE_URL must look like postgres://user:password@host:5432/database.')
  }
  if (new URL(text).pathname.length < 2) throw new ConfigError('DATABASE_URL names no database: postgres://user:password@host:5432/database.')
  return text
}
