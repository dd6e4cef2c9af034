import type { Uuid } from '#kernel/ids.ts'
import { literal, type Duck } from '#platform/columnar/duck.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { joinedKind } from '../question.ts'
import { currencyCode, foldedKinds, levels, refOf, refParts } from './shape.ts'
import { uuidOf, type SubjectIndex } from './subject-index.ts'
import { actsOn, entriesSince, olderEntries, type NewEntry } from './tail.store.ts'
import { forever, rootAt, rootSteps, versionsOf, type Act, type Merge, type RootStep, type Version } from './versions.ts'
import type { Words } from './view.ts'

type Ref = { posting: bigint; line: number }

/** What was posted since a reader's file: rows in memory, in the columns of the file; rows of the file that it changes are made again here. */
export class Tail {
  readonly #duck: Duck
  readonly #words: Words
  readonly #index: SubjectIndex
  readonly #fileNumber: number
  readonly #refs = new Set<bigint>()
  readonly #subjects = new Map<Uuid, number>()
  readonly #subjectOf = new Map<number, Uuid>()
  #nextSubject: number
  merges: (Merge & { ref: string })[]
  #steps: Map<Uuid, RootStep[]>
  /** How many rows stand here, and how many entries of the file were made again. */
  rows = 0
  touched = 0

  constructor(duck: Duck, words: Words, index: SubjectIndex, fileNumber: number, merges: (Merge & { ref: string })[]) {
    this.#duck = duck
    this.#words = words
    this.#index = index
    this.#fileNumber = fileNumber
    this.merges = merges
    this.#steps = rootSteps(merges)
    this.#nextSubject = words.subjects
  }

  /** All numbers of subjects are below it. */
  get subjects(): number {
    return this.#nextSubject
  }

  movedBetween(before: number, after: number): Uuid[] {
    return [...this.#steps.keys()].filter((subject) => rootAt(subject, before, this.#steps) !== rootAt(subject, after, this.#steps))
  }

  /** Who counts as another at a journal number, and as whom. */
  rootsAt(n: number): [Uuid, Uuid][] {
    return [...this.#steps.keys()].map((subject): [Uuid, Uuid] => [subject, rootAt(subject, n, this.#steps)]).filter(([subject, root]) => subject !== root)
  }

  /** Takes in the postings after `from` up to `to`, as this snapshot shows them: all of it or, where it throws, nothing that a question could see. */
  async take(tx: Tx, from: number, to: number): Promise<void> {
    const news = await entriesSince(tx, from, to)
    const acts = news.filter(({ kind }) => foldedKinds.includes(kind) && kind !== 'ledger.merged')
    const fresh = news.filter(({ kind }) => !foldedKinds.includes(kind))
    const freshRefs = new Set(fresh.map(keyOf))
    const merged = this.#mergesAfter(news)
    const steps = merged === null ? this.#steps : rootSteps(merged)
    const moved = merged === null ? [] : changedSteps(this.#steps, steps)
    const touchedRefs = new Map<string, Ref>()
    for (const { refersPosting, refersLine } of acts) {
      const ref = { posting: refersPosting!, line: refersLine! }
      if (!freshRefs.has(keyOf(ref))) touchedRefs.set(keyOf(ref), ref)
    }
    for (const ref of await this.#refsOfObjects(moved)) touchedRefs.set(keyOf(ref), ref)
    const older = touchedRefs.size + moved.length === 0 ? [] : (await olderEntries(tx, [...touchedRefs.values()], moved, to)).filter(({ kind, posting, line }) => !foldedKinds.includes(kind) && !freshRefs.has(keyOf({ posting, line })))
    const olderActs = older.length === 0 ? [] : await actsOn(tx, older, to)
    const actsOf = Map.groupBy([...olderActs, ...acts.filter((act) => freshRefs.has(keyOf({ posting: act.refersPosting!, line: act.refersLine! })))], (act) => keyOf({ posting: act.refersPosting!, line: act.refersLine! }))
    const made = [...fresh, ...older].flatMap((entry) => versionsOf(lifeOf(entry, actsOf.get(keyOf(entry)) ?? []), steps).map((version) => ({ entry, version, reversed: reversedIn(actsOf.get(keyOf(entry))) })))
    await this.#write(made, older)
    this.merges = merged ?? this.merges
    this.#steps = steps
  }

  /** All merges once these are known too; null where nothing of them changed. */
  #mergesAfter(news: readonly NewEntry[]): (Merge & { ref: string })[] | null {
    const added = news.filter(({ kind, source }) => kind === 'ledger.merged' && source !== null)
      .map(({ subject, source, number, posting, line }) => ({ ref: String(refOf(posting, line)), subject, into: source!, number: Number(number), until: forever }))
    const all = [...this.merges, ...added]
    if (all.length === 0) return null
    const undone = new Map(news.filter(({ kind }) => kind === 'ledger.reversed').map((act) => [String(refOf(act.refersPosting!, act.refersLine!)), Number(act.number)]))
    const changed = all.map((merge) => ({ ...merge, until: merge.until === forever ? (undone.get(merge.ref) ?? forever) : merge.until }))
    return added.length === 0 && changed.every(({ until }, i) => until === all[i]!.until) ? null : changed
  }

  /** Entries whose `object` counts as another now. */
  async #refsOfObjects(moved: readonly Uuid[]): Promise<Ref[]> {
    if (moved.length === 0) return []
    const related = [...new Set(moved.flatMap((subject) => [subject, ...(this.#steps.get(subject) ?? []).map(({ root }) => root)]))]
    const ids = [...(await this.subjectIds(related)).values()]
    if (ids.length === 0) return []
    const rows = await this.#duck.rows<{ ref: string }>(`select distinct ref::varchar as ref from (select ref, object from seg.entry where object is not null union all select ref, object from tail) where object in (${ids.join(', ')})`)
    return rows.map(({ ref }) => refParts(BigInt(ref)))
  }

  async #write(made: readonly { entry: NewEntry; version: Version; reversed: number | null }[], older: readonly NewEntry[]): Promise<void> {
    const subjects = await this.#numbers([...new Set(made.flatMap(({ version }) => (version.object ? [version.subject, version.object] : [version.subject])))])
    const lines = made.map(({ entry, version, reversed }) => {
      const { kind, path, facets } = this.#words.learn(entry.kind, entry.path, entry.facets, entry.amount !== null)
      return [kind, entry.day, subjects.ids.get(version.subject)!, path, facets, entry.count, entry.amount, currencyCode(entry.currency), refOf(entry.posting, entry.line), Number(entry.number),
        version.since, version.until, ...levels.map((level) => version.passed[level] ?? null), reversed, version.object ? subjects.ids.get(version.object)! : null] as const
    })
    for (const { version } of made) for (const [level, number] of Object.entries(version.passed)) if (number !== null && number !== undefined) this.#words.atWork.add(level)
    const again = older.map(({ posting, line, number }) => ({ ref: refOf(posting, line), inFile: Number(number) <= this.#fileNumber }))
    const [inTail, inFile] = [again.filter(({ ref }) => this.#refs.has(ref)), again.filter(({ ref, inFile: file }) => file && !this.#refs.has(ref))]
    let gone = 0
    await this.#duck.transaction(async (one) => {
      if (inTail.length > 0) {
        const [{ n }] = (await one.rows<{ n: number }>(`select count(*)::int as n from tail where ref in (${inTail.map(({ ref }) => ref).join(', ')})`)) as [{ n: number }]
        gone = n
        await one.run(`delete from tail where ref in (${inTail.map(({ ref }) => ref).join(', ')})`)
      }
      if (inFile.length > 0) await one.append('touched', inFile.map(({ ref }) => [ref]))
      if (subjects.added.length > 0) await one.append('more_subject', subjects.added)
      await one.append('tail', lines)
    })
    for (const { entry } of made) this.#refs.add(refOf(entry.posting, entry.line))
    for (const [id, subject] of subjects.added) {
      this.#subjects.set(subject, id)
      this.#subjectOf.set(id, subject)
    }
    this.rows += lines.length - gone
    this.touched += inFile.length
  }

  /** Numbers of subjects, with new ones for those that had none. */
  async #numbers(subjects: readonly Uuid[]): Promise<{ ids: Map<Uuid, number>; added: [number, Uuid][] }> {
    const ids = await this.subjectIds(subjects)
    const added = subjects.filter((subject) => !ids.has(subject)).map((subject): [number, Uuid] => [this.#nextSubject++, subject])
    for (const [id, subject] of added) ids.set(subject, id)
    return { ids, added }
  }

  /** The subject with this number, once the index was read. */
  subjectOf(number: number): Uuid {
    return this.#subjectOf.get(number) ?? this.#index.subjectOf(number)
  }

  /** The number of the subject whose id's bytes stand at a place, once the index was read; undefined where it has none. */
  numberAt(bytes: Buffer, at: number): number | undefined {
    return this.#index.numberAt(bytes, at) ?? (this.#subjects.size === 0 ? undefined : this.#subjects.get(uuidOf(bytes, at)))
  }

  /** Numbers of those subjects that have one. */
  async subjectIds(subjects: readonly Uuid[]): Promise<Map<Uuid, number>> {
    const found = new Map<Uuid, number>()
    const others: Uuid[] = []
    const { ready } = this.#index
    for (const subject of new Set(subjects)) {
      const id = this.#subjects.get(subject) ?? (ready ? this.#index.numberOf(subject) : undefined)
      if (id === undefined) others.push(subject)
      else found.set(subject, id)
    }
    if (others.length === 0 || ready) return found
    const rows = await this.#duck.rows<{ id: number; subject: Uuid }>(`select s.id, s.subject::varchar as subject from (select unnest([${others.map(literal).join(', ')}])::uuid as subject) o join seg.subject s on s.subject = o.subject`)
    for (const { id, subject } of rows) found.set(subject, id)
    return found
  }
}

const keyOf = ({ posting, line }: Ref) => `${posting}:${line}`

const reversedIn = (acts: readonly NewEntry[] | undefined): number | null => {
  const numbers = (acts ?? []).flatMap(({ kind, number }) => (kind === 'ledger.reversed' ? [Number(number)] : []))
  return numbers.length === 0 ? null : Math.min(...numbers)
}

function lifeOf(entry: NewEntry, acts: readonly NewEntry[]): Parameters<typeof versionsOf>[0] {
  return {
    number: Number(entry.number), reversed: reversedIn(acts), subject: entry.subject, object: entry.kind === joinedKind ? entry.source : null,
    acts: acts.flatMap(({ kind, level, number, posting, line }): Act[] => (kind === 'ledger.reversed' ? [] : [{ level: level!, passed: kind === 'ledger.passed', number: Number(number), posting, line }])),
  }
}

/** Subjects whose steps are not the same in both. */
function changedSteps(before: ReadonlyMap<Uuid, readonly RootStep[]>, after: ReadonlyMap<Uuid, readonly RootStep[]>): Uuid[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((subject) => JSON.stringify(before.get(subject)) !== JSON.stringify(after.get(subject)))
}
