import type { Duck } from '#platform/columnar/duck.ts'
import { unknownPart, type Question, type Where } from '../question.ts'
import { levels, passedColumn, type FacetSet } from './shape.ts'

/** A stretch of path numbers, both ends included, that counts for the key with this place in `keys`. */
export type Stretch = { readonly from: number; readonly to: number; readonly key: number }

/** The words of a read model and the numbers that stand for them in its rows. Only grows. */
export class Words {
  readonly #kinds = new Map<string, number>()
  readonly #kindEntries: number[] = []
  /** Paths of the file, in byte order; their numbers are their places. */
  #paths: string[] = []
  /** Rows up to and without the path with this number. */
  #before = new Float64Array(1)
  readonly #morePaths = new Map<string, number>()
  readonly facets: FacetSet[] = []
  readonly #facetIds = new Map<string, number>()
  #fileFacets = 0
  /** Kinds of which any entry tells an amount. */
  readonly #money = new Set<number>()
  /** Which sets of facets entries of a kind have. */
  readonly #used = new Map<number, Set<number>>()
  /** Levels that have ever passed an entry. */
  readonly atWork = new Set<string>()
  entries = 0
  /** Subjects of the file: their numbers are below it. */
  subjects = 0

  /** Reads the dictionaries of the attached file. */
  async load(duck: Duck): Promise<void> {
    for (const { id, kind, entries } of await duck.rows<{ id: number; kind: string; entries: number }>('select id::int as id, kind, entries from seg.kind order by id')) {
      this.#kinds.set(kind, id)
      this.#kindEntries[id] = entries
      this.entries += entries
    }
    const paths = await duck.columns('select path, entries from seg.path order by id')
    this.#paths = (paths['path'] ?? []) as string[]
    this.#before = new Float64Array(this.#paths.length + 1)
    ;((paths['entries'] ?? []) as number[]).forEach((n, i) => (this.#before[i + 1] = this.#before[i]! + n))
    for (const { id, json } of await duck.rows<{ id: number; json: string }>('select id, json from seg.facets order by id')) this.#keepFacets(id, json)
    this.#fileFacets = this.facets.length
    for (const { kind } of await duck.rows<{ kind: number }>('select distinct kind::int as kind from seg.entry where amount is not null')) this.#money.add(kind)
    for (const { kind, facets } of await duck.rows<{ kind: number; facets: number }>('select kind::int as kind, facets from seg.used')) this.#use(kind, facets)
    this.subjects = (await duck.rows<{ n: number }>('select count(*)::int as n from seg.subject'))[0]!.n
    const [passed] = await duck.rows<Record<string, boolean>>(`select ${levels.map((level) => `exists (select 1 from seg.entry where ${passedColumn(level)} is not null) as ${level}`).join(', ')}`)
    for (const level of levels) if (passed![level]) this.atWork.add(level)
  }

  #keepFacets(id: number, json: string): void {
    this.facets[id] = JSON.parse(json) as FacetSet
    this.#facetIds.set(json, id)
  }

  #use(kind: number, facets: number): void {
    const used = this.#used.get(kind)
    if (used) used.add(facets)
    else this.#used.set(kind, new Set([facets]))
  }

  /** Numbers for an entry's words; new words get new numbers. In: facets as jsonb writes them. */
  learn(kind: string, path: string, facets: string, hasAmount: boolean): { kind: number; path: number; facets: number } {
    let kindId = this.#kinds.get(kind)
    if (kindId === undefined) this.#kinds.set(kind, (kindId = Math.max(0, ...this.#kinds.values()) + 1))
    if (hasAmount) this.#money.add(kindId)
    let facetsId = this.#facetIds.get(facets)
    if (facetsId === undefined) this.#keepFacets((facetsId = this.facets.length), facets)
    this.#use(kindId, facetsId)
    let pathId = this.#morePaths.get(path)
    if (pathId === undefined) {
      const at = this.#firstFrom(path)
      if (this.#paths[at] === path) pathId = at
      else this.#morePaths.set(path, (pathId = this.#paths.length + this.#morePaths.size))
    }
    return { kind: kindId, path: pathId, facets: facetsId }
  }

  /** The number of the first path of the file that is not before `text` in byte order. */
  #firstFrom(text: string): number {
    let [low, high] = [0, this.#paths.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (before(this.#paths[middle]!, text)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Words that the file's own dictionaries do not hold. */
  since(): { paths: [number, string][]; facets: [number, string][] } {
    return { paths: [...this.#morePaths].map(([path, id]) => [id, path]), facets: [...this.#facetIds].flatMap(([json, id]) => (id >= this.#fileFacets ? [[id, json] as [number, string]] : [])) }
  }

  /** The kinds that have entries. */
  get kindNames(): string[] {
    return [...this.#kinds.keys()].sort()
  }

  kinds(names: readonly string[]): number[] {
    return names.flatMap((name) => this.#kinds.get(name) ?? [])
  }

  hasMoney(kinds: readonly number[]): boolean {
    return kinds.some((kind) => this.#money.has(kind))
  }

  /** Sets of facets that entries of these kinds have and that hold all conditions; null where all of them do. */
  facetsHolding(kinds: readonly number[], where: Where): number[] | null {
    const conditions = Object.entries(where)
    if (conditions.length === 0) return null
    const used = [...new Set(kinds.flatMap((kind) => [...(this.#used.get(kind) ?? [])]))]
    const holding = used.filter((id) => conditions.every(([name, values]) => partsOf(this.facets[id]!, name).some((part) => values.includes(part))))
    return holding.length === used.length ? null : holding
  }

  /** Which parts of a facet each set of facets of these kinds falls into. */
  parts(kinds: readonly number[], facet: string): { facets: number; part: string }[] {
    const used = [...new Set(kinds.flatMap((kind) => [...(this.#used.get(kind) ?? [])]))]
    return used.flatMap((id) => partsOf(this.facets[id]!, facet).map((part) => ({ facets: id, part })))
  }

  /** The ranges as stretches of path numbers; null where a question counts wherever. `keys` are the ranges' own, each once. */
  stretches(ranges: Question['ranges']): { keys: string[]; stretches: Stretch[] } | null {
    if (ranges === null) return null
    const keys = [...new Set(ranges.map(({ key }) => key))]
    const place = new Map(keys.map((key, i) => [key, i]))
    const more = [...this.#morePaths]
    const stretches = ranges.flatMap(({ key, lo, hi }) => {
      const [from, to, k] = [this.#firstFrom(lo), this.#firstFrom(hi) - 1, place.get(key)!]
      const others = more.filter(([path]) => !before(path, lo) && before(path, hi)).map(([, id]) => ({ from: id, to: id, key: k }))
      return from <= to ? [{ from, to, key: k }, ...others] : others
    })
    return { keys, stretches: joined(stretches) }
  }

  /** All numbers of paths are below it. */
  get paths(): number {
    return this.#paths.length + this.#morePaths.size
  }

  /** About how many rows of the file lie in the ranges and are of these kinds: what decides between the engines. */
  estimate(kinds: readonly string[], ranges: Question['ranges']): number {
    const ofKinds = this.kinds(kinds).reduce((sum, id) => sum + (this.#kindEntries[id] ?? 0), 0)
    if (ranges === null || this.entries === 0) return ofKinds
    const inside = ranges.reduce((sum, { lo, hi }) => sum + Math.max(0, this.#before[this.#firstFrom(hi)]! - this.#before[this.#firstFrom(lo)]!), 0)
    return (inside * ofKinds) / this.entries
  }
}

/** The parts that a set of facets falls into: a list into each of its values, nothing said into `unknown`. */
export function partsOf(facets: FacetSet, name: string): readonly string[] {
  const value = facets[name]
  if (value === undefined || value === null || (typeof value !== 'string' && value.length === 0)) return [unknownPart]
  return typeof value === 'string' ? [value] : value
}

/** Byte order, as paths are ranged by: they are ASCII. */
const before = (a: string, b: string): boolean => a < b

/** Stretches in order, those that touch and count for the same as one. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = []
  for (const one of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last && last.key === one.key && one.from <= last.to + 1) out[out.length - 1] = { ...last, to: Math.max(last.to, one.to) }
    else out.push(one)
  }
  return out
}

/** A read model as one question sees it: its words, its rows as known at journal number `n`. */
export type View = {
  readonly words: Words
  readonly n: number
  /** Whether everything in the file is known at `n`. What came since may be later: another question may fetch it meanwhile. */
  readonly wholeFile: boolean
  /** Rows stand beside the file; rows of the file were made again. */
  readonly tail: boolean
  readonly touched: boolean
  /** The numbers of all subjects are below it. */
  readonly subjects: number
  /** Numbers of subjects; who is unknown is missing. */
  subjectIds(subjects: readonly string[]): Promise<Map<string, number>>
}
