import { columnsOf } from '#platform/columnar/home.ts'
import { inSnapshot, type WorkspaceDb } from '#platform/database/transaction.ts'
import { plainQuestion, type Question } from '../question.ts'
import * as tallies from '../tally.store.ts'
import { tally } from './tally.store.ts'
import type { Built } from './build.ts'
import { buildInChild } from './builder.ts'
import { digestOfLedger, digestOfModel } from './digest.store.ts'
import { modelOf, orderOf } from './models.ts'

function placeOf(db: WorkspaceDb) {
  const place = columnsOf(db.pool, db.schema)
  if (!place) throw new Error('this database has no home for read models')
  return place
}

/** Makes a workspace's read model anew, after another builder where one is at work. `progress` is told each step. */
export async function rebuildColumns(db: WorkspaceDb, progress: (step: string) => void): Promise<Built> {
  return (await buildInChild(orderOf(placeOf(db), true), progress))!
}

/** `number`: up to which the file goes; `entries` that were compared; `unlike`: what the read model and PostgreSQL say differently. */
export type Checked = { number: number; journal: number; kinds: number; entries: number; questions: number; unlike: { what: string; ledger: string; model: string }[] }

/**
 * Holds a workspace's read model against its ledger in one snapshot: every row of every kind by its fingerprint, then each kind asked by month, as of the head
 * and of half the journal. Null: there is no read model.
 */
export async function checkColumns(db: WorkspaceDb, progress: (kind: string) => void): Promise<Checked | null> {
  return inSnapshot(db, async (tx) => {
    const model = modelOf(placeOf(db))
    model.lookAgain()
    const reader = await model.open(tx)
    if (!reader) return null
    return reader.using(async () => {
      const view = await reader.at(tx, null)
      const unlike: Checked['unlike'] = []
      const compare = (what: string, ledger: unknown, model: unknown) => {
        if (JSON.stringify(ledger) !== JSON.stringify(model)) unlike.push({ what, ledger: JSON.stringify(ledger), model: JSON.stringify(model) })
      }
      const [ledger, columns] = [await digestOfLedger(tx), await digestOfModel(reader, view)]
      const kinds = [...new Set([...ledger, ...columns].map(({ kind }) => kind))]
      let questions = 0
      for (const kind of kinds) {
        progress(kind)
        compare(kind, ledger.find((one) => one.kind === kind), columns.find((one) => one.kind === kind))
        for (const n of [view.n, Math.floor(view.n / 2)]) {
          const q: Question = { ...plainQuestion, kinds: [kind], counts: 'subjects', ranges: null, asOf: BigInt(n) }
          const by = { units: false, across: { by: 'month' } } as const
          compare(`${kind} @${n}`, await tallies.tally(tx, q, by), (await tally(reader, await reader.at(tx, q.asOf), q, by)).rows)
          questions += 1
        }
      }
      return { number: reader.number, journal: view.n, kinds: kinds.length, entries: ledger.reduce((sum, { entries }) => sum + entries, 0), questions, unlike }
    })
  })
}
