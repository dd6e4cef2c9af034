import type { Tx } from '#platform/database/transaction.ts'
import type { PartFilter } from './answers.ts'
import { withModel } from './columns/models.ts'
import * as sets from './columns/sets.store.ts'
import { SubjectOrder, type SubjectSet } from './columns/subject-order.ts'
import { ask } from './counting.ts'
import type { Question } from './question.ts'

/* The ledger knows nobody's name: whoever does gives it the order in which subjects are listed. */

/** All subjects behind a cell, as the read model has them, to be listed in an order (`orderSubjects`). Null where PostgreSQL answers, or the model's subjects are not in memory yet. */
export function setBehind(tx: Tx, q: Question, part: PartFilter): Promise<SubjectSet | null> {
  return ask<SubjectSet | null>(tx, q, (reader, view) => sets.setBehind(reader, view, q, part), async () => null)
}

/**
 * Puts all subjects of the read model in an order that the ledger does not know: blocks in that order, each with the bytes of its subjects' ids and what the
 * caller remembers of its first. Some seconds for millions, and nobody waits meanwhile. Null where there is no read model.
 */
export function orderSubjects<H>(tx: Tx, blocks: () => AsyncIterable<{ subjects: Buffer; head: H }>): Promise<SubjectOrder<H> | null> {
  return withModel(tx, () => true, async (reader) => {
    await reader.at(tx, null)
    await reader.index.read(reader.duck, reader.words.subjects)
    const order = new SubjectOrder<H>(reader)
    for await (const { subjects, head } of blocks()) order.add(subjects, head)
    return order
  })
}
