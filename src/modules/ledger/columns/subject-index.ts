import type { Duck } from '#platform/columnar/duck.ts'
import type { Uuid } from '#kernel/ids.ts'

const bytesEach = 16
/** A word of four bytes with the last of them first: DuckDB has an id's lowest byte first, text and PostgreSQL its highest. */
const turned = (word: number): number => ((word << 24) | ((word << 8) & 0xff_0000) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0

/**
 * The subjects of a file in memory: 16 bytes each, in the order of their numbers, which is the order of their bytes. DuckDB looks through two million of them
 * to find two thousand; here each takes some twenty comparisons. Until it is read, `numberOf` and `subjectOf` must not be asked: `ready` says so.
 */
export class SubjectIndex {
  #bytes: Buffer | null = null
  /** By the first two bytes of an id, where those begin: half of the halving is done. */
  readonly #starts = new Uint32Array(65_537)
  #reading: Promise<void> | null = null

  get ready(): boolean {
    return this.#bytes !== null
  }

  /** Reads the file's subjects, once, however often it is called. In: how many there are. Where the reader is closed meanwhile it stays empty. */
  read(duck: Duck, count: number): Promise<void> {
    this.#reading ??= this.#read(duck, count)
    return this.#reading
  }

  async #read(duck: Duck, count: number): Promise<void> {
    const bytes = Buffer.alloc(count * bytesEach)
    const words = new Uint32Array(bytes.buffer)
    await duck.pieces('select id, subject from seg.subject', ({ columns: [ids, halves], rows }) => {
      const read = new Uint32Array(halves!.buffer, halves!.byteOffset, rows * 4)
      for (let row = 0; row < rows; row += 1) {
        const at = Number(ids![row]) * 4
        words[at] = turned(read[row * 4 + 3]! ^ 0x8000_0000)
        for (let word = 1; word < 4; word += 1) words[at + word] = turned(read[row * 4 + 3 - word]!)
      }
    })
    for (let number = count - 1, prefix = 65_536; prefix >= 0; prefix -= 1) {
      while (number >= 0 && bytes.readUInt16BE(number * bytesEach) >= prefix) number -= 1
      this.#starts[prefix] = number + 1
    }
    this.#bytes = bytes
  }

  /** A subject's number; undefined where the file has none. */
  numberOf(subject: Uuid): number | undefined {
    return this.numberAt(Buffer.from(subject.replaceAll('-', ''), 'hex'), 0)
  }

  /** The same for an id's bytes, from a place in a buffer on. */
  numberAt(wanted: Buffer, at: number): number | undefined {
    const bytes = this.#bytes!
    const prefix = wanted.readUInt16BE(at)
    let [low, high] = [this.#starts[prefix]!, this.#starts[prefix + 1]!]
    while (low < high) {
      const middle = (low + high) >> 1
      const order = bytes.compare(wanted, at, at + bytesEach, middle * bytesEach, (middle + 1) * bytesEach)
      if (order === 0) return middle
      if (order < 0) low = middle + 1
      else high = middle
    }
    return undefined
  }

  /** The subject with this number, which is one of the file. */
  subjectOf(number: number): Uuid {
    return uuidOf(this.#bytes!, number * bytesEach)
  }
}

/** An id from its bytes, from a place in a buffer on. */
export function uuidOf(bytes: Buffer, at: number): Uuid {
  const hex = bytes.toString('hex', at, at + bytesEach)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
