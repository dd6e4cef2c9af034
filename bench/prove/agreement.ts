import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { closeColumns, columnsOf as placeOf, useColumns } from '#platform/columnar/home.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import { changeReasons } from '../../src/kernel/counting.ts'
import type { ChangeRow, PartFilter, SubjectBehind } from '../../src/modules/ledger/answers.ts'
import * as behind from '../../src/modules/ledger/behind.store.ts'
import { changesBetween } from '../../src/modules/ledger/changes.store.ts'
import { modelOf } from '../../src/modules/ledger/columns/models.ts'
import * as counting from '../../src/modules/ledger/counting.ts'
import type { Across, Question } from '../../src/modules/ledger/question.ts'
import * as tallies from '../../src/modules/ledger/tally.store.ts'
import { testDatabase, type TestDatabase } from '../../test/support/database.ts'
import { columnsOf, modelCounted, modelMembers, modelTally, readModel, tallyOf, type ModelCounted, type ModelEntry } from '../../test/support/figure-model.ts'
import type { Random } from '../../test/support/people.ts'
import { randomLedger, wordsOf, writeLedger } from '../../test/support/random-ledger.ts'
import { randomAcross, randomCut, randomQuestion, rangesOf } from '../../test/support/random-question.ts'
import { drawOf, type Proof, type Report } from './proof.ts'

/** One engine: the readers of a question. */
export type Engine = Pick<typeof tallies, 'tally' | 'firstsByMonth' | 'membersDigest'> & Pick<typeof behind, 'passedOf' | 'countBehind' | 'subjectsBehind' | 'subjectsAmong' | 'entriesBehind' | 'leftOut'> & { changesBetween: typeof changesBetween }
export const engines: Record<string, Engine> = { postgresql: { ...tallies, ...behind, changesBetween }, columns: counting }

/** Ledgers share a database; the merges of all are read by each question, so that it is made anew now and then. */
const ledgersOfDatabase = 50
/** In the suite the first of them, so that it stays short; the proof asks all. */
const [asksOfLedger, asksInSuite] = [20, 4]
const earlyAsks = 2

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const nameOf = ({ posting, line }: ModelEntry) => `${posting}:${line}`
const sorted = <T>(items: Iterable<T>) => [...items].sort()

/** One thing asked of every engine and of the model: what it is, and how either answers. */
type Ask = { what: string; q: unknown; of(engine: Engine, tx: Tx): Promise<unknown>; model(): unknown }

function partsOf(all: readonly ModelEntry[], q: Question, part: PartFilter): ModelCounted[] {
  const counted = modelCounted(all, q)
  if (part === null) return counted
  const { cut, key } = part
  return counted.filter((one) => (cut.by === 'unit' ? one.key === key : columnsOf(q, cut, one).includes(key)))
}

/** A part of the question that holds something, mostly. */
function partOf(draw: Random, all: readonly ModelEntry[], q: Question): PartFilter {
  const cut = randomCut(draw)
  const counted = modelCounted(all, q)
  if (draw.chance(0.3) || counted.length === 0) return null
  const one = draw.of(counted)
  return { cut, key: cut.by === 'unit' ? one.key : draw.of(columnsOf(q, cut, one)) }
}

function modelChanges(all: readonly ModelEntry[], before: Question, after: Question): ChangeRow[] {
  const [n, m] = [before, after].map(({ asOf }) => (asOf === null ? Infinity : Number(asOf))) as [number, number]
  const [was, is] = [modelCounted(all, before), modelCounted(all, after)]
  const tell = ({ entry, subject, key }: ModelCounted) => `${nameOf(entry)} ${subject} ${key}`
  const [wasTold, isTold] = [new Set(was.map(tell)), new Set(is.map(tell))]
  const differing = [...was.filter((one) => !isTold.has(tell(one))).map((one) => ({ ...one, in: false })), ...is.filter((one) => !wasTold.has(tell(one))).map((one) => ({ ...one, in: true }))]
  const [then, now] = [readModel(all, n), readModel(all, m)]
  const placeIn = ({ ranges }: Question, { unitPath }: ModelEntry) => (ranges === null ? '' : ranges.find(({ lo, hi }) => lo <= unitPath && unitPath < hi)?.key)
  const found = [...Map.groupBy(differing, ({ entry }) => nameOf(entry)).values()].map((rows) => {
    const { entry } = rows[0]!
    const [came, went] = [rows.some((row) => row.in), rows.some((row) => !row.in)]
    const wasReversed = all.some((one) => one.kind === 'ledger.reversed' && one.number > n && one.number <= m && one.refers?.posting === entry.posting && one.refers.line === entry.line)
    const [wasPassed, isPassed] = before.level === null ? [false, false] : [then.passed(entry, before.level), now.passed(entry, before.level)]
    const reason: ChangeRow['reason'] =
      entry.number > n ? 'late' : wasReversed ? 'reversed'
      : came && !went && isPassed && !wasPassed ? 'verified' : went && !came && wasPassed && !isPassed ? 'returned'
      : rows.some(({ subject }) => then.rootOf(subject) !== now.rootOf(subject)) ? 'merged' : placeIn(before, entry) !== placeIn(after, entry) ? 'moved' : 'other'
    return { reason, rows, came, went }
  })
  return changeReasons.flatMap((reason) => {
    const mine = found.filter((one) => one.reason === reason)
    if (mine.length === 0) return []
    return [{ reason, entries: mine.length, subjects: new Set(mine.flatMap(({ rows }) => rows.map((row) => row.subject))).size, in: mine.filter(({ came }) => came).length, out: mine.filter(({ went }) => went).length }]
  })
}

/** What of the kinds and ranges is not counted, by the first reason that holds. */
function modelLeftOut(all: readonly ModelEntry[], q: Question, n: number) {
  const { rootOf } = readModel(all, q.asOf === null ? Infinity : n)
  const told = all.filter(({ kind, unitPath }) => q.kinds.includes(kind) && (q.ranges === null || q.ranges.some(({ lo, hi }) => lo <= unitPath && unitPath < hi))).flatMap((entry) => {
    const back = all.find((one) => one.kind === 'ledger.reversed' && one.refers?.posting === entry.posting && one.refers.line === entry.line)?.number
    const isInside = (q.from === null || entry.happenedOn >= q.from) && (q.to === null || entry.happenedOn <= q.to)
    const reason = entry.number > n ? 'known-later' : back !== undefined && back <= n ? 'reversed' : !isInside ? 'outside-period' : back === undefined ? null : 'reversed-later'
    return reason === null ? [] : [{ reason, subject: rootOf(entry.subject) }]
  })
  return sorted(new Set(told.map(({ reason }) => reason))).map((reason) => {
    const mine = told.filter((one) => one.reason === reason)
    return { reason, subjects: new Set(mine.map(({ subject }) => subject)).size, entries: mine.length }
  })
}

const bySubject = (subjects: SubjectBehind[]) => subjects.sort((a, b) => (a.subject < b.subject ? -1 : 1))
function subjectsOf(rows: readonly ModelCounted[]): SubjectBehind[] {
  return bySubject([...Map.groupBy(rows, ({ subject }) => subject)].map(([subject, mine]) => {
    const days = sorted(mine.map(({ entry }) => entry.happenedOn))
    return { subject, times: tallyOf(mine).times, firstOn: days[0]!, lastOn: days.at(-1)! }
  }))
}

/** The other readers of a question, one at a time: each is asked of some questions. */
function otherAsk(draw: Random, all: readonly ModelEntry[], q: Question, asOfs: readonly (bigint | null)[]): Ask {
  const counted = () => modelCounted(all, q)
  const part = partOf(draw, all, q)
  const behindPart = () => partsOf(all, q, part)
  const asOf = q.asOf === null ? Infinity : Number(q.asOf)
  return draw.of<() => Ask>([
    () => ({ what: 'membersDigest', q, of: (engine, tx) => engine.membersDigest(tx, q), model: () => {
      const members = counted().map(({ entry, subject }) => (q.counts === 'subjects' ? subject : q.through === 'members' ? `${nameOf(entry)}:${subject}` : nameOf(entry)))
      return sha256(sorted(new Set(members)).join('\n'))
    } }),
    () => ({ what: 'firstsByMonth', q, of: (engine, tx) => engine.firstsByMonth(tx, q), model: () => {
      const firsts = [...Map.groupBy(counted(), ({ subject }) => subject).values()].map((rows) => sorted(rows.map(({ entry }) => entry.happenedOn.slice(0, 7)))[0]!)
      return sorted(new Set(firsts)).map((month) => ({ month, first: firsts.filter((one) => one === month).length }))
    } }),
    () => ({ what: 'passedOf', q, of: async (engine, tx) => sorted(Object.entries(await engine.passedOf(tx, q))), model: () => {
      const entries = [...new Set(counted().map(({ entry }) => entry))]
      return ['city', 'county'].map((level) => [level, entries.filter((entry) => readModel(all, asOf).passed(entry, level)).length] as const).filter(([, n]) => n > 0)
    } }),
    () => {
      const n = q.asOf ?? asOfs.reduce<bigint>((last, one) => (one !== null && one > last ? one : last), 0n)
      return { what: 'leftOut', q: { q, n }, of: (engine, tx) => engine.leftOut(tx, q, n), model: () => modelLeftOut(all, q, Number(n)) }
    },
    () => ({ what: 'countBehind', q: { q, part }, of: (engine, tx) => engine.countBehind(tx, q, part), model: () => (({ subjects, entries }) => ({ subjects, entries }))(tallyOf(behindPart())) }),
    () => ({ what: 'subjectsBehind', q: { q, part }, of: (engine, tx) => engine.subjectsBehind(tx, q, part, 5), model: () => subjectsOf(behindPart()).slice(0, 5) }),
    () => {
      const asked = [...new Set(all.map(({ subject }) => subject))].filter(() => draw.chance(0.5))
      return { what: 'subjectsAmong', q: { q, part, asked }, of: async (engine, tx) => bySubject([...(await engine.subjectsAmong(tx, q, part, asked)).values()]), model: () => subjectsOf(behindPart()).filter(({ subject }) => asked.includes(subject)) }
    },
    () => {
      const one = counted()
      const filter = { subject: one.length > 0 && draw.chance(0.4) ? draw.of(one).subject : null, limit: 4, offset: draw.of([0, 2]) }
      const { rootOf } = readModel(all, asOf)
      return { what: 'entriesBehind', q: { q, part, filter }, of: async (engine, tx) => (await engine.entriesBehind(tx, q, part, filter)).map(({ at: _, unitId: __, ...entry }) => entry), model: () => {
        const mine = new Map(behindPart().filter(({ subject }) => filter.subject === null || subject === filter.subject).map((row) => [row.entry, row.key]))
        return [...mine].sort(([a], [b]) => (a.happenedOn === b.happenedOn ? b.posting - a.posting || b.line - a.line : a.happenedOn < b.happenedOn ? 1 : -1)).slice(filter.offset, filter.offset + filter.limit)
          .map(([{ number, posting, line, subject, happenedOn, count, amount, currency, facets }, key]) =>
            ({ journal: String(number), posting: String(posting), line, subject: rootOf(subject), key, happenedOn, count, amount: amount === null ? null : String(amount), currency, facets }))
      } }
    },
    () => {
      const [n, m] = [q.asOf ?? asOfs[0]!, draw.of(asOfs)].sort((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1)) as [bigint | null, bigint | null]
      const [before, after] = [{ ...q, asOf: n }, { ...q, asOf: m, ranges: q.ranges !== null && draw.chance(0.3) ? rangesOf(draw) : q.ranges }]
      return { what: 'changesBetween', q: { before, after }, of: (engine, tx) => engine.changesBetween(tx, before, after), model: () => modelChanges(all, before, after) }
    },
  ])()
}

/** By row, then by column, the whole first: the order in which engines answer. */
function tallyAsk(all: readonly ModelEntry[], q: Question, how: { units: boolean; across: Across | null }): Ask {
  return { what: 'tally', q: { q, how }, of: (engine, tx) => engine.tally(tx, q, how), model: () => modelTally(all, q, how) }
}

const write = (value: unknown) => JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))

async function hold(tx: Tx, ask: Ask, index: number, report: Report): Promise<void> {
  const wanted = ask.model()
  for (const [name, engine] of Object.entries(engines)) {
    const found = await ask.of(engine, tx)
    report.add('asked')
    if (!isDeepStrictEqual(found, wanted)) report.fail('unlike', index, `${name} ${ask.what} ${write(ask.q)}\n  says ${write(found)}\n  model ${write(wanted)}`)
  }
}

/** One ledger, asked early, and again about then when all is written; then asked anything as of many numbers. */
async function ledger(db: TestDatabase, index: number, draw: Random, asks: number, report: Report): Promise<void> {
  const words = wordsOf(`h${index}`)
  const postings = randomLedger(draw, words)
  const half = 1 + draw.below(postings.length - 1)
  // The whole of a few ledgers goes in by the door.
  const how = { draw, byDoor: index % 10 === 0 }
  const early = await writeLedger(db, postings.slice(0, half), [], how)
  const then = BigInt(early.at(-1)!.number)
  const asked = Array.from({ length: earlyAsks }, () => ({ q: randomQuestion(draw, words, [null]), how: { units: draw.chance(0.5), across: draw.chance(0.5) ? randomAcross(draw) : null } }))
  const told = await inSnapshot(db.workspace, async (tx) => {
    const all = []
    for (const one of asked) for (const engine of Object.values(engines)) all.push(await engine.tally(tx, one.q, one.how))
    return all
  })
  // Some of what is asked lies in the read model's file, some beside it, some in both.
  if (index % 8 === 1) await modelOf(placeOf(db.pool, db.workspace.schema)!).build()
  const all = await writeLedger(db, postings, early, how)
  const numbers = [...new Set(all.map(({ number }) => BigInt(number)))]
  const asOfs = [...numbers, numbers[0]! - 1n, null, null, null]
  await inSnapshot(db.workspace, async (tx) => {
    let i = 0
    for (const one of asked) {
      const q = { ...one.q, asOf: then }
      for (const [name, engine] of Object.entries(engines)) {
        const again = await engine.tally(tx, q, one.how)
        report.add('askedAgain')
        if (!isDeepStrictEqual(told[i], again)) report.fail('moved', index, `${name} ${write({ q, how: one.how })}\n  said ${write(told[i])}\n  says ${write(again)}`)
        i += 1
      }
      await hold(tx, tallyAsk(all, q, one.how), index, report)
    }
    for (let n = 0; n < asks; n += 1) {
      const q = randomQuestion(draw, words, asOfs)
      await hold(tx, tallyAsk(all, q, { units: draw.chance(0.6), across: draw.chance(0.6) ? randomAcross(draw) : null }), index, report)
      if (draw.chance(0.5)) await hold(tx, otherAsk(draw, all, q, asOfs), index, report)
      report.add('found', modelMembers(all, q).length > 0 ? 1 : 0)
    }
  })
}

/**
 * Random ledgers × random questions × as-of numbers: every engine says what a hundred lines over a plain list say, and what was said of a journal number is said again
 * after everything that came later. Seen red within thirty ledgers, each fault planted in PostgreSQL's engine alone: passings taken back are not; the later posting number, not
 * the later journal number, decides about a passing; reversals of later on count; sets are read as of now; `first` is chosen within the period; membership never ends;
 * `newestOf` leaves the entry itself out, `near` finds the entry itself; of merged ones `without` sees one card; the class of the end instead of the day's; `minus` is added.
 */
export const agreement: Proof = {
  id: 'agreement', suiteSize: 200, proofSize: 10_000,
  target: { unlike: 0, moved: 0 },
  async run(seed, n, from, report) {
    for (let first = from; first < n; ) {
      const last = Math.min(n, first - (first % ledgersOfDatabase) + ledgersOfDatabase)
      const db = await testDatabase()
      const folder = mkdtempSync(join(tmpdir(), 'qiaoshou-agreement-'))
      useColumns(db.pool, { folder, mode: 'always', builds: true, log: (line) => void process.stderr.write(`${line}\n`) })
      try {
        for (let index = first; index < last; index += 1) await ledger(db, index, drawOf(seed, index), n > agreement.suiteSize ? asksOfLedger : asksInSuite, report)
      } finally {
        await closeColumns(db.pool)
        rmSync(folder, { recursive: true, force: true })
        await db.close()
      }
      first = last
      report.done(first)
    }
  },
}
