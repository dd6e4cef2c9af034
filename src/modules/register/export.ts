import type { Uuid } from '#kernel/ids.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { listed } from '#kernel/writing.ts'
import { inSnapshot, inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { workbookStream, type WriteCell } from '#platform/spreadsheets/index.ts'
import { headOf, takeExport, type ExportSource, type Wanted } from '#modules/exports/index.ts'
import { unitById } from '#modules/organisation/index.ts'
import { personExportQuery, type PersonExportQuery } from './contract.ts'
import { placesOf } from './places.ts'
import { forbidsExport } from './policy.ts'
import { filterOf } from './service.ts'
import * as store from './store.ts'

/** Cards a read of the export takes at once. */
const batch = 2_000

type Query = Omit<PersonExportQuery, 'export' | 'sort'>

/** Whom the filters find, in order, and the file of them as the module exports knows it. Refuses `unit-not-found`. */
async function foundBy(tx: Tx, ctx: Ctx, query: Query): Promise<{ filter: store.PersonFilter; ids: Uuid[]; wanted: Wanted & { persons: number } } | Refusal> {
  const filter = await filterOf(tx, ctx, query)
  if (isRefusal(filter)) return filter
  const ids = await store.personIds(tx, ctx.actor.reach, filter)
  const unit = await unitById(tx, ctx.actor.reach, query.unit ?? ctx.actor.unitId)
  const { q, unit: only, ability, wish, hardship, sex, worked } = query
  return {
    filter, ids,
    wanted: {
      what: 'register.persons', title: `${translate(ctx.language, 'register:export.sheet')} ${unit?.name ?? ctx.workspace.name}`, unit: { id: unit?.id ?? ctx.actor.unitId, path: unit?.path ?? ctx.actor.unitPath },
      filter: { q, unit: only, ability: ability?.toSorted(), wish: wish?.toSorted(), hardship: hardship?.toSorted(), sex, worked }, persons: ids.length,
    },
  }
}

/** Counts the persons of these filters for whoever asks a second person to agree. Refuses `unit-not-found`. */
export const personsSource: ExportSource = async (ctx, raw) => {
  const query = personExportQuery.safeParse(raw)
  if (!query.success) return refuse('request-malformed', { field: 'query', expected: query.error.issues[0]?.message ?? '' }, 'query')
  const found = await inSnapshot(ctx.db, (tx) => foundBy(tx, ctx, query.data))
  return isRefusal(found) ? found : found.wanted
}

/**
 * The cards of these filters as a spreadsheet, streamed: id numbers and phones masked, the first line says who took it out and when. It is
 * written down, with whom it holds, before the first card leaves, and holds nobody else. Refuses `not-allowed`, `unit-not-found`, and over
 * 200 persons whatever `takeExport` does.
 */
export async function exportOf(ctx: Ctx, { export: under, ...query }: Query & { export?: Uuid | undefined }): Promise<ReadableStream<Uint8Array> | Refusal> {
  const forbidden = forbidsExport(ctx.actor)
  if (forbidden) return forbidden
  const begun = await inTransaction(ctx.db, async (tx) => {
    const found = await foundBy(tx, ctx, query)
    if (isRefusal(found)) return found
    const taken = await takeExport(tx, ctx, found.wanted, under)
    if (isRefusal(taken)) return taken
    tx.note({ subjects: found.ids })
    return { filter: found.filter, ids: new Set(found.ids), head: await headOf(tx, ctx, found.wanted, taken) }
  })
  if (isRefusal(begun)) return begun
  const { filter, ids, head } = begun
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
        const found = await store.personsAfter(tx, ctx.actor.reach, filter, from, batch)
        return { found, places: await placesOf(tx, ctx.db, found.map(({ unitId }) => unitId), ctx.now.epochMilliseconds) }
      })
      for (const p of found) {
        if (!ids.has(p.id)) continue
        const place = places.get(p.unitId)!
        yield [
          p.name, text(`sex.${p.sex}`), p.birth, p.idMask, place.town, place.name, p.householdNumber, p.relation, p.phoneMask, text(`ability.${p.ability}`), text(`wish.${p.wish}`),
          listed(ctx.language, p.hardships.map((code) => text(`hardship.${code}`))), p.education, p.health, p.incomeFen === null ? null : Number(p.incomeFen) / 100, p.trade, p.helper,
          p.works === null ? null : text(`trade.${p.works}`), p.filedOn,
        ]
      }
      if (found.length < batch) return
      const last = found.at(-1)!
      after = { path: last.unitPath, id: last.id }
    }
  }
  const columns = ['name', 'sex', 'birth', 'id-number', 'town', 'village', 'household', 'relation', 'phone', 'ability', 'wish', 'hardships', 'education', 'health', 'income', 'trade', 'helper', 'works', 'filed']
  return workbookStream({
    name: text('export.sheet'),
    above: [[`${head}${text('export.masked')}`]],
    columns: columns.map((name) => ({ header: text(`column.${name}`) })),
    rows: rows(),
  })
}
