import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Uuid } from '#kernel/ids.ts'
import { literal, openDuck, type Duck, type DuckOptions } from '#platform/columnar/duck.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { entryTable, formVersion } from './shape.ts'
import { SubjectIndex } from './subject-index.ts'
import { Tail } from './tail.ts'
import { entriesBetween, headAndHash } from './tail.store.ts'
import type { Merge } from './versions.ts'
import { Words, type View } from './view.ts'

/** The file does not belong to this journal (a restored backup), or is not one of ours: it is not used, and made again. */
export class WrongFile extends Error {
  /** It goes further than the snapshot that asked: that one may merely be older than the file. */
  readonly isAhead: boolean
  constructor(message: string, isAhead = false) {
    super(message)
    this.isAhead = isAhead
  }
}
/** More was posted since than is worth fetching one by one: a new file is due. */
export class TooFar extends Error {}

/** More entries than this are not fetched while somebody waits. */
export const farEntries = 50_000
/** The index of subjects is read when nobody has asked anything for so long, in milliseconds; where somebody always does, after so many looks. */
const [idleFor, idleLooks] = [500, 40]

/** One workspace's read model in this process: a file, opened to be read only, and beside it in memory what was posted since. */
export class Reader {
  readonly file: string
  /** The journal number up to which the file goes, and its bytes. */
  readonly number: number
  readonly bytes: number
  readonly duck: Duck
  readonly openedAt = performance.now()
  readonly words: Words
  readonly tail: Tail
  readonly index = new SubjectIndex()
  /** The journal number up to which it reads, and the hash there. */
  have: number
  #hash: string
  readonly #fileHash: string
  /** Snapshots whose journal was seen to be the one that this was made of, with their head. */
  readonly #ours = new WeakMap<Tx, Promise<{ head: number; hash: string }>>()
  #catching: Promise<void> = Promise.resolve()
  readonly #heads = new WeakMap<Tx, number>()
  #users = 0
  #usedAt = -Infinity
  #isClosed = false

  private constructor(file: string, duck: Duck, words: Words, meta: { number: number; hash: string }, merges: (Merge & { ref: string })[]) {
    this.file = file
    this.bytes = statSync(file).size
    this.number = meta.number
    this.duck = duck
    this.words = words
    this.have = meta.number
    this.#hash = this.#fileHash = meta.hash
    this.tail = new Tail(duck, words, this.index, meta.number, merges)
    this.#readIndexWhenIdle(idleLooks)
  }

  /** Opens a file. Throws `WrongFile` where it is of another form, or whatever DuckDB throws where it is not whole. */
  static async open(file: string, options: Omit<DuckOptions, 'tempFolder'>): Promise<Reader> {
    const duck = await openDuck({ ...options, tempFolder: `${dirname(file)}/spill.${process.pid}` })
    try {
      await duck.run(`attach ${literal(file)} as seg (read_only)`)
      const [meta] = await duck.rows<{ form: number; number: number; hash: string }>('select form, number, hash from seg.meta')
      if (meta?.form !== formVersion) throw new WrongFile(`${file} has another form`)
      await duck.run(entryTable('tail'))
      await duck.run('create table touched (ref bigint)')
      await duck.run('create table more_subject (id integer, subject uuid)')
      const words = new Words()
      await words.load(duck)
      const merges = await duck.rows<Merge & { ref: string }>('select ref::varchar as ref, subject, "into", number, until from seg.merge')
      return new Reader(file, duck, words, meta, merges)
    } catch (error) {
      duck.close()
      throw error
    }
  }

  /**
   * The read model as known at a journal number (null: the head of this snapshot), with everything in it that this very snapshot knows.
   * Throws `WrongFile` where the journal is not the one it was made of, `TooFar` where a new file is due.
   */
  async at(tx: Tx, asOf: bigint | null): Promise<View> {
    const asked = asOf === null ? Infinity : Number(asOf)
    if (asked <= this.have) await this.held(tx)
    const n = asked > this.have ? Math.min(asked, await this.#headOf(tx)) : asked
    // Another question may catch up before this one is asked: once rows stand beside the file, those it makes again must stay out of the file, however few they are now.
    const tail = this.tail.rows > 0
    return {
      words: this.words, n, wholeFile: n >= this.number, tail, touched: tail, subjects: this.tail.subjects,
      subjectIds: (subjects) => this.tail.subjectIds(subjects),
    }
  }

  /** The head of this snapshot, which does not move: a page of forty figures asks for it once. Everything up to it is taken in. */
  async #headOf(tx: Tx): Promise<number> {
    const known = this.#heads.get(tx)
    if (known !== undefined) return known
    const head = await this.#catchUp(tx)
    this.#heads.set(tx, head)
    return head
  }

  /** Takes in what is new up to the head of this snapshot, one at a time; answers the head. */
  async #catchUp(tx: Tx): Promise<number> {
    const before = this.#catching
    let done = () => {}
    this.#catching = new Promise((resolve) => (done = resolve))
    try {
      await before
      const { head, hash } = await this.held(tx)
      if (head <= this.have) return head
      if (this.tail.rows + (await entriesBetween(tx, this.have, head)) > farEntries) throw new TooFar(`${this.file} is old`)
      await this.tail.take(tx, this.have, head)
      this.have = head
      this.#hash = hash
      return head
    } finally {
      done()
    }
  }

  /**
   * The journal's head in this snapshot. Throws `WrongFile` where this journal does not hold what the file holds, whatever is asked: another workspace's
   * file, or one that is ahead of a restored backup. A snapshot may be older than the tail; one older than the file is told apart by time (`failed` in models.ts).
   * Asked once a snapshot, however many questions it has.
   */
  held(tx: Tx): Promise<{ head: number; hash: string }> {
    const known = this.#ours.get(tx)
    if (known) return known
    const held = this.#held(tx)
    if (tx.isSnapshot) this.#ours.set(tx, held)
    return held
  }

  async #held(tx: Tx): Promise<{ head: number; hash: string }> {
    const [have, haveHash] = [this.have, this.#hash]
    const { head, hash, known, knownEarlier } = await headAndHash(tx, have, this.number)
    const isOurs = head >= this.number && (this.number === 0 || knownEarlier === this.#fileHash) && (have === 0 || head < have || known === haveHash)
    if (!isOurs) throw new WrongFile(`${this.file} is not of this journal`, head < this.number)
    return { head, hash }
  }

  /** Text ids of subjects by their numbers, for SQL. */
  static readonly names = '(select id, subject from seg.subject union all select id, subject from more_subject)'

  /** Whether merges became known after a journal number, or any was ever taken back: what was taken back meanwhile stands under who it was then. */
  mergedOtherwise(n: number): boolean {
    return this.tail.merges.some(({ number, until }) => number > n || until < 2_147_483_647)
  }

  /** Who counts as another at one journal number than at the other: their ids. */
  movedBetween(before: number, after: number): Uuid[] {
    return this.tail.movedBetween(before, after)
  }

  /** Half a second of work for what the first who ask can do without: they go first. */
  #readIndexWhenIdle(looks: number): void {
    setTimeout(() => {
      if (this.#isClosed) return
      if (looks > 0 && (this.#users > 0 || performance.now() - this.#usedAt < idleFor)) this.#readIndexWhenIdle(looks - 1)
      else void this.index.read(this.duck, this.words.subjects).catch(() => {})
    }, idleFor).unref()
  }

  /** While `work` asks it, it is not closed. */
  async using<T>(work: () => Promise<T>): Promise<T> {
    this.#users += 1
    try {
      return await work()
    } finally {
      this.#users -= 1
      this.#usedAt = performance.now()
      if (this.#isClosed && this.#users === 0) this.duck.close()
    }
  }

  /** Closes it after the last who asks. */
  close(): void {
    this.#isClosed = true
    if (this.#users === 0) this.duck.close()
  }
}
