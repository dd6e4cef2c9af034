import { createHash } from 'node:crypto'
import type { Planned } from './changing.ts'

/**
 * What a preview showed, as 16 hexadecimal digits: everything that a planned change does to the tree, and what it is told as. The same change worked
 * out again gives the same digits as long as nobody changed the tree where it matters to it. Cards are left out: they are filed all day. New
 * units take the next number that is free, which whoever opens one elsewhere moves on: they are written as the first new one, the second …
 */
export function foreseen({ gone, rows, successors, ended, moves, told, oddCodes }: Planned, nextId: number): string {
  const shown = (id: number): string | number => (id >= nextId ? `new ${id - nextId}` : id)
  const text = JSON.stringify({ gone, rows, successors, ended, moves, told, oddCodes }, (key, value: unknown) => {
    if (typeof value === 'number' && key !== 'level') return shown(value)
    return typeof value === 'string' && /path$/i.test(key) ? value.replace(/u(\d+)\./g, (_, id: string) => `u${shown(Number(id))}.`) : value
  })
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
