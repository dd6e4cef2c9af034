import type { Duck } from '#platform/columnar/duck.ts'
import type { Uuid } from '#kernel/ids.ts'

const bytesEach = 16
/** So many at a time, so that nobody waits for the reading of them all. */
const batch = 65_536

/**
 * The subjects of a file in memory: 16 bytes each, in the order of their numbers, which is the order of their bytes. DuckDB looks through two million of them
 * to find two thousand; here each takes some twenty comparisons. Until it is read, `numberOf` and `subjectOf` must not be asked: `ready` says so.
 */
export class SubjectIndex {
  #bytes: Buffer | null = null

  get ready(): boolean {
    return this.#bytes !== null
  }

  /** Reads the file's subjects. In: how many there are. Where the reader is closed meanwhile it stays empty. */
  async read(duck: Duck, count: number): Promise<void> {
    const bytes = Buffer.alloc(count * bytesEach)
    for (let from = 0; from < count; from += batch) {
      const [row] = await duck.rows<{ hex: string }>(`select string_agg(replace(subject::varchar, '-', ''), '' order by id) as hex from seg.subject where id >= ${from} and id < ${from + batch}`)
      bytes.write(row!.hex, from * bytesEach, 'hex')
    }
    this.#bytes = bytes
  }

  /** A subject's number; undefined where the file has none. */
  numberOf(subject: Uuid): number | undefined {
    const bytes = this.#bytes!
    const wanted = Buffer.from(subject.replaceAll('-', ''), 'hex')
    let [low, high] = [0, bytes.length / bytesEach]
    while (low < high) {
      const middle = (low + high) >> 1
      const order = bytes.compare(wanted, 0, bytesEach, middle * bytesEach, (middle + 1) * bytesEach)
      if (order === 0) return middle
      if (order < 0) low = middle + 1
      else high = middle
    }
    return undefined
  }

  /** The subject with this number, which is one of the file. */
  subjectOf(number: number): Uuid {
    const hex = this.#bytes!.toString('hex', number * bytesEach, (number + 1) * bytesEach)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}
