import type { PathRange } from '#kernel/actor.ts'
import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { boxIn } from '#platform/crypto/box.ts'
import type { OutOf, QueryOf } from '#platform/contract/endpoint.ts'
import { inSnapshot, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { numbersNear } from './merge-model.ts'
import { twinReasons, type countTwins, type listTwins } from './merging.contract.ts'
import { placesOf } from './places.ts'
import { rangesOf } from './service.ts'
import * as store from './twins.store.ts'

const size = 20 as const

/**
 * Cards in reach that may be one person's, two by two, those with most reasons first. Id numbers stand sealed in the database: that two are near is
 * found by opening those of one name whose births nearly agree. Refuses `unit-not-found`.
 */
export async function twinsOf(ctx: Ctx, query: QueryOf<typeof listTwins>): Promise<OutOf<typeof listTwins> | Refusal> {
  return inSnapshot(ctx.db, async (tx) => {
    const ranges = await rangesOf(tx, ctx, query.unit)
    if (isRefusal(ranges)) return ranges
    const box = boxIn(ctx.dataFolder)
    const open = (sealed: Buffer) => box.open('idNumber', sealed)
    const near = await nearOf(tx, ctx, ranges, open)
    const rows = await store.twinPage(tx, ctx.actor.reach, ranges, near, { limit: size, offset: (query.page - 1) * size })
    const found = rows.flatMap(({ a, b, reasons }) => (a && b ? [{ a, b, reasons }] : []))
    const places = await placesOf(tx, ctx.db, found.flatMap(({ a, b }) => [a.unitId, b.unitId]), ctx.now.epochMilliseconds)
    tx.note({ subjects: [...new Set(found.flatMap(({ a, b }) => [a.id, b.id]))] })
    const card = ({ idMask, idCipher: _sealed, phoneMask, unitId, ...rest }: store.TwinCardRow) => ({ ...rest, idNumber: idMask, phone: phoneMask, unit: places.get(unitId)! })
    const pairs = found.map(({ a, b, reasons }) => {
      const isNear = numbersNear(open(Buffer.from(a.idCipher, 'hex')), open(Buffer.from(b.idCipher, 'hex')))
      return { reasons: twinReasons.filter((reason) => (reasons as string[]).includes(reason) || (reason === 'number-near' && isNear)), cards: [card(a), card(b)] as [ReturnType<typeof card>, ReturnType<typeof card>] }
    })
    return { total: rows[0]?.total ?? 0, page: query.page, size, pairs }
  })
}

/** How many such pairs there are in reach. Shows nobody: no page of them is read. */
export async function twinsWaiting(ctx: Ctx): Promise<OutOf<typeof countTwins>> {
  return inSnapshot(ctx.db, async (tx) => {
    const box = boxIn(ctx.dataFolder)
    const near = await nearOf(tx, ctx, null, (sealed) => box.open('idNumber', sealed))
    const [row] = await store.twinPage(tx, ctx.actor.reach, null, near, { limit: 0, offset: 0 })
    return { pairs: row?.total ?? 0 }
  })
}

/** The pairs whose opened numbers are near. */
async function nearOf(tx: Tx, ctx: Ctx, ranges: readonly PathRange[] | null, open: (sealed: Buffer) => string): Promise<store.Sealed[]> {
  return (await store.nearBirths(tx, ctx.actor.reach, ranges)).filter(({ one, other }) => numbersNear(open(one), open(other)))
}
