import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { refuse, type Refusal } from '#kernel/refusal.ts'

/** The key in a key file: 32 bytes in base64, one line. Refuses `key-file-missing`, `key-file-unreadable`. */
export function readKeyFile(path: string): Buffer | Refusal {
  if (!existsSync(path)) return refuse('key-file-missing', { file: path })
  const text = readFileSync(path, 'utf8').trim()
  const key = Buffer.from(text, 'base64')
  return key.length === 32 && key.toString('base64') === text ? key : refuse('key-file-unreadable', { file: path })
}

/** The same, made where there is none, for its owner only. */
export function keyFileOrNew(path: string): { key: Buffer; made: boolean } | Refusal {
  const made = !existsSync(path)
  if (made && !existsSync(dirname(path))) return refuse('folder-missing', { folder: dirname(path) })
  if (made) writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  const key = readKeyFile(path)
  return Buffer.isBuffer(key) ? { key, made } : key
}
