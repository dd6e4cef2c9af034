import { everywhere, rangeOf } from '#kernel/actor.ts'
import { openPool } from '#platform/database/pool.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { plainQuestion, roomToCount, type Question } from '#modules/ledger/index.ts'
import { programmeOf } from '#modules/plans/index.ts'
import { tally } from '../../src/modules/ledger/tally.store.ts'
import type { Random } from '../../test/support/people.ts'
import type { BareAsk } from './bare.ts'
import type { FiguresWorld, Unit } from './world.ts'

/** One question, in the three ways in which it is asked. */
export type Drawn = { readonly indicator: string; readonly unit: Unit; readonly from: string | null; readonly to: string; readonly level: string | null; readonly asOf: bigint | null }

const classFacets = ['ability', 'wish', 'hardship']

/** As an address asks for it. */
export function queryOf({ unit, from, to, level, asOf }: Drawn, more: Record<string, string> = {}): string {
  return new URLSearchParams({ unit: unit.code, ...(from ? { from } : {}), to, ...(level ? { level } : {}), ...(asOf === null ? {} : { asOf: String(asOf) }), ...more }).toString()
}

/** As it is asked of the file by hand. */
export function bareOf(world: FiguresWorld, { indicator, unit, from, to, level, asOf }: Drawn): BareAsk {
  const one = programmeOf('bench').indicators.find(({ id }) => id === indicator)!
  const split = (ofClass: boolean) => Object.fromEntries(Object.entries(one.where).filter(([name]) => classFacets.includes(name) === ofClass))
  const [where, classed] = [split(false), split(true)]
  return {
    kinds: one.kinds, path: unit.path, from, to, level, n: asOf ?? world.head,
    ...(Object.keys(where).length > 0 ? { where } : {}), ...(Object.keys(classed).length > 0 ? { classed } : {}),
  }
}

/** As the ledger is asked for it. */
export function questionOf({ indicator, unit, from, to, level, asOf }: Drawn, parts: readonly Unit[] | null): Question {
  const one = programmeOf('bench').indicators.find(({ id }) => id === indicator)!
  return {
    ...plainQuestion, kinds: one.kinds, take: one.take, where: one.where, counts: one.tally === 'ratio' ? 'subjects' : one.tally, from, to, asOf, level,
    ranges: (parts ?? [unit]).map(({ code, path }) => ({ key: code, ...rangeOf(path) })), classKind: one.classKind, classFacets: one.classFacets,
  }
}

/** PostgreSQL's own plan: the store's statement, as a server without a read model sends it, and nothing around it. */
export function openPostgres(world: FiguresWorld) {
  const pool = openPool(world.appUrl, 1)
  return {
    /** Milliseconds of one tally: the whole, and its parts where units are given. */
    async tally(drawn: Drawn, parts: readonly Unit[] | null = null): Promise<{ ms: number; subjects: number }> {
      return inSnapshot({ pool, schema: world.workspace.schema, reach: everywhere }, async (tx) => {
        await roomToCount(tx)
        const from = performance.now()
        const rows = await tally(tx, questionOf(drawn, parts), { units: parts !== null, across: null })
        return { ms: performance.now() - from, subjects: rows[0]!.subjects }
      })
    },
    close: () => pool.end(),
  }
}
export type Postgres = ReturnType<typeof openPostgres>

const day = (date: Temporal.PlainDate) => date.toString()

/** Draws a question: one of the indicators, a unit of any level alike, days, a level for half of them, an as-of for half. */
export function draw(world: FiguresWorld, pick: Random, indicators: readonly string[], levels: readonly number[] = [1, 2, 3, 4, 5]): Drawn {
  const level = pick.of(levels)
  const unit = pick.of(world.units.filter((one) => one.level === level && !one.pseudo))
  const start = Temporal.PlainDate.from('2018-01-01').add({ days: pick.below(2_500) })
  return {
    indicator: pick.of(indicators), unit, from: pick.chance(0.8) ? day(start) : null, to: day(start.add({ days: 30 + pick.below(1_500) })),
    level: pick.chance(0.4) ? 'county' : pick.chance(0.15) ? 'city' : null, asOf: pick.chance(0.5) ? world.head / 2n + BigInt(pick.below(Number(world.head / 2n))) : null,
  }
}
