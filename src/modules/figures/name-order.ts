import { setTimeout as sleep } from 'node:timers/promises'
import { everywhere } from '#kernel/actor.ts'
import { columnsOf, type Columns } from '#platform/columnar/home.ts'
import { inSnapshot, type WorkspaceDb } from '#platform/database/transaction.ts'
import { orderSubjects, roomToCount, type SubjectOrder } from '#modules/ledger/index.ts'
import { stirredSince } from '#modules/register/index.ts'
import { blocksByName, type NameHead } from './named.store.ts'

/**
 * All persons in the order of their names, in the memory of this process and nowhere else: which subject of the ledger is whose stands on no disk but in
 * the database. `since`: the snapshot that it shows, `erased` how many cards were empty then. Whoever lists by it looks up what was stirred since.
 */
export type NameOrder = { readonly order: SubjectOrder<NameHead>; readonly since: string; readonly erased: number }

/** Whoever asked first is answered first, without it, in milliseconds. */
const startsAfter = 2_000
/** How long an order is used before one that shows what was stirred since is made, and how long a failure is remembered, in milliseconds. */
const restsFor = 60_000

class Keeper {
  kept: NameOrder | null = null
  making: Promise<void> | null = null
  notBefore = -Infinity
}

const keepers = new WeakMap<Columns, Keeper>()

function keeperOf(columns: Columns): Keeper {
  const found = keepers.get(columns) ?? new Keeper()
  keepers.set(columns, found)
  return found
}

/** The order of names of a workspace; null while none was made: then one is begun, and whoever asks does without. Only where the read model must answer (`always`) is it waited for. */
export async function orderOfNames(db: WorkspaceDb): Promise<NameOrder | null> {
  const columns = columnsOf(db.pool, db.schema)
  if (!columns || columns.home.mode === 'off') return null
  const keeper = keeperOf(columns)
  if (keeper.kept === null) renewOrder(db)
  if (columns.home.mode === 'always') await keeper.making
  return keeper.kept
}

/** Begins to make the order anew, unless that was done a short time ago; `gone`: the one there is can be used no more. */
export function renewOrder(db: WorkspaceDb, gone?: NameOrder): void {
  const columns = columnsOf(db.pool, db.schema)
  if (!columns) return
  const keeper = keeperOf(columns)
  if (gone && keeper.kept === gone) {
    keeper.kept = null
    keeper.notBefore = -Infinity
  }
  if (keeper.making || performance.now() < keeper.notBefore) return
  keeper.making = sleep(columns.home.mode === 'always' ? 0 : startsAfter, undefined, { ref: false })
    .then(() => (columnsOf(db.pool, db.schema) === columns ? made(db) : null))
    .then((order) => void (keeper.kept = order))
    .catch((error: Error) => columns.home.log(`figures: the order of names: ${error.message}`))
    .finally(() => {
      keeper.making = null
      keeper.notBefore = performance.now() + restsFor
    })
}

/** Beyond everybody's reach: it tells nothing of anybody, and each name is read within the reach of who asks for it. */
function made({ pool, schema }: WorkspaceDb): Promise<NameOrder | null> {
  return inSnapshot({ pool, schema, reach: everywhere }, async (tx) => {
    const { now, erased } = await stirredSince(tx, null)
    await roomToCount(tx)
    const order = await orderSubjects(tx, () => blocksByName(tx))
    return order && { order, since: now, erased }
  })
}
