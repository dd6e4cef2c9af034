import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import type { Uuid } from '#kernel/ids.ts'
import { dayAndTime } from '#kernel/writing.ts'
import { inSnapshot, inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { workbookStream, type WriteCell } from '#platform/spreadsheets/index.ts'
import { headOf, takeExport, type ExportSource } from '#modules/exports/index.ts'
import { said } from '#modules/plans/index.ts'
import type { CellAsk } from './cell.ts'
import { peopleSheetQuery } from './contract.ts'
import { allPeople, subjectsOf } from './people.ts'
import type { Asked } from './question.ts'
import { asOfView } from './view.ts'

const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** A name of a file may take 255 bytes: three for each of these, and its ending. */
const longestName = 80
/** A workbook as the file of that name; a long one (of thirty units together) is cut. */
export const answer = (stream: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>, name: string) =>
  new Response(stream, { headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(cut(name))}.xlsx`, 'cache-control': 'no-store' } })

const cut = (name: string) => ([...name].length > longestName ? `${[...name].slice(0, longestName - 1).join('')}…` : name)

/** The lines above every sheet: what it is, its scope and both clocks, who took it out. */
export function above(ctx: Ctx, title: string, scope: { unitName: string; from: string | null; to: string; boundaryDay: string; asOf: { journal: string; at: string | null }; level: string | null }): WriteCell[][] {
  const text = (key: string, facts = {}) => translate(ctx.language, `figures:${key}`, facts)
  const { date, time } = dayAndTime(ctx.now.toString(), ctx.workspace.timeZone)
  const known = scope.asOf.at && dayAndTime(scope.asOf.at, ctx.workspace.timeZone)
  return [
    [title],
    [text('scope.line', { unit: scope.unitName, from: scope.from ?? text('scope.start'), to: scope.to, journal: scope.asOf.journal, at: known ? `${known.date} ${known.time}` : '–', boundaryDay: scope.boundaryDay === 'then' ? text('scope.then') : scope.boundaryDay, level: scope.level === null ? text('level.none') : translate(ctx.language, `web:level.${scope.level}`) })],
    [text('sheet.made', { who: ctx.actor.name, date, time })],
  ]
}

/** The file of a cell's people as the module exports knows it: the cell, and how many are behind it. */
const wantedOf = (ctx: Ctx, ask: CellAsk, asked: Asked, persons: number) => {
  const { indicator, only, from, to, boundaryDay, asOf, level, by, row, key } = ask
  return {
    what: 'figures.people' as const, title: `${said(asked.indicator.name, ctx.language)} ${asked.unitName}`, unit: { id: asked.unit.id, path: asked.unit.path }, persons,
    filter: { indicator, unit: asked.unit.code, only, from, to, boundaryDay, asOf, level, by, row, key },
  }
}

/** Counts the people of a cell for whoever asks a second person to agree. Refuses as the figure does. */
export const peopleSource: ExportSource = async (ctx, { indicator, ...rest }) => {
  const query = peopleSheetQuery.safeParse(rest)
  if (!query.success || typeof indicator !== 'string') return refuse('request-malformed', { field: 'query', expected: query.error?.issues[0]?.message ?? 'indicator' }, 'query')
  const ask = { ...query.data, indicator }
  return inSnapshot(ctx.db, async (tx) => {
    const found = await subjectsOf(tx, ctx, ask)
    return isRefusal(found) ? found : wantedOf(ctx, ask, found.asked, found.subjects.length)
  })
}

/**
 * The people behind a cell as a spreadsheet: names, places, times and days; no id numbers and no phones. The first line says who took it.
 * `export`: the approval it is taken under, where it holds more than 200.
 */
export async function peopleSheet(ctx: Ctx, { export: under, ...ask }: CellAsk & { export?: Uuid | undefined }): Promise<Response | Refusal> {
  const found = await inTransaction(ctx.db, async (tx) => {
    const behind = await subjectsOf(tx, ctx, ask)
    if (isRefusal(behind)) return behind
    const wanted = wantedOf(ctx, ask, behind.asked, behind.subjects.length)
    const begun = await takeExport(tx, ctx, wanted, under)
    if (isRefusal(begun)) return begun
    const people = await allPeople(tx, ctx, behind.subjects)
    tx.note({ subjects: people.flatMap(({ personId }) => (personId === null ? [] : [personId])) })
    return { asked: behind.asked, people, head: await headOf(tx, ctx, wanted, begun) }
  })
  if (isRefusal(found)) return found
  const { asked, people, head } = found
  const text = (key: string) => translate(ctx.language, `figures:${key}`)
  const name = said(asked.indicator.name, ctx.language)
  const [title, scope] = above(ctx, name, { ...asked, unitName: asked.unitName, asOf: asOfView(asked) })
  return answer(
    workbookStream({
      name, above: [[head], title!, scope!],
      columns: ['number', 'name', 'town', 'village', 'times', 'first', 'last'].map((key) => ({ header: text(`sheet.${key}`) })),
      rows: people.map((person, i) => [i + 1, person.name ?? text('sheet.erased'), person.townName, person.unitName, person.times, { date: person.firstOn }, { date: person.lastOn }]),
    }),
    `${name} ${asked.unitName}`,
  )
}
