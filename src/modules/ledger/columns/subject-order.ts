import type { Uuid } from '#kernel/ids.ts'
import type { Reader } from './reader.ts'

const bytesEach = 16

/** The subjects that a question counts as known at journal number `n`, in one reader's numbers: a bit each, so that two million take 300 KB. */
export class SubjectSet {
  readonly reader: Reader
  readonly n: number
  readonly bits: Uint8Array
  /** How many they are. */
  readonly size: number

  /** In: bits in the order of numbers, eight a byte, the first highest. */
  constructor(reader: Reader, n: number, bits: Uint8Array) {
    this.reader = reader
    this.n = n
    this.bits = bits
    this.size = bits.reduce((sum, byte) => sum + ones[byte]!, 0)
  }

  has(number: number): boolean {
    return (this.bits[number >> 3]! & (128 >> (number & 7))) !== 0
  }

  subjectOf(number: number): Uuid {
    return this.reader.tail.subjectOf(number)
  }

  /** A subject's number; undefined where the reader has none. */
  numberOf(subject: Uuid): number | undefined {
    return this.reader.tail.numberAt(Buffer.from(subject.replaceAll('-', ''), 'hex'), 0)
  }

  holds(subject: Uuid): boolean {
    const number = this.numberOf(subject)
    return number !== undefined && this.has(number)
  }

  /** Those who are not in another set; null where that is of another reader or another number. */
  without(other: SubjectSet): SubjectSet | null {
    return other.reader === this.reader && other.n === this.n ? new SubjectSet(this.reader, this.n, this.bits.map((byte, at) => byte & ~(other.bits[at] ?? 0))) : null
  }

  /** The numbers of all of them, in their order. */
  numbers(): number[] {
    return numbersIn(this.bits)
  }

  /** All of them, in the order of numbers. */
  subjects(): Uuid[] {
    return this.numbers().map((number) => this.subjectOf(number))
  }
}

function numbersIn(bits: Uint8Array, without?: Uint8Array): number[] {
  const found: number[] = []
  for (let at = 0; at < bits.length; at += 1) {
    const left = bits[at]! & ~(without?.[at] ?? 0)
    for (let bit = 0; left !== 0 && bit < 8; bit += 1) if ((left & (128 >> bit)) !== 0) found.push(at * 8 + bit)
  }
  return found
}

const ones = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/**
 * All subjects of one reader in an order that a higher module gives (which does not stand in the ledger), in blocks; 8 bytes each. `H`: what that module
 * remembers of the first of each block. Subjects that it did not name stand beside the order.
 */
export class SubjectOrder<H> {
  readonly reader: Reader
  /** How many subjects the reader knew of when the order was made. */
  readonly known: number
  readonly heads: H[] = []
  /** The number at a place, the place of a number; -1: none. */
  readonly #numbers: Int32Array
  readonly #places: Int32Array
  readonly #ends: number[] = []
  readonly #placed: Uint8Array
  #length = 0

  constructor(reader: Reader) {
    this.reader = reader
    this.known = reader.tail.subjects
    this.#numbers = new Int32Array(this.known)
    this.#places = new Int32Array(this.known).fill(-1)
    this.#placed = new Uint8Array((this.known >> 3) + 1)
  }

  get blocks(): number {
    return this.#ends.length
  }

  /** Adds a block. In: the bytes of its subjects' ids one after another; those that the reader does not know are left out. */
  add(subjects: Buffer, head: H): void {
    for (let at = 0; at < subjects.length; at += bytesEach) {
      const number = this.reader.tail.numberAt(subjects, at)
      if (number === undefined || number >= this.known) continue
      this.#places[number] = this.#length
      this.#numbers[this.#length++] = number
      this.#placed[number >> 3]! |= 128 >> (number & 7)
    }
    this.heads.push(head)
    this.#ends.push(this.#length)
  }

  /** A set as it stands in this order: the numbers of a block that are in it. Of a small one the places are looked up, a large one is met block by block. */
  within(set: SubjectSet, isSmall = set.size * 40 <= this.#length): (block: number) => number[] {
    if (!isSmall) return (block) => [...this.#numbers.subarray(this.#begin(block), this.#ends[block])].filter((number) => set.has(number))
    const places = Int32Array.from(set.numbers().flatMap((number) => (number < this.known && this.#places[number]! >= 0 ? [this.#places[number]!] : []))).sort()
    const found = new Map<number, number[]>()
    for (let [at, block] = [0, 0]; at < places.length; at += 1) {
      while (this.#ends[block]! <= places[at]!) block += 1
      const here = found.get(block)
      if (here) here.push(this.#numbers[places[at]!]!)
      else found.set(block, [this.#numbers[places[at]!]!])
    }
    return (block) => found.get(block) ?? []
  }

  #begin(block: number): number {
    return block === 0 ? 0 : this.#ends[block - 1]!
  }

  /** Those of the set that stand beside the order. */
  beside(set: SubjectSet): number[] {
    return numbersIn(set.bits, this.#placed)
  }
}
