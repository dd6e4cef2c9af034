import type { PathRange, Reach } from '#kernel/actor.ts'
import { dayIn, instantText, isDateText, type DateText, type InstantText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { WorkspaceRef } from '#platform/http/ctx.ts'
import { head, journalAt, numberAt, plainQuestion, roomToCount, type Cut, type Question } from '#modules/ledger/index.ts'
import { scopeOf, unitByCode, unitById, type Unit } from '#modules/organisation/index.ts'
import type { Indicator, Programme } from '#modules/plans/index.ts'

/** What is asked, as written in an address or on a command line. */
export type Ask = {
  readonly indicator: string
  readonly unit?: string | undefined
  readonly by?: string | null | undefined
  readonly from?: string | null | undefined
  readonly to?: string | undefined
  readonly boundaryDay?: string | undefined
  readonly asOf?: string | undefined
  readonly level?: string | null | undefined
}

/** Who asks, for which workspace, and when: the part of `Ctx` that a figure needs. */
export type Asker = {
  readonly workspace: Pick<WorkspaceRef, 'country' | 'timeZone' | 'topUnitId'>
  readonly actor: { readonly reach: Reach; readonly unitId: number }
  readonly today: DateText
  readonly now: Temporal.Instant
}

/** A journal as it was read: number, time and hash of its last row. */
export type AsOf = { readonly journal: bigint; readonly at: InstantText | null; readonly hash: string }

/** Everything a figure depends on, with "today" and "now" become a day and a number. */
export type Asked = {
  readonly indicator: Indicator
  readonly unit: Unit
  readonly from: DateText | null
  readonly to: DateText
  readonly boundaryDay: DateText
  readonly asOf: AsOf
  readonly level: string | null
  readonly by: string | null
  readonly cut: Cut | null
  readonly question: Question
  /** The units directly below, where the ranges are cut by them. */
  readonly below: readonly Unit[]
}

export type FigureRefusal = 'indicator-unknown' | 'unit-not-found' | 'facet-unknown' | 'level-unknown' | 'date-bad' | 'period-backwards' | 'as-of-ahead'

/** The indicator of that id. Refuses `indicator-unknown` with the list of those there are. */
export function indicatorOf(programme: Programme, id: string): Indicator | Refusal<FigureRefusal> {
  return programme.indicators.find((one) => one.id === id)
    ?? refuse('indicator-unknown', { indicator: id, list: programme.indicators.map((one) => one.id).join(', ') }, 'indicator')
}

/**
 * Reads what is asked, in the snapshot in which it will be counted.
 * `units`: cut the ranges by the units directly below even where `by` is a facet (for tables). Refuses by `FigureRefusal`.
 */
export async function readAsk(tx: Tx, who: Asker, programme: Programme, ask: Ask, units = false): Promise<Asked | Refusal<FigureRefusal>> {
  const indicator = indicatorOf(programme, ask.indicator)
  if (isRefusal(indicator)) return indicator
  const day = (text: string | null | undefined, field: string, otherwise: DateText) =>
    !text ? otherwise : isDateText(text) ? text : refuse('date-bad' as const, { date: text }, field)
  const to = day(ask.to, 'to', who.today)
  if (isRefusal(to)) return to
  const boundaryDay = day(ask.boundaryDay, 'boundaryDay', who.today)
  if (isRefusal(boundaryDay)) return boundaryDay
  const wanted = day(ask.from, 'from', '')
  if (isRefusal(wanted)) return wanted
  // A stock speaks of one day: where everybody stands on `to`.
  const from = wanted === '' || indicator.take === 'latest' ? null : wanted
  if (from !== null && from > to) return refuse('period-backwards', { from, to }, 'from')

  const level = ask.level || null
  if (level !== null && !programme.levels.some((one) => one.id === level)) {
    return refuse('level-unknown', { level, known: programme.levels.map((one) => one.id).join(', ') }, 'level')
  }
  const by = ask.by || null
  const cut = cutOf(indicator, by)
  if (isRefusal(cut)) return cut
  const asOf = await readAsOf(tx, who, ask.asOf)
  if (isRefusal(asOf)) return asOf
  await roomToCount(tx)

  const { reach } = who.actor
  const unit = ask.unit ? await unitByCode(tx, reach, ask.unit, { day: boundaryDay, country: who.workspace.country }) : await unitById(tx, reach, who.actor.unitId, { day: boundaryDay })
  if (!unit) return refuse('unit-not-found', { unit: ask.unit ?? '' }, 'unit')
  const byUnit = units || by === 'unit'
  const scope = await scopeOf(tx, reach, unit.id, boundaryDay, byUnit ? 'children' : null)
  if (isRefusal(scope)) return scope
  // What a part brought along from elsewhere is not of the whole: a figure is the same however it is cut.
  const held = scope.ranges.filter(({ lo }) => scope.whole.some((range) => range.lo <= lo && lo < range.hi))
  const ranges = [
    ...held.map(({ key, lo, hi }) => ({ key, lo, hi })),
    ...gaps(scope.whole, held).map((range) => ({ key: unit.code, ...range })),
  ]

  const question: Question = {
    ...plainQuestion, kinds: indicator.kinds, take: indicator.take, where: indicator.where, without: indicator.without, counts: indicator.tally,
    from, to, asOf: asOf.isHead ? null : asOf.journal, level, ranges, classKind: indicator.classKind, classFacets: indicator.classFacets,
  }
  return { indicator, unit, from, to, boundaryDay, asOf, level, by, cut, question, below: scope.parts }
}

/** How `by` cuts an indicator. Refuses `facet-unknown` with the list of what it may be. */
export function cutOf(indicator: Indicator, by: string | null): Cut | null | Refusal<FigureRefusal> {
  if (by === null) return null
  if (by === 'unit' || by === 'month') return { by }
  if (indicator.facets.some((facet) => facet.id === by)) return { by: 'facet', facet: by }
  return refuse('facet-unknown', { facet: by, list: ['unit', 'month', ...indicator.facets.map((facet) => facet.id)].join(', ') }, 'by')
}

/**
 * The journal number that is meant: digits are one; else an instant, with an offset or in the workspace's time zone; a plain day
 * means its end. Nothing written means the head. Refuses `as-of-ahead` beyond the head or the present, `date-bad`.
 */
export async function readAsOf(tx: Tx, who: Pick<Asker, 'workspace' | 'now'>, text: string | undefined): Promise<(AsOf & { isHead: boolean }) | Refusal<FigureRefusal>> {
  const last = await head(tx)
  const asked = text?.trim() ?? ''
  const at = async (number: bigint) => {
    if (number === last.number) return { journal: last.number, at: last.at, hash: last.hash, isHead: true }
    const row = number === 0n ? undefined : await journalAt(tx, number)
    return { journal: number, at: row?.at ?? null, hash: row?.hash ?? '0'.repeat(64), isHead: false }
  }
  if (asked === '') return at(last.number)
  if (/^\d{1,18}$/.test(asked)) return BigInt(asked) > last.number ? refuse('as-of-ahead', { asOf: asked, head: String(last.number) }, 'asOf') : at(BigInt(asked))
  const instant = instantOf(asked, who.workspace.timeZone)
  if (!instant) return refuse('date-bad', { date: asked }, 'asOf')
  if (Temporal.Instant.compare(instant, who.now) > 0 && dayIn(who.workspace.timeZone, instant) > dayIn(who.workspace.timeZone, who.now)) {
    return refuse('as-of-ahead', { asOf: asked, head: String(last.number) }, 'asOf')
  }
  return at(await numberAt(tx, instantText(instant)))
}

/** An instant of the years 1 to 9999, which are those that the ledger can write; null for everything else. */
function instantOf(text: string, timeZone: string): Temporal.Instant | null {
  try {
    const instant = readInstant(text, timeZone)
    const year = instant?.toZonedDateTimeISO('UTC').year ?? 0
    return year >= 1 && year <= 9999 ? instant : null
  } catch {
    return null
  }
}

function readInstant(text: string, timeZone: string): Temporal.Instant | null {
  if (isDateText(text)) return Temporal.PlainDate.from(text).add({ days: 1 }).toZonedDateTime(timeZone).toInstant().subtract({ microseconds: 1 })
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null
  return /(Z|[+-]\d\d(:?\d\d)?)$/i.test(text) ? Temporal.Instant.from(text.replace(' ', 'T')) : Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(timeZone).toInstant()
}

/** What of `whole` lies in none of `parts`: what is recorded at the unit itself, or at units that did not stand on the boundary day. */
export function gaps(whole: readonly PathRange[], parts: readonly PathRange[]): PathRange[] {
  const inside = [...parts].sort((a, b) => (a.lo < b.lo ? -1 : 1))
  const left: PathRange[] = []
  for (const { lo, hi } of whole) {
    let from = lo
    for (const part of inside) {
      if (part.hi <= from || part.lo >= hi) continue
      if (part.lo > from) left.push({ lo: from, hi: part.lo })
      from = part.hi
    }
    if (from < hi) left.push({ lo: from, hi })
  }
  return left
}
