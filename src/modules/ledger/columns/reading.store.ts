import type { Piece } from '#platform/columnar/duck.ts'
import type { Across, Question } from '../question.ts'
import { candidates, counted, rows as rowsOf, wordings, type Wanted } from './counted.store.ts'
import { holding, newest, picked, type Rows } from './fold.ts'
import type { Reader } from './reader.ts'
import { Room } from './room.ts'
import { levels, lineSql, passedColumn, postingSql } from './shape.ts'
import type { View } from './view.ts'

/*
 * DuckDB finds the rows that a question counts, once; they are counted by `fold.ts`, every way that is asked. What asks of each subject for its newest (or
 * first) row of a million is decided there too: DuckDB takes five times as long to gather by subject and to join what it gathered.
 */

/** What is read of each row. `marks`: the levels that have passed it, a bit each in the order of `work`; `paths` and `wordings` where they are asked. */
export type Read = { readonly rows: Rows; readonly marks: Int32Array; readonly paths: Int32Array | null; readonly wordings: Int32Array | null }

/** The levels that have passed anything, and the expression of a row's marks. */
export function marksOf(view: View): { work: string[]; marks: string } {
  const work = levels.filter((level) => view.words.atWork.has(level))
  return { work, marks: work.map((level, place) => `case when ${passedColumn(level)} <= ${view.n} then ${1 << place} else 0 end`).join(' + ') || '0' }
}

/** Of a row the order among its subject's: day, posting, line. */
const order = [`day - date '1900-01-01'`, postingSql('ref'), lineSql('ref')]

const isOfClass = (q: Question, cut: Across | null) => cut?.by === 'facet' && q.classFacets.includes(cut.facet)

/** What is decided after reading: whose class holds (`class`, where most subjects are met anyway), which of her rows is taken (`take`, where nothing but the row itself is asked). */
function apartOf(view: View, q: Question, cut: Across | null): { class: boolean; take: boolean } {
  const asked = isOfClass(q, cut) || Object.keys(q.where).some((facet) => q.classFacets.includes(facet))
  const many = () => view.words.estimate(q.kinds, q.ranges) >= view.words.estimate([q.classKind!], null)
  const ofClass = asked && q.classKind !== null && q.classAt === 'to' && q.through === null && many()
  const take = q.take !== 'every' && q.through === null && q.without.length + q.near.length + q.among.length === 0 && (!asked || ofClass)
  return { class: ofClass, take }
}

/** How a question is read: the statement, and where in its answer stands what. */
class Reading {
  readonly apart: { class: boolean; take: boolean }
  readonly statement: string
  readonly #places = new Map<string, number>()

  constructor(view: View, q: Question, wanted: { cut: Across | null; paths: boolean }) {
    const { cut } = wanted
    this.apart = apartOf(view, q, cut)
    const classCut = this.apart.class && isOfClass(q, cut)
    const { work, marks } = marksOf(view)
    const bare: Question = this.apart.class ? { ...q, where: Object.fromEntries(Object.entries(q.where).filter(([facet]) => !q.classFacets.includes(facet))) } : q
    const hasMoney = view.words.hasMoney(view.words.kinds(q.kinds))
    const from = this.apart.take ? candidates(view, bare) : null
    const columns: [name: string, expression: string][] = [
      ['subject', 'subject'], ['count', 'count'], ['marks', `(${marks})::int`],
      ...(q.through === 'members' ? [['first', 'is_first::int'] as [string, string]] : []), ...(hasMoney ? [['amount', `coalesce(${from?.amount ?? 'amount'}, 0)`] as [string, string]] : []),
      ...(wanted.paths ? [['path', 'path'] as [string, string]] : []), ...(cut === null || classCut ? [] : [['wording', `(${wordings(view, q, cut).wording})::int`] as [string, string]]),
      ...(from ? [...order.map((one, i) => [`order${i}`, `(${one})::int`] as [string, string]), ['holds', `(${from.holds})::int`] as [string, string]] : []),
    ]
    columns.forEach(([name], place) => this.#places.set(name, place))
    const told = columns.map(([, expression]) => expression).join(', ')
    const passed: Wanted = { cut: classCut ? null : cut, passed: work.length > 0 }
    this.statement = from ? `select ${told} from ${from.rows} e` : `with ${counted(view, bare, 'q', passed).join(', ')} select ${told} from q`
  }

  column({ columns }: Pick<Piece, 'columns'>, name: string): Int32Array | null {
    const place = this.#places.get(name)
    return place === undefined ? null : (columns[place] as Int32Array)
  }

  rows(piece: Pick<Piece, 'columns' | 'rows'>): Rows {
    const place = this.#places.get('amount')
    return {
      length: piece.rows, subjects: this.column(piece, 'subject')!, counts: this.column(piece, 'count')!, first: this.column(piece, 'first'),
      amounts: place === undefined ? null : (piece.columns[place] as BigInt64Array),
    }
  }
}

/** Reads what a question counts at no level, into the room of this question; what comes in pieces that need not be kept is handed to `take`, and null is answered. */
export async function read(room: Room, reader: Reader, view: View, q: Question, wanted: { cut: Across | null; paths: boolean }, take: ((rows: Rows, marks: Int32Array) => void) | null = null): Promise<Read | null> {
  const reading = new Reading(view, q, wanted)
  if (take && !reading.apart.class && !reading.apart.take) {
    await reader.duck.pieces(reading.statement, (piece) => take(reading.rows(piece), reading.column(piece, 'marks')!))
    return null
  }
  const classes = reading.apart.class ? classesOf(reader, view, q) : null
  const all = new Gathered(room)
  await reader.duck.pieces(reading.statement, (piece) => all.add(piece))
  if (all.columns.length === 0) return { rows: { length: 0, subjects: none, counts: none, first: null, amounts: null }, marks: none, paths: wanted.paths ? none : null, wordings: wanted.cut ? none : null }
  const whole = { columns: all.columns, rows: all.length }
  const rows = reading.rows(whole)
  const holds = reading.column(whole, 'holds')
  let stay = reading.apart.take ? newest(room, rows.subjects, [0, 1, 2].map((i) => reading.column(whole, `order${i}`)!), view.subjects, q.take === 'first') : null
  if (stay && holds) stay = holding(room, stay, 0, (row) => holds[row] === 1)
  const classOf = await classes
  if (classOf) {
    const holds = classHolds(view, q)
    if (holds) stay = holding(room, stay, rows.length, (row) => holds(classOf[rows.subjects[row]!] ?? -1))
  }
  const kept = (column: Int32Array | null) => column && picked(room, column, stay)
  const subjects = picked(room, rows.subjects, stay)
  return {
    rows: { length: subjects.length, subjects, counts: picked(room, rows.counts, stay), first: kept(rows.first), amounts: rows.amounts && picked(room, rows.amounts, stay) },
    marks: picked(room, reading.column(whole, 'marks')!, stay), paths: kept(reading.column(whole, 'path')),
    wordings: classOf && isOfClass(q, wanted.cut) ? room.numbered(subjects.length, (row) => classOf[subjects[row]!] ?? -1) : kept(reading.column(whole, 'wording')),
  }
}

const none = new Int32Array(0)

/** Pieces put together. */
class Gathered {
  readonly #room: Room
  columns: (Int32Array | BigInt64Array)[] = []
  length = 0
  constructor(room: Room) {
    this.#room = room
  }
  add({ columns, at, rows, total }: Piece): void {
    if (at === 0) this.columns = columns.map((one) => (one instanceof Int32Array ? this.#room.int32(total) : this.#room.bigInt64(total)))
    columns.forEach((one, place) => (this.columns[place] as Int32Array).set(one as Int32Array, at))
    this.length = at + rows
  }
}

/** Whether a class, by the number of its set of facets (−1: none was ever told), holds what a question asks of it; null where nothing is asked. */
function classHolds(view: View, q: Question): ((facets: number) => boolean) | null {
  const asked = Object.entries(q.where).filter(([facet]) => q.classFacets.includes(facet))
  if (asked.length === 0) return null
  const holding = view.words.facetsHolding(view.words.kinds([q.classKind!]), Object.fromEntries(asked))
  const allowed = holding && new Set(holding)
  const unknownHolds = asked.every(([, values]) => values.includes('unknown'))
  return (facets) => (facets < 0 ? unknownHolds : allowed === null || allowed.has(facets))
}

/** Of each subject the number of a set of facets, −1 for none: half as wide where there are few sets, since it is looked up in no order. */
type Classes = Int16Array | Int32Array

/** Classes worked out before, by what they depend on: the last few of each reader. */
const classesBefore = new WeakMap<Reader, Map<string, Promise<Classes>>>()
const classesKept = 2

/** Of each subject the set of facets of its newest class up to `to` as known at the view's number; −1 where there is none. */
function classesOf(reader: Reader, view: View, { classKind, to }: Question): Promise<Classes> {
  const before = classesBefore.get(reader) ?? new Map<string, Promise<Classes>>()
  classesBefore.set(reader, before)
  const key = JSON.stringify([classKind, to, view.n])
  const found = before.get(key)
  if (found) return found
  const made = readClasses(reader, view, classKind!, to)
  made.catch(() => before.delete(key))
  before.set(key, made)
  if (before.size > classesKept) before.delete(before.keys().next().value!)
  return made
}

async function readClasses(reader: Reader, view: View, kind: string, to: string | null): Promise<Classes> {
  const room = new Room()
  try {
    const all = new Gathered(room)
    await reader.duck.pieces(`select subject, facets, ${order.map((one) => `(${one})::int`).join(', ')} from ${rowsOf(view, 'subject, facets, day, ref', { kinds: [kind], to })} r`, (piece) => all.add(piece))
    const [subjects, facets, ...ordered] = all.columns as Int32Array[]
    const classes = new (view.words.facets.length < 2 ** 15 ? Int16Array : Int32Array)(view.subjects).fill(-1)
    if (subjects) for (const row of newest(room, subjects, ordered, view.subjects, false)) classes[subjects[row]!] = facets![row]!
    return classes
  } finally {
    room.close()
  }
}
