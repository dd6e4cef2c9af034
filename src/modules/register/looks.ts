import type { Uuid } from '#kernel/ids.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { looksAt } from '#modules/audit/index.ts'
import type { personLooks } from './contract.ts'
import { cardsInReach } from './offered.ts'

/** Looks that a card shows. */
const shown = 50

/** Who looked at a card or acted upon it, newest first, the last 50. Refuses `person-not-found`: what is out of reach is not there. */
export async function looksOf(ctx: Ctx, id: Uuid): Promise<OutOf<typeof personLooks> | Refusal<'person-not-found'>> {
  return inSnapshot(ctx.db, async (tx) => {
    if (!(await cardsInReach(tx, ctx.actor.reach, [id])).has(id)) return refuse('person-not-found')
    tx.note({ subjects: [id] })
    const looks = await looksAt(tx, id, ctx.now, shown + 1)
    return { looks: looks.slice(0, shown), more: looks.length > shown }
  })
}
