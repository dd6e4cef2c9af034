import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { firstsByMonth, laterThan, noTally, passedOf, type Question } from '#modules/ledger/index.ts'
import { said, type Names } from '#modules/plans/index.ts'
import { countedBy, figureOf, monthsBetween, targetOf, type Counted } from './figure.ts'
import { adds, measured } from './measure.ts'
import { indicatorsForAsk, readAsk, type Ask, type Asked, type FigureRefusal } from './question.ts'
import { companionOf } from './receipt.ts'
import { asOfView, checkedTo, figureView, onlyView } from './view.ts'

const monthFirst = (day: string) => `${day.slice(0, 7)}-01`
const dayBefore = (day: string) => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()

type HomeRow = { readonly asked: Asked; readonly counted: Counted; readonly month: number | null; readonly checked: string | null }
const atOnce = 4

/** Home: every indicator for one unit against its target, in one snapshot. */
export async function home(ctx: Ctx, ask: Omit<Ask, 'indicator'>) {
  const say = (names: Names) => said(names, ctx.language)
  return inSnapshot(ctx.db, async (tx) => {
    const programme = await indicatorsForAsk(tx, ctx, ask)
    const rows: HomeRow[] = []
    // A few at a time: while one is counted the next is read.
    for (let at = 0; at < programme.indicators.length; at += atOnce) {
      const some = await Promise.all(programme.indicators.slice(at, at + atOnce).map(async (indicator): Promise<HomeRow | Refusal<FigureRefusal>> => {
        const asked = await readAsk(tx, ctx, programme, { ...ask, by: null, rows: null, indicator: indicator.id })
        if (isRefusal(asked)) return asked
        const { whole } = await countedBy(tx, asked, null)
        const passed = whole.entries === 0 ? {} : await passedOf(tx, asked.question)
        return { asked, counted: whole, month: await ofMonth(tx, asked, whole), checked: checkedTo(programme, whole.entries, passed) }
      }))
      for (const row of some) {
        if (isRefusal(row)) return row
        rows.push(row)
      }
    }
    const { asked } = rows[0]!
    const later = await laterThan(tx, { ...asked.question, kinds: [...new Set(programme.indicators.flatMap((one) => one.kinds))] })
    return {
      asOf: asOfView(asked), unit: asked.unit.code, unitName: asked.unitName, only: onlyView(asked), from: asked.from, to: asked.to, level: asked.level, later,
      figures: rows.map(({ asked, counted, month, checked }) => {
        const target = asked.only.length === 0 ? targetOf(programme, asked) : null
        const other = rows.find((row) => row.asked.indicator.id === asked.indicator.companion)
        return {
          ...figureView({ asked, ...counted, overlap: null, parts: [], target }, ctx.language),
          companion: other ? { indicator: other.asked.indicator.id, counts: other.asked.indicator.counts, value: other.counted.value } : null,
          month, checkedTo: checked, name: say(asked.indicator.name),
          targetPeriod: target && { from: target.from, to: target.to, gone: shareGone(target.from, target.to, asked.to) },
        }
      }),
    }
  })
}

/** What the month of `to` added: the value of that month alone (flows), the change since its first day (stocks, means, ratios; null where there was or is none). */
async function ofMonth(tx: Tx, asked: Asked, whole: Counted): Promise<number | null> {
  const first = monthFirst(asked.to)
  const isFlow = !asked.indicator.stock && adds(asked.indicator)
  const within = (q: Question): Question => (isFlow ? { ...q, from: q.from !== null && q.from > first ? q.from : first } : { ...q, to: dayBefore(first) })
  if (whole.value === null) return null
  if (!isFlow && asked.from !== null && asked.from >= first) return 0
  const { whole: other } = await countedBy(tx, { indicator: asked.indicator, question: within(asked.question), over: asked.over && within(asked.over) }, null)
  return isFlow || other.value === null ? other.value : Math.round((whole.value - other.value) * 10_000) / 10_000
}

/** How much of a period is over at the end of a day, 0 to 1. */
export function shareGone(from: string, to: string, day: string): number {
  const days = (a: string, b: string) => Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b)).days + 1
  return Math.min(1, Math.max(0, days(from, day) / days(from, to)))
}

/** One figure with its parts, companion, and how far it is checked. */
export async function figurePage(ctx: Ctx, ask: Ask) {
  return inSnapshot(ctx.db, async (tx) => {
    const programme = await indicatorsForAsk(tx, ctx, ask)
    const asked = await readAsk(tx, ctx, programme, { ...ask, rows: null })
    if (isRefusal(asked)) return asked
    const q = asked.question
    const [one, companion, later] = await Promise.all([figureOf(tx, programme, asked), companionOf(tx, programme, { asked }), laterThan(tx, q)])
    const at = async (level: string | null) => (await countedBy(tx, { ...one.asked, question: { ...q, level } }, null)).whole.value ?? 0
    const all = await at(null)
    const levels = []
    for (const level of adds(one.asked.indicator) ? programme.levels.filter((l) => l.atWork) : []) {
      const passed = await at(level.id)
      levels.push({ level: level.id, passed, waiting: all - passed })
    }
    return {
      ...figureView(one, ctx.language), companion, how: said(one.asked.indicator.how, ctx.language),
      checkedTo: checkedTo(programme, one.entries, await passedOf(tx, q)), later, levels,
    }
  })
}

/** Month by month; the last one says until when it goes where it is not over. `first`: of the month's subjects, those met for the first time in the period. */
export async function trend(ctx: Ctx, ask: Ask): Promise<Refusal<FigureRefusal> | { asOf: { journal: string; at: string | null }; counts: Asked['indicator']['counts']; months: { month: string; value: number | null; first: number; times: number; until: string | null }[] }> {
  return inSnapshot(ctx.db, async (tx) => {
    const asked = await readAsk(tx, ctx, await indicatorsForAsk(tx, ctx, ask), { ...ask, by: 'month', rows: null })
    if (isRefusal(asked)) return asked
    const { parts } = await countedBy(tx, asked, asked.across)
    const nothing = measured(asked.indicator, noTally).value
    const firsts = new Map((await firstsByMonth(tx, asked.question)).map(({ month, first }) => [month, first]))
    const until = (month: string) => (month === asked.to.slice(0, 7) && Temporal.PlainDate.from(asked.to).add({ days: 1 }).day !== 1 ? asked.to : null)
    return {
      asOf: asOfView(asked), counts: asked.indicator.counts,
      months: monthsBetween([...parts.keys()]).map((month) => ({ month, value: parts.get(month)?.value ?? nothing, first: firsts.get(month) ?? 0, times: parts.get(month)?.times ?? 0, until: until(month) })),
    }
  })
}
