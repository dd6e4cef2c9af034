import { rangeOf, type PathRange, type Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { subjectsOfRecords, type SubjectSet } from '#modules/ledger/index.ts'
import { stirredSince } from '#modules/register/index.ts'
import { renewOrder, type NameOrder } from './name-order.ts'
import { namesOf, type Name, type NameHead } from './named.store.ts'

/** Names asked for at once, at most. */
const some = 4_000
/** Where the reach does not hold everybody, names are looked up ahead of the page: so many first, then twice as many each time. */
const ahead = 400
/** So few are all named and put in order; where there is an order, no more than stand on a page. */
const few = 400
/** More persons than this beside the order, and it is made anew. */
const manyBeside = 2_000

/** By sound, then card, then subject: the same everywhere, whoever stands beside whom. */
const compareNames = (a: NameHead, b: NameHead): number => order(a.sound, b.sound) || order(a.id, b.id) || order(a.subject, b.subject)
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Subjects in the order of their names, and after them those that have none. */
export function inNameOrder(subjects: readonly Uuid[], names: ReadonlyMap<Uuid, Name>): Uuid[] {
  const named = subjects.flatMap((subject) => names.get(subject) ?? []).sort(compareNames)
  return [...named.map(({ subject }) => subject), ...subjects.filter((subject) => !names.has(subject)).sort()]
}

/**
 * One page of a set of subjects in the order of names; the nameless (tie erased, card out of reach) stand last, by subject. From the order in memory it is
 * known how many of the set stand in each block of names: only the names of the page's own blocks are read. Whoever was renamed, merged or filed since the
 * order was made is looked up and put in place. Null where there is no order, this snapshot is older than it, or it is of another read model.
 */
export async function pageByName(tx: Tx, ctx: Ctx, names: NameOrder | null, set: SubjectSet, skip: number, size: number, sortedUpTo = names === null ? few : size): Promise<Uuid[] | null> {
  if (set.size <= sortedUpTo) {
    const subjects = set.subjects()
    return inNameOrder(subjects, await namesOf(tx, ctx.actor.reach, subjects)).slice(skip, skip + size)
  }
  if (names === null) return null
  if (set.reader !== names.order.reader) {
    renewOrder(ctx.db, names)
    return null
  }
  const stirred = await stirredSince(tx, names.since)
  if (!stirred.isLater) return null
  const beside = await besideOrder(tx, ctx.actor.reach, names, set, stirred.cards)
  if (beside.stirred > manyBeside || stirred.erased !== names.erased) renewOrder(ctx.db)
  const blocks = new Blocks(tx, ctx.actor.reach, names, set, beside.apart, stirred.erased === names.erased && holdsAll(ctx.actor.reach, rangeOf(ctx.workspace.topPath)))
  /** How many named ones stand before the page's first block, and up to here. */
  let [before, upTo]: [number | null, number] = [null, 0]
  const mine: number[] = []
  for (let block = 0; block < names.order.blocks && upTo < skip + size; block += 1) {
    const here = (await blocks.count(block)) + (beside.in.get(block)?.length ?? 0)
    if (upTo + here > skip) {
      before ??= upTo
      mine.push(block)
    }
    upTo += here
  }
  const moved = mine.flatMap((block) => beside.in.get(block) ?? [])
  const named = moved.length === 0 ? blocks.subjects(mine) : [...(await blocks.names(mine)), ...moved].sort(compareNames).map(({ subject }) => subject)
  const page = named.slice(skip - (before ?? skip), skip - (before ?? skip) + size)
  if (page.length === size || upTo >= skip + size) return page
  const nameless = [...beside.nameless, ...blocks.nameless].sort()
  return [...page, ...nameless.slice(Math.max(0, skip - upTo), skip + size - upTo)]
}

const holdsAll = (reach: Reach, { lo, hi }: PathRange) => reach.some((range) => range.lo <= lo && range.hi >= hi)

/** Those of the set that the order does not place, or not where they stand now: their numbers that are to be passed over in it, and where they stand instead, by block. */
async function besideOrder(tx: Tx, reach: Reach, { order }: NameOrder, set: SubjectSet, cards: readonly Uuid[]) {
  const moved = cards.length === 0 ? [] : [...(await subjectsOfRecords(tx, 'person', cards)).values()].flatMap((subject) => set.numberOf(subject) ?? [])
  const apart = new Set(moved.filter((number) => set.has(number)))
  const fresh = order.beside(set)
  const subjects = [...new Set([...fresh, ...apart])].map((number) => set.subjectOf(number))
  const named = await namesOfAll(tx, reach, subjects)
  const found = Map.groupBy(named.values(), (one) => blockOf(order.heads, one))
  return { apart, in: found, nameless: subjects.filter((subject) => !named.has(subject)), stirred: cards.length + fresh.filter((number) => number >= order.known).length }
}

/** The last block that begins before a name; the first, where none does. */
function blockOf(heads: readonly NameHead[], name: Name): number {
  let [low, high] = [0, heads.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareNames(heads[middle]!, name) <= 0) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/** Names of any number of subjects, as `namesOf`. */
export async function namesOfAll(tx: Tx, reach: Reach, subjects: readonly Uuid[]): Promise<Map<Uuid, Name>> {
  const all = new Map<Uuid, Name>()
  for (let at = 0; at < subjects.length; at += some) for (const [subject, name] of await namesOf(tx, reach, subjects.slice(at, at + some))) all.set(subject, name)
  return all
}

/** The blocks of the order as far as the set goes. Where the reach holds everybody, all who stand in them have a name; else each is looked up. */
class Blocks {
  readonly nameless: Uuid[] = []
  readonly #tx: Tx
  readonly #reach: Reach
  readonly #order: NameOrder['order']
  readonly #set: SubjectSet
  readonly #within: (block: number) => number[]
  readonly #apart: ReadonlySet<number>
  readonly #allNamed: boolean
  /** Those who were looked up, by block. */
  readonly #found = new Map<number, Name[]>()
  #ahead = ahead

  constructor(tx: Tx, reach: Reach, names: NameOrder, set: SubjectSet, apart: ReadonlySet<number>, allNamed: boolean) {
    this.#tx = tx
    this.#reach = reach
    this.#order = names.order
    this.#set = set
    this.#within = names.order.within(set)
    this.#apart = apart
    this.#allNamed = allNamed
  }

  #members(block: number): number[] {
    const all = this.#within(block)
    return this.#apart.size === 0 ? all : all.filter((number) => !this.#apart.has(number))
  }

  /** How many of a block have a name. In: blocks in their order. */
  async count(block: number): Promise<number> {
    if (this.#allNamed) return this.#members(block).length
    if (!this.#found.has(block)) {
      const mine: number[] = []
      for (let [next, n] = [block, 0]; next < this.#order.blocks && n < this.#ahead; next += 1) {
        mine.push(next)
        n += this.#members(next).length
      }
      await this.#lookUp(mine)
      this.#ahead = Math.min(some, 2 * this.#ahead)
    }
    return this.#found.get(block)!.length
  }

  /** Who has a name in these blocks, in their order. */
  subjects(blocks: readonly number[]): Uuid[] {
    if (this.#allNamed) return blocks.flatMap((block) => this.#members(block).map((number) => this.#set.subjectOf(number)))
    return blocks.flatMap((block) => this.#found.get(block)!.map(({ subject }) => subject))
  }

  /** The names in these blocks. */
  async names(blocks: readonly number[]): Promise<Name[]> {
    await this.#lookUp(blocks.filter((block) => !this.#found.has(block)))
    return blocks.flatMap((block) => this.#found.get(block)!)
  }

  async #lookUp(blocks: readonly number[]): Promise<void> {
    const members = blocks.map((block) => ({ block, subjects: this.#members(block).map((number) => this.#set.subjectOf(number)) }))
    const names = await namesOfAll(this.#tx, this.#reach, members.flatMap(({ subjects }) => subjects))
    for (const { block, subjects } of members) {
      this.#found.set(block, subjects.flatMap((subject) => names.get(subject) ?? []))
      this.nameless.push(...subjects.filter((subject) => !names.has(subject)))
    }
  }
}
