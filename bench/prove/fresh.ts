import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeColumns, columnsOf, useColumns } from '#platform/columnar/home.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import { modelOf } from '../../src/modules/ledger/columns/models.ts'
import { tally } from '../../src/modules/ledger/counting.ts'
import { reversed } from '../../src/modules/ledger/entries.ts'
import { entryOf, type Entry } from '../../src/modules/ledger/model.ts'
import { post } from '../../src/modules/ledger/post.ts'
import { plainQuestion, type Question } from '../../src/modules/ledger/question.ts'
import { startAsker } from '../../test/support/asker.ts'
import { testDatabase } from '../../test/support/database.ts'
import { workStarted } from '../../test/support/kinds.ts'
import { drawOf, type Proof, type Report } from './proof.ts'

const path = 'cn.u1.u2.'
const q: Question = { ...plainQuestion, kinds: ['care.work-started'], counts: 'subjects', ranges: [{ key: 'u1', lo: 'cn.u1.', hi: 'cn.u1/' }] }
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** What must be counted: how often each woman's starts stand. */
class Books {
  readonly #times = new Map<string, number>()
  readonly standing: { posting: bigint; line: number; entry: Entry }[] = []
  times = 0

  started(posting: bigint, entries: readonly Entry[]): void {
    entries.forEach((entry, i) => {
      this.standing.push({ posting, line: i + 1, entry })
      this.#add(entry, 1)
    })
  }

  takenBack(place: number): void {
    const [gone] = this.standing.splice(place, 1)
    this.#add(gone!.entry, -1)
  }

  #add({ subject, count }: Entry, sign: number): void {
    this.times += sign * count
    const left = (this.#times.get(subject) ?? 0) + sign
    if (left === 0) this.#times.delete(subject)
    else this.#times.set(subject, left)
  }

  get subjects(): number {
    return this.#times.size
  }
}

/**
 * A posting, or one taken back; then the figure is asked, by turns in the process that posted, at the head or as of its number, and in another one. Each must hold it. Now and
 * then a new file is made meanwhile. Seen red: with a reader that takes in what is new once a second; with reversals left out of what is fetched.
 */
export const fresh: Proof = {
  id: 'fresh', suiteSize: 1_000, proofSize: 100_000,
  target: { stale: 0 },
  async run(seed, n, from, report) {
    for (let first = from; first < n; first += 10_000) await world(seed, first, Math.min(n, first + 10_000), report)
  },
}

async function world(seed: number, first: number, last: number, report: Report): Promise<void> {
  const db = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'qiaoshou-fresh-'))
  useColumns(db.pool, { folder, mode: 'always', builds: true, log: () => {} })
  const other = startAsker({ appUrl: db.appUrl, schema: db.workspace.schema, folder })
  const model = modelOf(columnsOf(db.pool, db.workspace.schema)!)
  const books = new Books()
  let building: Promise<void> | undefined
  try {
    await model.build()
    for (let index = first; index < last; index += 1) {
      const draw = drawOf(seed, index)
      if (index % 300 === 299) building = model.build()
      const back = books.standing.length > 3 && draw.chance(0.2) ? draw.below(books.standing.length) : null
      const about = back === null ? null : books.standing[back]!
      const entries = about
        ? [entryOf(reversed, { ...about.entry, facets: { reason: 'mistake' }, refers: { posting: about.posting, line: about.line } })]
        : Array.from({ length: 1 + draw.below(3) }, () => entryOf(workStarted!, { subject: idOf(draw.below(2_000)), unitId: 2, unitPath: path, happenedOn: '2026-03-01', count: 1 + draw.below(2) }))
      const { number, posting } = await posted(db.workspace, idOf(1_000_000_000 + index), entries)
      if (back === null) books.started(posting, entries)
      else books.takenBack(back)
      const asked = { ...q, asOf: index % 3 === 0 ? number : null }
      const [told] = index % 2 === 0 ? await inSnapshot(db.workspace, (tx) => tally(tx, asked, { units: false, across: null })) : [await other.ask(asked)]
      report.add(index % 2 === 0 ? 'here' : 'there')
      if (told?.subjects !== books.subjects || told.times !== books.times) report.fail('stale', index, `${told?.subjects} persons and ${told?.times} times told, ${books.subjects} and ${books.times} posted`)
    }
    report.done(last)
  } finally {
    await building
    await other.close()
    await closeColumns(db.pool)
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Posts and answers the number and the posting. */
async function posted(workspace: Parameters<typeof inTransaction>[0], requestId: string, entries: readonly Entry[]): Promise<{ number: bigint; posting: bigint }> {
  const { number } = await inTransaction(workspace, (tx) => post(tx, { actor: { id: 'operator:test' }, requestId }, 'test.post', entries))
  const { rows } = await workspace.pool.query<{ posting: bigint }>(`select posting from ${workspace.schema}.ledger_journal where number = $1`, [number])
  return { number, posting: rows[0]!.posting }
}
