import type { Reach } from '#kernel/actor.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import type { Across, PartFilter, Question } from '#modules/ledger/index.ts'
import type { Programme } from '#modules/plans/index.ts'
import { insideOut, narrowed, type Axis } from './axes.ts'
import { indicatorsFor, readAsk, type Ask, type Asked, type FigureRefusal } from './question.ts'
import { within } from './stretches.ts'

/** One cell of a table: `row` a key of its rows (units where nothing is said), `key` a key of its columns (`by`). */
export type CellAsk = Ask & { readonly row?: string | undefined; readonly key?: string | undefined }

/**
 * The same cell as far as the reach goes: for lists of single people and entries. A figure under other boundaries may count what a unit recorded when it
 * stood elsewhere; how many is told, who and which is for whom it stands in reach.
 */
export function inReach<C extends Cell>(cell: C, reach: Reach): C {
  const { question } = cell.asked
  const ranges = question.ranges && within(question.ranges, reach)
  return { ...cell, asked: { ...cell.asked, question: { ...question, ranges } } }
}

/** What is asked of a cell: the question narrowed to it as far as one question goes, and the part of a cut that is left. */
export type Cell = { readonly programme: Programme; readonly asked: Asked; readonly part: PartFilter }

/** Reads a cell. Refuses as a figure does, `unit-not-found` where the row or column is no unit of the scope, `axes-clash`. */
export async function readCell(tx: Tx, ctx: Ctx, ask: CellAsk): Promise<Cell | Refusal<FigureRefusal>> {
  const programme = await indicatorsFor(tx, ctx)
  const rows = ask.row === undefined ? null : (ask.rows ?? 'unit')
  const by = ask.key === undefined ? null : ask.by
  const asked = await readAsk(tx, ctx, programme, { ...ask, rows, by: by ?? null })
  if (isRefusal(asked)) return asked
  let { question } = asked
  const parts: { axis: Across; key: string }[] = []
  for (const [axis, key, field] of [[asked.rows, ask.row, 'row'], [asked.across, ask.key, 'key']] as [Axis | null, string | undefined, string][]) {
    if (axis === null || key === undefined) continue
    if (axis.by !== 'unit') parts.push({ axis, key })
    else {
      const ranges = question.ranges!.filter((range) => range.key === key)
      if (ranges.length === 0 && key !== asked.unit.code && !asked.below.some((unit) => unit.key === key)) return refuse('unit-not-found', { unit: key }, field)
      question = { ...question, ranges }
    }
  }
  const cell = partOf(question, asked, parts)
  return cell === null ? refuse('axes-clash', {}, 'rows') : { programme, asked: { ...asked, question: cell.question }, part: cell.part }
}

function partOf(question: Question, { indicator }: Asked, parts: readonly { axis: Across; key: string }[]): { question: Question; part: PartFilter } | null {
  const [first, second] = parts
  if (!first) return { question, part: null }
  if (!second) return { question, part: { cut: first.axis, key: first.key } }
  const order = insideOut(question, indicator, first.axis, second.axis)
  if (order === null) return null
  const [outer, inner] = order.swapped ? [second, first] : [first, second]
  return { question: narrowed(question, indicator, order.outer.facet, outer.key)!, part: { cut: order.inner, key: inner.key } }
}
