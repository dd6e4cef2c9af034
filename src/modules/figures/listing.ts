import { pinyin } from 'pinyin-pro'
import type { Uuid } from '#kernel/ids.ts'
import { holdsWords } from '#kernel/marks.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { countBehind, subjectsAmong, subjectsBehind, subjectsOfRecords, type PartFilter, type Question, type SubjectSet } from '#modules/ledger/index.ts'
import { cardsNamed, personsByName, type NamePlace } from '#modules/register/index.ts'
import { namesOfAll, inNameOrder, pageByName } from './by-name.ts'
import type { NameOrder } from './name-order.ts'

export const pageSize = 50

/** Up to this many people are all named and put in order; behind larger cells the register is walked in the order of names. */
const sortedUpTo = 10_000
/** Persons of the register asked about at once: few where most of them are in the cell, more with each step that does not fill the page. */
const [shortest, longest] = [200, 8_000]
/** At most so many for one page: beyond it the rest of a page stays empty, and a search or a smaller cell finds them. */
const mostWalked = 300_000
/** Of so many who bear a name it is asked whether they are in the cell. */
const mostBearing = 20_000
/** Behind cells up to so many everybody's name is looked at sooner than the register is searched. */
const fewToName = 2_000
/** As many as a file of people may hold. */
export const mostPeople = 200_000

/** A cell to be listed: its question, the part of a cut that is left, and all who are in it, where the read model tells them. */
export type Listable = { readonly question: Question; readonly part: PartFilter; readonly set: SubjectSet | null }
/** Who stands on a page, and how many there are (of those whose name fits). */
export type Listed = { readonly subjects: readonly Uuid[]; readonly total: number }

/** One page of the subjects behind a cell in the order of names. In: the order in memory, where there is one; `q`: the words that a name must fit, or ''. */
export async function pageOf(tx: Tx, ctx: Ctx, names: NameOrder | null, cell: Listable, page: number, q: string): Promise<Listed> {
  const skip = (page - 1) * pageSize
  if (q !== '') return (await bearing(tx, ctx, cell, skip, q)) ?? fitting(tx, ctx, cell, skip, q)
  const subjects = cell.set && (await pageByName(tx, ctx, names, cell.set, skip, pageSize))
  if (subjects) return { subjects, total: cell.set!.size }
  // A server that was just started, or one that has PostgreSQL alone.
  const { subjects: total } = await countBehind(tx, cell.question, cell.part)
  if (total <= sortedUpTo) return fitting(tx, ctx, cell, skip, '')
  return { subjects: await walked(tx, ctx, cell, page), total }
}

const initials = (name: string) => pinyin(name, { pattern: 'first', toneType: 'none', surname: 'head', type: 'array' }).join('')
/** Whether a name fits what is looked for, marks typed or not, or begins with these initials. */
export const fits = (name: string, wanted: string) => holdsWords(wanted, name) || (/^[a-z]+$/.test(wanted) && initials(name).startsWith(wanted))

/** All of a cell are named, and those whose name fits put in order: the nameless last, and only where everybody fits. */
async function fitting(tx: Tx, ctx: Ctx, { question, part }: Listable, skip: number, q: string): Promise<Listed> {
  const found = (await subjectsBehind(tx, question, part, mostPeople)).map(({ subject }) => subject)
  const names = await namesOfAll(tx, ctx.actor.reach, found)
  const list = inNameOrder(found.filter((subject) => q === '' || fits(names.get(subject)?.name ?? '', q)), names)
  return { subjects: list.slice(skip, skip + pageSize), total: list.length }
}

/** The same from the register's side, which finds a name by its characters: null where few are in the cell, too many bear it, or it is none in characters. */
export async function bearing(tx: Tx, ctx: Ctx, { set }: Pick<Listable, 'set'>, skip: number, q: string, fewer = fewToName): Promise<Listed | null> {
  const cards = set && set.size > fewer && /^\p{Script=Han}+$/u.test(q) ? await cardsNamed(tx, ctx.actor.reach, q, mostBearing) : null
  if (!set || !cards) return null
  const subjects = [...(await subjectsOfRecords(tx, 'person', cards)).values()].filter((subject) => set.holds(subject))
  const list = inNameOrder(subjects, await namesOfAll(tx, ctx.actor.reach, subjects))
  return { subjects: list.slice(skip, skip + pageSize), total: list.length }
}

/** Where the pages of a walk began: the same cell at the same number is the same list. */
const begun = new Map<string, NamePlace>()

/** Walks the register in the order of names and asks of each step who of it is in the cell. */
async function walked(tx: Tx, ctx: Ctx, { question, part }: Listable, page: number): Promise<Uuid[]> {
  const key = (of: number) => JSON.stringify([ctx.workspace.slug, ctx.actor.reach, question, part, of], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  let known = page
  while (known > 1 && !begun.has(key(known))) known -= 1
  let after = begun.get(key(known)) ?? null
  let at = (known - 1) * pageSize
  const subjects: Uuid[] = []
  for (let [walked, step] = [0, shortest]; walked < mostWalked && subjects.length < pageSize; walked += step, step = Math.min(longest, 2 * step)) {
    const persons = await personsByName(tx, ctx.actor.reach, after, step)
    const subjectOf = await subjectsOfRecords(tx, 'person', persons.map(({ id }) => id))
    const counted = await subjectsAmong(tx, question, part, [...subjectOf.values()])
    for (const person of persons) {
      const subject = subjectOf.get(person.id)
      after = { sound: person.sound, id: person.id }
      if (subject === undefined || !counted.has(subject)) continue
      if (at >= (page - 1) * pageSize) subjects.push(subject)
      at += 1
      if (at % pageSize === 0) begun.set(key(at / pageSize + 1), after)
      if (subjects.length === pageSize) break
    }
    if (persons.length < step) break
  }
  if (begun.size > 5_000) begun.clear()
  return subjects
}
