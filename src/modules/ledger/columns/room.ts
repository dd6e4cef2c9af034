/* Arrays for millions of numbers, used again by the next question: made anew for each they would keep the collector of garbage busier than the counting. */

/** Memory that no question uses just now, the smallest first, and how much of it is kept at most, in bytes. */
const spare: ArrayBuffer[] = []
let spareBytes = 0
const mostSpareBytes = 96 * 2 ** 20
/** Smaller ones are made anew in less time than one is found. */
const leastBytes = 2 ** 14

/** What one question works in. What is taken from it holds anything at first, and is no longer its own once the room is closed. */
export class Room {
  readonly #taken: ArrayBuffer[] = []

  int32(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#take(length * 4), 0, length)
  }

  bigInt64(length: number): BigInt64Array<ArrayBuffer> {
    return new BigInt64Array(this.#take(length * 8), 0, length)
  }

  uint8(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#take(length), 0, length)
  }

  /** Of each row a number; an array's own `map` takes five times as long for millions. */
  numbered(rows: number, of: (row: number) => number): Int32Array<ArrayBuffer> {
    const out = this.int32(rows)
    for (let row = 0; row < rows; row += 1) out[row] = of(row)
    return out
  }

  #take(bytes: number): ArrayBuffer {
    if (bytes < leastBytes) return new ArrayBuffer(Math.ceil(bytes / 8) * 8)
    const found = spare.findIndex(({ byteLength }) => byteLength >= bytes && byteLength <= bytes * 4)
    const buffer = found < 0 ? new ArrayBuffer(Math.ceil((bytes * 1.1) / 8) * 8) : spare.splice(found, 1)[0]!
    if (found >= 0) spareBytes -= buffer.byteLength
    this.#taken.push(buffer)
    return buffer
  }

  /** Everything that was taken goes to the next question. */
  close(): void {
    for (const buffer of this.#taken.splice(0)) {
      if (spareBytes + buffer.byteLength > mostSpareBytes) continue
      spareBytes += buffer.byteLength
      const place = spare.findIndex(({ byteLength }) => byteLength > buffer.byteLength)
      spare.splice(place < 0 ? spare.length : place, 0, buffer)
    }
  }
}
