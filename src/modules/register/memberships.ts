import { everywhere } from '#kernel/actor.ts'
import { uuidOfDigest, type Uuid } from '#kernel/ids.ts'
import { boxIn } from '#platform/crypto/box.ts'
import { inTransaction, type Tx, type WorkspaceDb } from '#platform/database/transaction.ts'
import { firstPostingTells, joinedKind, postBatches, postingOfRequest, subjectsOfRecords, subjectsWith, type Entry } from '#modules/ledger/index.ts'
import { joiningEntries } from './importing.ts'
import * as store from './memberships.store.ts'

/** Persons that are read, and posted of, at a time. */
const batch = 2_000

/**
 * Posts once to which household each person belonged, and since when, for a workspace whose cards were filed before such entries were
 * posted: from the day of filing on, and anew from each dated change on. Nothing where the first filing tells it already, or where it was done:
 * the request's id is fixed for the workspace. In: the workspace's database, its schema, the folder of the keys. Out: the journal number, or null.
 */
export async function postMemberships(db: WorkspaceDb, dataFolder: string): Promise<bigint | null> {
  const requestId = uuidOfDigest(boxIn(dataFolder).hash('request', `register.memberships:${db.schema}`))
  return inTransaction({ ...db, reach: everywhere }, async (tx) => {
    if ((await firstPostingTells(tx, ['register.import', 'register.file'], joinedKind)) !== false) return null
    if (await postingOfRequest(tx, requestId)) return null
    return (await postBatches(tx, { actor: { id: 'operator:cli' }, requestId }, 'register.memberships', missing(tx)))?.number ?? null
  })
}

/** What was never posted, a batch of persons at a time. */
async function* missing(tx: Tx): AsyncGenerator<Entry[]> {
  for (let after: Uuid | null = null; ; ) {
    const persons: store.Belonging[] = await store.belongings(tx, after, batch)
    if (persons.length === 0) return
    after = persons.at(-1)!.id
    const subjects = await subjectsOfRecords(tx, 'person', persons.map(({ id }) => id))
    const told = await subjectsWith(tx, joinedKind, [...subjects.values()])
    const left = persons.filter(({ id }) => !told.has(subjects.get(id)!))
    yield await joiningEntries(tx, left.flatMap(({ homes, ...person }) => homes.map(({ householdId, on }) => ({ ...person, householdId, on }))))
  }
}
