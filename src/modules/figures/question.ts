import type { PathRange, Reach } from '#kernel/actor.ts'
import { dayIn, instantText, isDateText, type DateText, type InstantText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { WorkspaceRef } from '#platform/http/ctx.ts'
import { expectQuestions, head, journalAt, numberAt, type Question } from '#modules/ledger/index.ts'
import { scopeOf, unitByCode, unitById, type Scope, type Unit, type UnitLevel } from '#modules/organisation/index.ts'
import { programmeIn, type Indicator, type Programme } from '#modules/plans/index.ts'
import { axisOf, clashOf, type Axis } from './axes.ts'
import { higherLevel, partsOfRatio, questionOf } from './compile.ts'
import { within } from './stretches.ts'

/** What is asked, as written in an address or on a command line. */
export type Ask = {
  readonly indicator: string
  readonly unit?: string | undefined
  /** Codes of units at or below it, with commas between: of these alone, together. */
  readonly only?: string | undefined
  /** How the figure is cut across; in a table, `rows` how it is cut down. */
  readonly by?: string | null | undefined
  readonly rows?: string | null | undefined
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
  /** Which units of it alone, in the order of their codes; none: the whole of it. */
  readonly only: readonly Unit[]
  /** What the figure is of, by name: the unit, or those units of it. */
  readonly unitName: string
  readonly from: DateText | null
  readonly to: DateText
  /** A day, or `then`: everything counts where it was recorded. */
  readonly boundaryDay: DateText | 'then'
  readonly asOf: AsOf
  readonly level: string | null
  readonly by: string | null
  readonly across: Axis | null
  readonly rows: Axis | null
  readonly question: Question
  /** What a ratio is held against. */
  readonly over: Question | null
  /** The units of the ranges, where a side is cut by units. */
  readonly below: Scope['parts']
}

export type FigureRefusal = 'indicator-unknown' | 'funnel-not-figure' | 'unit-not-found' | 'facet-unknown' | 'level-unknown' | 'date-bad' | 'period-backwards' | 'as-of-ahead' | 'axes-clash'

/** The programme of a workspace with its indicators: its own beside the programme's, as they stand in the snapshot of `tx`. */
export function indicatorsFor(tx: Tx, { workspace }: { readonly workspace: Pick<WorkspaceRef, 'programme'> }): Promise<Programme> {
  const programme = programmeIn(tx, workspace.programme)
  expectQuestions(tx)
  return programme
}

/** The same, with the journal and the unit of what will be asked read on the same way to the database; `readAsk` finds them there, and tells what is wrong with them. */
export function indicatorsForAsk(tx: Tx, who: Asker & { readonly workspace: Pick<WorkspaceRef, 'programme'> }, ask: Omit<Ask, 'indicator'>): Promise<Programme> {
  const programme = indicatorsFor(tx, who)
  asOfOnce(tx, who, ask.asOf).catch(() => {})
  const day = ask.boundaryDay || who.today
  if (!ask.asOf && isDateText(day)) unitOnce(tx, who, ask.unit, day, null).catch(() => {})
  return programme
}

/** An indicator over a scope as what the ledger counts; `over`: what a ratio is held against. */
export function questionsOf(programme: Programme, indicator: Indicator, scope: Pick<Question, 'from' | 'asOf' | 'level' | 'ranges'> & { to: DateText }): { question: Question; over: Question | null } {
  const of = { ...scope, levels: programme.levels.map(({ id }) => id) }
  return { question: questionOf(indicator, programme.indicators, of), over: partsOfRatio(indicator, programme.indicators, of)?.over ?? null }
}

/** The indicator of that id. Refuses `indicator-unknown` with the list of those there are, `funnel-not-figure` where it is a funnel: that has steps, and no one number. */
export function indicatorOf(programme: Programme, id: string): Indicator | Refusal<FigureRefusal> {
  const found = programme.indicators.find((one) => one.id === id)
  if (found) return found
  if (programme.funnels.some((one) => one.id === id)) return refuse('funnel-not-figure', { funnel: id }, 'indicator')
  return refuse('indicator-unknown', { indicator: id, list: programme.indicators.map((one) => one.id).join(', ') }, 'indicator')
}

/** Reads what is asked, in the snapshot in which it will be counted. Refuses by `FigureRefusal`. */
export async function readAsk(tx: Tx, who: Asker, programme: Programme, ask: Ask): Promise<Asked | Refusal<FigureRefusal>> {
  const indicator = indicatorOf(programme, ask.indicator)
  if (isRefusal(indicator)) return indicator
  const day = (text: string | null | undefined, field: string, otherwise: DateText) =>
    !text ? otherwise : isDateText(text) ? text : refuse('date-bad' as const, { date: text }, field)
  const to = day(ask.to, 'to', who.today)
  if (isRefusal(to)) return to
  const boundaryDay = ask.boundaryDay === 'then' ? 'then' : day(ask.boundaryDay, 'boundaryDay', who.today)
  if (isRefusal(boundaryDay)) return boundaryDay
  const wanted = day(ask.from, 'from', '')
  if (isRefusal(wanted)) return wanted
  // A stock speaks of one day: where everybody stands on `to`.
  const from = wanted === '' || indicator.stock ? null : wanted
  if (from !== null && from > to) return refuse('period-backwards', { from, to }, 'from')

  const level = levelOf(programme, indicator, ask.level || null)
  if (isRefusal(level)) return level
  const across = axisOf(indicator, ask.by)
  if (isRefusal(across)) return across
  const rows = axisOf(indicator, ask.rows, 'rows')
  if (isRefusal(rows)) return rows
  const clash = clashOf(rows, across)
  if (clash) return clash
  const asOf = await asOfOnce(tx, who, ask.asOf)
  if (isRefusal(asOf)) return asOf

  const units = [rows, across].find((axis) => axis?.by === 'unit') as (Axis & { by: 'unit' }) | undefined
  const known = asOf.isHead ? null : asOf.journal
  // Only `then` asks the period: under a day, all indicators of a page stand on one scope.
  const place = { boundaryDay, from: boundaryDay === 'then' ? from : null, to: boundaryDay === 'then' ? to : boundaryDay, asOf: known, by: units ? (units.level ?? ('children' as const)) : null }
  const scope = await once(tx, ['scope', ask.unit ?? null, ask.only ?? null, who.actor.unitId, who.actor.reach, place], () => scopeAsked(tx, who, ask, place))
  if (isRefusal(scope)) return scope
  const { unit, only, ranges, below } = scope
  const unitName = only.length === 0 ? unit.name : only.map(({ name }) => name).join(who.workspace.country === 'vn' ? ', ' : '、')
  const questions = questionsOf(programme, indicator, { from, to, asOf: known, level, ranges })
  return { indicator, unit, only, unitName, from, to, boundaryDay, asOf, level, by: across ? ask.by! : null, across, rows, ...questions, below }
}

/** What was read once in a snapshot, which stays as it is: a page of forty figures asks for one head and one scope. */
const readBefore = new WeakMap<Tx, Map<string, Promise<unknown>>>()
function once<T>(tx: Tx, key: unknown[], read: () => Promise<T>): Promise<T> {
  const known = readBefore.get(tx) ?? new Map<string, Promise<unknown>>()
  readBefore.set(tx, known)
  const name = JSON.stringify(key, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  const found = (known.get(name) as Promise<T> | undefined) ?? read()
  known.set(name, found)
  return found
}

const asOfOnce = (tx: Tx, who: Asker, asOf: string | undefined) => once(tx, ['as of', asOf ?? null], () => readAsOf(tx, who, asOf))

/** The unit of that code, or without one the asker's own, as it stood on a day; undefined where the reach holds none. */
function unitOnce(tx: Tx, { workspace, actor: { reach, unitId } }: Asker, code: string | undefined, day: DateText, asOf: bigint | null): Promise<Unit | undefined> {
  const at = { day, asOf }
  return once(tx, ['unit', code ?? unitId, reach, at], () => (code ? unitByCode(tx, reach, code, { ...at, country: workspace.country }) : unitById(tx, reach, unitId, at)))
}

type Place = { boundaryDay: DateText | 'then'; from: DateText | null; to: DateText; asOf: bigint | null; by: 'children' | UnitLevel | null }

/** What is asked about: the unit as it is, or only what of its parts and their stretches lies in the units named. Refuses `unit-not-found`, also for one that is not at or below it. */
async function scopeAsked(tx: Tx, who: Asker, { unit: code, only: codes }: Pick<Ask, 'unit' | 'only'>, of: Place) {
  const whole = await scopeOfCode(tx, who, code, of)
  const wanted = [...new Set((codes ?? '').split(',').map((one) => one.trim()).filter((one) => one !== ''))].sort()
  if (isRefusal(whole) || wanted.length === 0) return isRefusal(whole) ? whole : { ...whole, only: [] }
  const only: Unit[] = []
  const held: PathRange[] = []
  for (const each of wanted) {
    const one = await scopeOfCode(tx, who, each, { ...of, by: null })
    if (isRefusal(one) || within(whole.ranges, one.ranges).length === 0) return refuse('unit-not-found', { unit: each }, 'only')
    only.push(one.unit)
    held.push(...one.ranges)
  }
  const ranges = within(whole.ranges, held)
  const keys = new Set(ranges.map(({ key }) => key))
  return { unit: whole.unit, only, ranges, below: whole.below.filter(({ key }) => keys.has(key)) }
}

/** The unit that is meant as known at `asOf`, and which stretches of recorded paths count for which of its parts. Refuses `unit-not-found`. */
async function scopeOfCode(tx: Tx, who: Asker, code: string | undefined, of: Place) {
  const { reach } = who.actor
  const on = (day: DateText) => unitOnce(tx, who, code, day, of.asOf)
  const unit = of.boundaryDay === 'then' ? ((await on(of.to)) ?? (of.from === null ? undefined : await on(of.from))) : await on(of.boundaryDay)
  const scope = unit && (await scopeOf(tx, reach, unit.id, of.boundaryDay, of.by, of.asOf, { from: of.from, to: of.to }, unit))
  if (!scope || isRefusal(scope)) return refuse('unit-not-found', { unit: code ?? '' }, 'unit')
  return { unit: scope.unit, ranges: scope.ranges.map(({ key, lo, hi }) => ({ key, lo, hi })), below: scope.parts }
}

/** The level asked for, or the indicator's own lowest where that is higher. Refuses `level-unknown`. */
function levelOf(programme: Programme, indicator: Indicator, asked: string | null): string | null | Refusal<FigureRefusal> {
  const levels = programme.levels.map(({ id }) => id)
  if (asked !== null && !levels.includes(asked)) return refuse('level-unknown', { level: asked, known: levels.join(', ') }, 'level')
  return higherLevel(levels, indicator.level, asked)
}

/**
 * The journal number that is meant: digits are one; else an instant, with an offset or in the workspace's time zone; a plain day
 * means its end. Nothing written means the head. Refuses `as-of-ahead` beyond the head or the present, `date-bad`.
 */
export async function readAsOf(tx: Tx, who: Pick<Asker, 'workspace' | 'now'>, text: string | undefined): Promise<(AsOf & { isHead: boolean }) | Refusal<FigureRefusal>> {
  const asked = text?.trim() ?? ''
  const [last, row] = await Promise.all([head(tx), /^\d{1,18}$/.test(asked) ? journalAt(tx, BigInt(asked)) : undefined])
  const at = async (number: bigint) => {
    if (number === last.number) return { journal: last.number, at: last.at, hash: last.hash, isHead: true }
    const told = row ?? (number === 0n ? undefined : await journalAt(tx, number))
    return { journal: number, at: told?.at ?? null, hash: told?.hash ?? '0'.repeat(64), isHead: false }
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
