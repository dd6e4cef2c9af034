import { rangeOf } from '#kernel/actor.ts'
import { openPool } from '#platform/database/pool.ts'
import { interleaved, took } from '../load.ts'
import { compared, type Line } from '../report.ts'
import type { World } from '../world.ts'
import type { Pair } from './http.ts'

/** Figures as the screens ask for them, beside one `count(distinct subject)` over the same kind and place. */
export async function figures(world: World, pair: Pair): Promise<Line[]> {
  const pool = openPool(world.ownerUrl, 1)
  const { rows: [head] } = await world.owner.query<{ number: string }>('select number::text from ledger_head')
  const middle = String(BigInt(head!.number) / 2n)
  const lines: Line[] = []
  try {
    for (const who of ['city', 'county'] as const) {
      const { lo, hi } = rangeOf(who === 'city' ? world.workspace.topPath : world.county.path)
      for (const [what, path, kind] of [
        ['persons filed, by unit', 'persons-filed?by=unit', 'register.person-filed'],
        ['persons filed, by unit, as of half the journal', `persons-filed?by=unit&asOf=${middle}`, 'register.person-filed'],
        ['persons filed and checked, by unit', 'persons-filed?by=unit&level=county', 'register.person-filed'],
        ['new practitioners, by unit and trade', 'new-practitioners/pivot?by=trade', 'care.work-started'],
        ['new practitioners, by unit and trade, as of half the journal', `new-practitioners/pivot?by=trade&asOf=${middle}`, 'care.work-started'],
        ['able and willing, not yet in work, by unit', 'not-yet-in-work?by=unit', 'register.classified'],
      ] as const) {
        const floor = () => took(() => pool.query(`select count(distinct subject) from "${world.workspace.schema}".ledger_entry where kind = $1 and unit_path >= $2 and unit_path < $3`, [kind, lo, hi]))
        lines.push(compared(`${what}, ${who} officer`, 'ms', await interleaved(3, () => took(() => pair[who].ok('GET', `/api/figures/${path}`)), floor), null))
      }
      lines.push(compared(`home, ${who} officer`, 'ms', await interleaved(3, () => took(() => pair[who].ok('GET', '/api/figures')),
        () => took(() => pool.query(`select count(distinct subject) from "${world.workspace.schema}".ledger_entry where unit_path >= $1 and unit_path < $2`, [lo, hi]))), null))
    }
  } finally {
    await pool.end()
  }
  return lines
}
