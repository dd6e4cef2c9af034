import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { createZstdCompress, createZstdDecompress, constants } from 'node:zlib'
import { pipeline } from 'node:stream/promises'
import type { Secrets } from '#platform/config/index.ts'
import { headOf } from '#platform/crypto/box.ts'
import { keyOfFile, newFileKey, open, seal, SealBroken } from '#platform/crypto/frames.ts'
import type { Applied } from '#platform/database/migrate.ts'
import type { Carried, CarriedSequence } from '#platform/database/whole.ts'

/*
 * A backup is one file, sealed in frames (platform/crypto/frames.ts) under the key of a key file, packed with zstd. Inside, blocks:
 *
 *   kind (1 byte: J a line of JSON, D rows) · length (4, big endian) · bytes
 *
 *   J {head}                     version, when, what the schemas were built by, secrets.json
 *   J {table} D… J {end}         for each table: its columns; its rows as COPY's text; how many, and their SHA-256
 *   J {sequences}                where they stand
 *   J {whole}                    how many tables and rows: the last block
 */

export const formatVersion = 1

/** Packed and unpacked in pieces so large that passing them on costs little. */
const chunkSize = 512 * 1024

export type BackupHead = {
  readonly format: number
  /** When the view of the database was taken. */
  readonly at: string
  /** The server's version. */
  readonly postgres: string
  readonly secrets: Secrets
  /** The shared schema first, then the workspaces'. */
  readonly schemas: readonly { readonly schema: string; readonly applied: readonly Applied[] }[]
}
export type TableEnd = { readonly rows: number; readonly bytes: number; readonly sha256: string }
export type Whole = { readonly tables: number; readonly rows: number }
type Line = { head: BackupHead } | { table: Carried } | { end: TableEnd } | { sequences: CarriedSequence[] } | { whole: Whole }

/** A backup that cannot be used, with the code of the refusal that says why. */
export class BackupRefused extends Error {
  readonly why: 'backup-key-wrong' | 'backup-damaged' | 'backup-newer'
  constructor(why: BackupRefused['why']) {
    super(why)
    this.why = why
  }
}

const block = (kind: 'J' | 'D', bytes: Uint8Array): Buffer => {
  const head = Buffer.alloc(5, kind)
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}
const line = (one: Line) => block('J', Buffer.from(JSON.stringify(one)))

/** What a backup is made of: rows come in pieces through `take`. */
export type BackupSource = {
  readonly head: BackupHead
  readonly tables: readonly Carried[]
  rows(table: Carried, take: (piece: Buffer) => Promise<void>): Promise<number>
  sequences(): Promise<CarriedSequence[]>
}

/** Writes a backup into a stream (a file that is flushed at its end). */
export async function writeBackup(source: BackupSource, key: Buffer, into: NodeJS.WritableStream): Promise<Whole> {
  const packer = createZstdCompress({ chunkSize, params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  const sealed = pipeline(packer, seal(newFileKey(key, 'backup', 0)), into)
  sealed.catch(() => {})
  const put = async (bytes: Buffer): Promise<void> => {
    if (packer.destroyed) throw new Error('the file cannot be written')
    if (!packer.write(bytes)) await roomIn(packer)
  }
  try {
    await put(line({ head: source.head }))
    let rows = 0
    for (const table of source.tables) {
      const digest = createHash('sha256')
      let bytes = 0
      await put(line({ table }))
      const count = await source.rows(table, (piece) => {
        digest.update(piece)
        bytes += piece.length
        return put(block('D', piece))
      })
      await put(line({ end: { rows: count, bytes, sha256: digest.digest('hex') } }))
      rows += count
    }
    await put(line({ sequences: await source.sequences() }))
    const whole = { tables: source.tables.length, rows }
    await put(line({ whole }))
    packer.end()
    await sealed
    return whole
  } catch (error) {
    packer.destroy(error as Error)
    // Where the file failed first (a full disk), that is what went wrong.
    throw await sealed.then(() => error, (fault: unknown) => fault)
  }
}

/** Waits until a stream takes more; a fault where it is closed before. */
function roomIn(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    const drained = () => (stream.off('close', closed), resolve())
    const closed = () => (stream.off('drain', drained), reject(new Error('the file cannot be written')))
    stream.once('drain', drained)
    stream.once('close', closed)
  })
}

/** Told what is read, in order. `rows` must read all that it is given; what it answers as the number of rows must be the number that was written. */
export type BackupReader = {
  head?(head: BackupHead): Promise<void>
  rows?(table: Carried, pieces: AsyncIterable<Buffer>): Promise<number>
  table?(table: Carried, end: TableEnd): Promise<void>
  sequences?(sequences: CarriedSequence[]): Promise<void>
}

/**
 * Reads a backup from its first byte to its last, and holds every digest against what came. @throws BackupRefused where the key is
 * another one, where anything was changed, cut off or added, and where a later version wrote it
 */
export async function readBackup(path: string, key: Buffer, reader: BackupReader = {}): Promise<{ head: BackupHead; whole: Whole }> {
  let found: { head: BackupHead; whole: Whole } | undefined
  try {
    const fileKey = keyOfFile(key, 'backup', headOf(path))
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), open(fileKey), createZstdDecompress({ chunkSize }), async (source: AsyncIterable<Buffer>) => {
      found = await readBlocks(source, reader)
    })
  } catch (error) {
    if (error instanceof SealBroken) throw new BackupRefused(error.why === 'key' ? 'backup-key-wrong' : 'backup-damaged')
    if (String((error as { code?: string }).code).startsWith('ZSTD_')) throw new BackupRefused('backup-damaged')
    throw error
  }
  return found!
}

type Block = { kind: string; bytes: Buffer }

async function* blocksOf(source: AsyncIterable<Buffer>): AsyncGenerator<Block, void, void> {
  let pieces: Buffer[] = []
  let size = 0
  let wanted = 5
  for await (const piece of source) {
    pieces.push(piece)
    size += piece.length
    if (size < wanted) continue
    let rest = pieces.length === 1 ? piece : Buffer.concat(pieces)
    for (wanted = 5; rest.length >= wanted; wanted = 5) {
      wanted += rest.readUInt32BE(1)
      if (rest.length < wanted) break
      yield { kind: String.fromCharCode(rest[0]!), bytes: rest.subarray(5, wanted) }
      rest = rest.subarray(wanted)
    }
    pieces = [rest]
    size = rest.length
  }
  if (size > 0) throw new BackupRefused('backup-damaged')
}

async function readBlocks(source: AsyncIterable<Buffer>, reader: BackupReader): Promise<{ head: BackupHead; whole: Whole }> {
  const blocks = blocksOf(source)
  const next = async (): Promise<Block | undefined> => (await blocks.next()).value ?? undefined
  const nextLine = async <Kind extends string>(...kinds: Kind[]): Promise<{ [K in Kind]?: Extract<Line, Record<K, unknown>>[K] }> => {
    const found = await next()
    const said = found?.kind === 'J' ? (JSON.parse(found.bytes.toString('utf8')) as Record<string, unknown>) : {}
    if (!kinds.some((kind) => kind in said)) throw new BackupRefused('backup-damaged')
    return said as never
  }
  const { head } = await nextLine('head')
  if (head!.format !== formatVersion) throw new BackupRefused('backup-newer')
  await reader.head?.(head!)
  const seen = { tables: 0, rows: 0 }
  for (;;) {
    const said = await nextLine('table', 'sequences')
    if (said.table) {
      await readTable(said.table, next, reader, seen)
      continue
    }
    await reader.sequences?.(said.sequences!)
    const { whole } = await nextLine('whole')
    if (whole!.tables !== seen.tables || whole!.rows !== seen.rows || (await next())) throw new BackupRefused('backup-damaged')
    return { head: head!, whole: whole! }
  }
}

async function readTable(table: Carried, next: () => Promise<Block | undefined>, reader: BackupReader, seen: { tables: number; rows: number }): Promise<void> {
  const digest = createHash('sha256')
  let bytes = 0
  let end: TableEnd | undefined
  async function* pieces(): AsyncGenerator<Buffer, void, void> {
    for (let one = await next(); ; one = await next()) {
      if (one?.kind !== 'D') {
        end = one && (JSON.parse(one.bytes.toString('utf8')) as { end?: TableEnd }).end
        return
      }
      digest.update(one.bytes)
      bytes += one.bytes.length
      yield one.bytes
    }
  }
  const rows = await (reader.rows ?? passOver)(table, pieces())
  if (!end || end.bytes !== bytes || end.sha256 !== digest.digest('hex') || (rows !== null && end.rows !== rows)) throw new BackupRefused('backup-damaged')
  await reader.table?.(table, end)
  seen.tables += 1
  seen.rows += end.rows
}

async function passOver(_: Carried, pieces: AsyncIterable<unknown>): Promise<null> {
  for await (const _piece of pieces);
  return null
}
