import { existsSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Columns } from '#platform/columnar/home.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { buildInChild } from './builder.ts'
import { segmentFiles, workspaceFolder, type BuildOrder } from './build.ts'
import { Kept } from './kept.ts'
import { Reader, TooFar, WrongFile } from './reader.ts'
import { hasMoreThan } from './tail.store.ts'

/** Ledgers with fewer entries need no read model: PostgreSQL answers them at once. */
export const smallestLedger = 50_000

/** A request is given up after a minute; what still reads after this time reads another journal. In milliseconds. */
const longestRead = 90_000

/** What this process holds open of one workspace's read model. */
class Model {
  readonly columns: Columns
  reader: Reader | null = null
  readonly kept = new Kept()
  #opening: Promise<void> | null = null
  #building: Promise<void> | null = null
  readonly #closing = new AbortController()
  #lookedAt = -Infinity
  #askedSizeAt = -Infinity
  #notBefore = -Infinity
  readonly #told = new Set<string>()
  /** The file that was found not to be right, as it was. */
  #rejected: string | null = null

  constructor(columns: Columns) {
    this.columns = columns
    columns.onClose = async () => {
      this.#closing.abort()
      await this.#building
      await this.#opening
      this.#drop()
    }
  }

  get folder(): string {
    return workspaceFolder(this.columns.home.folder, this.columns.schema)
  }

  /** The reader to ask; null where there is no file yet. Looks for a newer file at most once a second. */
  async open(tx: Tx): Promise<Reader | null> {
    const now = performance.now()
    if (now - this.#lookedAt > 1_000 || (this.reader === null && this.columns.home.mode === 'always')) {
      this.#lookedAt = now
      // Nobody may be waiting for it: what fails here is told, and PostgreSQL answers.
      this.#opening ??= this.#openNewest().catch((error: Error) => this.#tell(error)).finally(() => (this.#opening = null))
    }
    // The first file is opened in less time than PostgreSQL takes for one large figure: all who ask meanwhile wait for it, and do not ask PostgreSQL beside it.
    if (this.reader === null) await this.#opening
    if (this.reader === null) await this.#buildWhereNeeded(tx)
    return this.reader
  }

  /** A question will be asked in this snapshot: what the reader must know of it first travels with the statements before it. */
  expect(tx: Tx): void {
    this.reader?.held(tx).catch(() => {})
  }

  /** The next who asks looks for a newer file, however short ago the last one did. */
  lookAgain(): void {
    this.#lookedAt = -Infinity
  }

  async #openNewest(): Promise<void> {
    const [newest] = segmentFiles(this.folder)
    if (this.reader) this.#lookAfter(this.reader)
    if (!newest || newest.number <= (this.reader?.number ?? -1) || keyOf(newest.file) === this.#rejected) return
    try {
      const reader = await Reader.open(newest.file, { threads: availableParallelism(), memoryMb: 512 })
      if (reader.number !== newest.number) {
        reader.close()
        throw new WrongFile('has the name of another')
      }
      this.#drop()
      this.reader = reader
    } catch (error) {
      // Not whole: away with it, so that it is made again. Or gone again: a newer one stands in its place.
      if (existsSync(newest.file)) this.#reject(newest.file, (error as Error).message.split('\n')[0]!)
    }
  }

  /** A file that somebody wrote into is not read on; of one that was removed the reader still has every byte, and another is made. */
  #lookAfter(reader: Reader): void {
    const found = statSync(reader.file, { throwIfNoEntry: false })
    if (found === undefined) {
      if (this.columns.home.builds && segmentFiles(this.folder).length === 0) void this.build()
    } else if (found.size !== reader.bytes) this.discard(reader, 'was changed')
  }

  #drop(): void {
    this.reader?.close()
    this.reader = null
  }

  /** The file was found not to be right: nobody reads it again. */
  discard(reader: Reader, why: string): void {
    if (this.reader !== reader) return
    this.#drop()
    this.kept.clear()
    this.#reject(reader.file, why)
  }

  /** A process that makes files removes one that cannot be used; another passes it by. */
  #reject(file: string, why: string): void {
    this.columns.home.log(`figures: ${file}: ${why}`)
    this.#rejected = keyOf(file)
    try {
      if (this.columns.home.builds) rmSync(file, { force: true, recursive: true })
    } catch (error) {
      this.#tell(error as Error)
    }
    this.#askedSizeAt = -Infinity
    this.#lookedAt = -Infinity
  }

  /** Sees to it that what failed does not fail again: a file that is wrong or damaged goes, one that is old is made again; a fault of ours is told once. */
  async failed(reader: Reader, error: Error, wait: boolean): Promise<void> {
    // Whoever began to read before the file was made does not know all that is in it, and is answered by PostgreSQL; a restored backup never will.
    if (error instanceof WrongFile && error.isAhead && !wait && performance.now() - reader.openedAt < longestRead) return
    // DuckDB's words for what it could not read. Anything else (a statement of ours, a connection that broke) says nothing of the file.
    const isFile = error instanceof WrongFile || /^(IO|Corruption|Corrupt|Serialization|Fatal|INTERNAL|Invalid) Error/i.test(error.message)
    if (isFile) this.discard(reader, error.message.split('\n')[0]!)
    else if (!(error instanceof TooFar)) {
      this.#tell(error)
      return
    }
    if (wait) await this.build()
    else if (this.columns.home.builds) void this.build()
  }

  /** A fault is told once, however often it comes back. */
  #tell(error: Error): void {
    if (!this.#told.has(error.message)) this.columns.home.log(`figures: ${error.stack ?? error.message}`)
    this.#told.add(error.message)
  }

  async #buildWhereNeeded(tx: Tx): Promise<void> {
    const { home } = this.columns
    if (home.mode === 'always') {
      await this.build()
      await this.#openNewest()
      return
    }
    if (!home.builds || performance.now() - this.#askedSizeAt < 60_000) return
    this.#askedSizeAt = performance.now()
    if (await hasMoreThan(tx, smallestLedger)) void this.build()
  }

  /** A new file is due when what stands beside the file is more than one in fifty of it. */
  buildWhereOld(reader: Reader): void {
    if (this.columns.home.builds && reader.tail.rows + reader.tail.touched > Math.max(20_000, reader.words.entries / 50)) void this.build()
  }

  /** Starts a builder unless one of this process is at work, or one failed a short time ago. */
  build(): Promise<void> {
    const { home, schema } = this.columns
    if (this.#building === null && performance.now() > this.#notBefore) {
      this.#building = buildInChild(orderOf(this.columns, home.mode === 'always'), undefined, this.#closing.signal)
        .then((built) => {
          if (built) home.log(`figures: ${schema}: read model made up to ${built.number}, ${built.entries} entries in ${built.seconds} s`)
          this.#notBefore = built ? -Infinity : performance.now() + 5_000
          this.#lookedAt = -Infinity
        })
        .catch((error: Error) => {
          this.#notBefore = performance.now() + 60_000
          if (!this.#closing.signal.aborted) home.log(`figures: ${schema}: ${error.message}`)
        })
        .finally(() => (this.#building = null))
    }
    return this.#building ?? Promise.resolve()
  }
}

/** A file as it is now: its name, size and time. */
function keyOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${file} ${found.size} ${found.mtimeMs} ${found.ino}` : null
}

/** What a builder of this workspace is told. */
export function orderOf({ home, schema }: Columns, wait: boolean): BuildOrder {
  return { databaseUrl: home.databaseUrl(), schema, folder: home.folder, wait, threads: availableParallelism(), memoryMb: 700 }
}

const models = new WeakMap<Columns, Model>()

/** The model of a workspace in this process. */
export function modelOf(columns: Columns): Model {
  const found = models.get(columns)
  if (found) return found
  const made = new Model(columns)
  models.set(columns, made)
  return made
}

/**
 * Lets `work` ask the read model, where there is one that fits this question (`fits`). Null: there is none, it is too old, or it failed; then
 * PostgreSQL answers. A file that is not of this journal or cannot be read is removed and made again. In mode `always` it must answer, and what fails is thrown.
 */
export async function withModel<T>(tx: Tx, fits: (reader: Reader) => boolean, work: (reader: Reader, kept: Kept) => Promise<T>): Promise<T | null> {
  const { columns } = tx
  if (!columns || columns.home.mode === 'off') return null
  const model = modelOf(columns)
  const must = columns.home.mode === 'always'
  for (let attempt = 1; ; attempt += 1) {
    const reader = await model.open(tx)
    if (reader === null || !(must || fits(reader))) {
      if (must) throw new Error('there is no read model')
      return null
    }
    try {
      const answer = await reader.using(() => work(reader, model.kept))
      model.buildWhereOld(reader)
      return answer
    } catch (error) {
      if ((error as { code?: string }).code !== undefined || error instanceof RangeError) throw error
      await model.failed(reader, error as Error, must)
      if (!must) return null
      if (attempt === 3 || !(error instanceof WrongFile || error instanceof TooFar)) throw error
    }
  }
}
