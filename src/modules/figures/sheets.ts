import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { dayAndTime } from '#kernel/writing.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { workbookStream, type WriteCell } from '#platform/spreadsheets/index.ts'
import { said } from '#modules/plans/index.ts'
import { allPeople, type CellAsk } from './behind.ts'
import { pivot } from './tables.ts'
import type { Ask } from './question.ts'

const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const answer = (stream: ReadableStream<Uint8Array>, name: string) =>
  new Response(stream, { headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}.xlsx`, 'cache-control': 'no-store' } })

/** The lines above every sheet: what it is, its scope and both clocks, who took it out. */
function above(ctx: Ctx, title: string, scope: { unitName: string; from: string | null; to: string; boundaryDay: string; asOf: { journal: string; at: string | null }; level: string | null }): WriteCell[][] {
  const text = (key: string, facts = {}) => translate(ctx.language, `figures:${key}`, facts)
  const { date, time } = dayAndTime(ctx.now.toString(), ctx.workspace.timeZone)
  const known = scope.asOf.at && dayAndTime(scope.asOf.at, ctx.workspace.timeZone)
  return [
    [title],
    [text('scope.line', { unit: scope.unitName, from: scope.from ?? text('scope.start'), to: scope.to, journal: scope.asOf.journal, at: known ? `${known.date} ${known.time}` : '–', boundaryDay: scope.boundaryDay, level: scope.level ?? text('level.none') })],
    [text('sheet.made', { who: ctx.actor.name, date, time })],
  ]
}

/** The table of units and parts as a spreadsheet, with overlaps as lines of their own so that every sum in it adds up. */
export async function figureSheet(ctx: Ctx, ask: Ask): Promise<Response | Refusal> {
  const table = await pivot(ctx, ask)
  if (isRefusal(table)) return table
  const text = (key: string) => translate(ctx.language, `figures:${key}`)
  const rows: WriteCell[][] = table.rows.map((row) => [row.name, ...table.columns.map((column) => row.cells[column.key]!), -row.overlap, row.total, row.times, row.waiting])
  rows.push([text('sheet.sum'), ...table.columns.map((column) => column.sum), null, table.rowSum, null, null])
  rows.push([text('overlap'), ...table.columns.map((column) => -column.overlap), null, -table.rowOverlap, null, null])
  rows.push([table.unitName, ...table.columns.map((column) => column.value), -table.columnOverlap, table.value, table.times, table.waiting])
  const columns = [text('sheet.unit'), ...table.columns.map((column) => column.name), text('overlap'), `${text('whole')}（${text(`counts.${table.counts}`)}）`, text('counts.person-times'), text('sheet.waiting')]
  return answer(workbookStream({ name: table.name, above: above(ctx, `${table.name}：${table.how}`, table), columns: columns.map((header) => ({ header })), rows }), `${table.name} ${table.unitName}`)
}

/** The people behind a cell as a spreadsheet: names, places, times and days; no id numbers and no phones. */
export async function peopleSheet(ctx: Ctx, ask: CellAsk): Promise<Response | Refusal> {
  const found = await allPeople(ctx, ask)
  if (isRefusal(found)) return found
  const { asked, people } = found
  const text = (key: string) => translate(ctx.language, `figures:${key}`)
  const name = said(asked.indicator.name, ctx.language)
  return answer(
    workbookStream({
      name, above: above(ctx, name, { ...asked, unitName: asked.unit.name, asOf: { journal: String(asked.asOf.journal), at: asked.asOf.at } }),
      columns: ['number', 'name', 'town', 'village', 'times', 'first', 'last'].map((key) => ({ header: text(`sheet.${key}`) })),
      rows: people.map((person, i) => [i + 1, person.name ?? text('sheet.erased'), person.townName, person.unitName, person.times, { date: person.firstOn }, { date: person.lastOn }]),
    }),
    `${name} ${asked.unit.name}`,
  )
}
