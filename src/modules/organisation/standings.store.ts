import type { DateText, InstantText } from '#kernel/dates.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import type { ChangeVerb } from './changing.ts'

export type NamedRow = { id: number; name: string; path: string; placeholder: boolean; validFrom: DateText; validTo: DateText | null }

/** Every row, as known now, of units wherever they stand: whoever sees a card is told where it stands and stood. */
export async function namedRows(tx: Tx, ids: readonly number[]): Promise<NamedRow[]> {
  return tx.rows(sql<NamedRow>`select u.id, u.name, u.path, u.placeholder, u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_units_named(${ids}::int[]) u order by u.id, u.valid_from`)
}

export type ChangeOnDay = { onDay: DateText; verb: ChangeVerb; at: InstantText; by: string; number: bigint; ids: number[] }

/** Changes in reach from some days on that speak of some units, the newest known last. */
export async function changesOnDays(tx: Tx, days: readonly DateText[], ids: readonly number[]): Promise<ChangeOnDay[]> {
  return tx.rows(sql<ChangeOnDay>`select c.on_day as "onDay", c.verb, c.at, c.by, n.number, c.unit_id || c.others as ids from organisation_change c join organisation_change_number n on n.id = c.id
    where c.on_day = any(${days}::date[]) and (c.unit_id = any(${ids}::int[]) or c.others && ${ids}::int[]) order by n.number`)
}
