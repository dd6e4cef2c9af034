import { runInNewContext } from 'node:vm'
import { setFlagsFromString } from 'node:v8'

/** Rows of a roster after which memory is swept. */
export const sweepRows = 8_000

let collect: (() => void) | undefined

/**
 * Gives memory back now. A large roster leaves garbage faster than the engine cares to collect it, and a server that shares a small
 * machine with its database would grow to twice what it needs; a sweep takes some 50 ms.
 */
export function sweep(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
}
