import type { Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

/** The card that names a subject, how the name sounds, and the unit where the card stands. */
export type Name = { readonly subject: Uuid; readonly id: Uuid; readonly name: string; readonly sound: string; readonly unitId: number }
/** Where a block of names begins. */
export type NameHead = { readonly sound: string; readonly id: Uuid; readonly subject: Uuid }

/** Names of subjects; those whose tie was erased, or whose card is out of reach, are missing. At most some thousands at once. */
export async function namesOf(tx: Tx, reach: Reach, subjects: readonly Uuid[]): Promise<Map<Uuid, Name>> {
  if (subjects.length === 0) return new Map()
  const rows = await tx.rows<Name>(sql`select n.subject, n.id, n.name, n.sound, n.unit_id as "unitId" from figures_named n where n.subject = any(${subjects}::uuid[]) and ${inReach('n.unit_path', reach)}`)
  return new Map(rows.map((one) => [one.subject, one]))
}

/** Blocks fetched at once. */
const some = 32

/** All subjects that have a name in the transaction's reach, in the order in which names sound, in blocks of so many: the ids' bytes one after another, and where the block begins. */
export async function* blocksByName(tx: Tx, size = 256): AsyncGenerator<{ subjects: Buffer; head: NameHead }> {
  // All of it is fetched: the plan for the first rows would look up each.
  await tx.run(sql`select set_config('cursor_tuple_fraction', '1', true)`)
  await tx.run(sql`declare by_name no scroll cursor for
    select string_agg(uuid_send(subject), ''::bytea order by place) as subjects, min(sound) filter (where place = 0) as sound, min(id::text) filter (where place = 0) as id,
      min(subject::text) filter (where place = 0) as subject
    from (select subject, id, sound, n / ${size} as block, n % ${size} as place
      from (select n.subject, n.id, n.sound, row_number() over (order by n.sound, n.id, n.subject) - 1 as n from figures_named n) numbered) placed
    group by block order by block`)
  for (;;) {
    const rows = await tx.rows<{ subjects: Buffer } & NameHead>(sql`fetch 32 from by_name`)
    for (const { subjects, ...head } of rows) yield { subjects, head }
    if (rows.length < some) return
  }
}
