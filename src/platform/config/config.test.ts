import { mkdtempSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, projectRoot, readConfig, secrets } from './index.ts'
import { changeCipherKeys, newCipherKey } from './secrets.ts'

let folder: string
beforeEach(() => {
  mkdirSync(join(projectRoot, 'test/.tmp'), { recursive: true })
  folder = mkdtempSync(join(projectRoot, 'test/.tmp/config-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('settings', () => {
  test('with none given, the project runs by itself', () => {
    expect(readConfig({})).toEqual({ port: 3000, host: '127.0.0.1', dataFolder: join(projectRoot, 'data'), databaseUrl: null, projectRoot, factorAbovePersons: 10_000, limits: 'usual' })
  })
  test.each([
    [{ PORT: '8080' }, { port: 8080 }],
    [{ PORT: '' }, { port: 3000 }],
    [{ QIAOSHOU_LIMITS: 'off' }, { limits: 'off' }],
    [{ QIAOSHOU_DATA: '/srv/q/' }, { dataFolder: '/srv/q' }],
    [{ QIAOSHOU_DATA: 'elsewhere' }, { dataFolder: join(process.cwd(), 'elsewhere') }],
    [{ DATABASE_URL: 'postgresql://u:p@db/q' }, { databaseUrl: 'postgresql://u:p@db/q' }],
  ])('%o', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected)
  })
  test.each([
    [{ PORT: 'abc' }, 'PORT is "abc"'],
    [{ PORT: '70000' }, 'from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT'],
    [{ QIAOSHOU_LIMITS: 'none' }, 'usual or off'],
    [{ DATABASE_URL: 'db.example' }, 'DATABASE_URL must look like'],
    [{ DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL must look like'],
    [{ DATABASE_URL: 'postgres://db' }, 'names no database'],
  ])('%o is refused with a sentence', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(sentence)
  })
})

describe('secrets', () => {
  test('are made once, for their owner only', () => {
    const made = secrets(folder)
    expect(secrets(folder)).toEqual(made)
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(made.cipherKeys.map(({ number, key }) => [number, Buffer.from(key, 'base64').length])).toEqual([[1, 32]])
    expect(new Set(Object.values(made)).size).toBe(5)
  })
  test('a file of before keys had numbers holds key 1', () => {
    const { cipherKeys: _, ...rest } = secrets(folder)
    writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ ...rest, idNumberKey: 'AAAA' }))
    expect(secrets(folder)).toEqual({ ...rest, cipherKeys: [{ number: 1, key: 'AAAA' }] })
  })
  test('keys are added and taken away, all else stays', () => {
    const made = secrets(folder)
    const both = [...made.cipherKeys, newCipherKey(made.cipherKeys)]
    changeCipherKeys(folder, both)
    expect(secrets(folder)).toEqual({ ...made, cipherKeys: both })
    expect(both.map(({ number }) => number)).toEqual([1, 2])
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(newCipherKey([{ number: 255, key: '' }]).number).toBe(1)
  })
  test('a file that lacks one is refused, never completed with a new one', () => {
    writeFileSync(join(folder, 'secrets.json'), '{"sessionKey":"x"}')
    expect(() => secrets(folder)).toThrow('lacks databaseOwnerPassword')
  })
})
