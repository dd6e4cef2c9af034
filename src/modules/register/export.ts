import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { dayAndTime } from '#kernel/writing.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { workbookStream, type WriteCell } from '#platform/spreadsheets/index.ts'
import type { PersonQuery } from './contract.ts'
import { placesOf } from './places.ts'
import { forbidsExport } from './policy.ts'
import { filterOf } from './service.ts'
import * as store from './store.ts'

/** Cards a read of the export takes at once. */
const batch = 2_000

/**
 * The cards of these filters as a spreadsheet, streamed: id numbers and phones masked, the first line says who took it out and when.
 * Refuses `not-allowed`, `unit-not-found`.
 */
export async function exportOf(ctx: Ctx, query: Omit<PersonQuery, 'page' | 'sort'>): Promise<ReadableStream<Uint8Array> | Refusal> {
  const forbidden = forbidsExport(ctx.actor)
  if (forbidden) return forbidden
  const filter = await inSnapshot(ctx.db, (tx) => filterOf(tx, ctx, query))
  if (isRefusal(filter)) return filter
  const words = new Map<string, string>()
  const text = (key: string) => {
    let word = words.get(key)
    if (word === undefined) words.set(key, (word = translate(ctx.language, `register:${key}`)))
    return word
  }
  async function* rows(): AsyncGenerator<WriteCell[]> {
    for (let after: { path: string; id: string } | null = null; ; ) {
      const from: typeof after = after
      const { found, places } = await inSnapshot(ctx.db, async (tx) => {
        const found = await store.personsAfter(tx, ctx.actor.reach, filter as store.PersonFilter, from, batch)
        return { found, places: await placesOf(tx, ctx.db, ctx.actor.reach, found.map(({ unitId }) => unitId), ctx.now.epochMilliseconds) }
      })
      for (const p of found) {
        const place = places.get(p.unitId)!
        yield [
          p.name, text(`sex.${p.sex}`), p.birth, p.idMask, place.town, place.name, p.householdNumber, p.relation, p.phoneMask, text(`ability.${p.ability}`), text(`wish.${p.wish}`),
          p.hardships.map((code) => text(`hardship.${code}`)).join('、'), p.education, p.health, p.incomeFen === null ? null : Number(p.incomeFen) / 100, p.trade, p.helper,
          p.works === null ? null : text(`trade.${p.works}`), p.filedOn,
        ]
      }
      if (found.length < batch) return
      const last = found.at(-1)!
      after = { path: last.unitPath, id: last.id }
    }
  }
  const columns = ['name', 'sex', 'birth', 'id-number', 'town', 'village', 'household', 'relation', 'phone', 'ability', 'wish', 'hardships', 'education', 'health', 'income', 'trade', 'helper', 'works', 'filed']
  const { date, time } = dayAndTime(ctx.now.toString(), ctx.workspace.timeZone)
  return workbookStream({
    name: text('export.sheet'),
    above: [[translate(ctx.language, 'register:export.made', { who: ctx.actor.name, date, time, workspace: ctx.workspace.name })]],
    columns: columns.map((name) => ({ header: text(`column.${name}`) })),
    rows: rows(),
  })
}
