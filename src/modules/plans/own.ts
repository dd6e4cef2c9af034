import type { Tx } from '#platform/database/transaction.ts'
import { readFunnels, readIndicators, type Fault } from './check.ts'
import { funnelDefinition, indicatorDefinition } from './definition.contract.ts'
import { programmeOf } from './installed.ts'
import { newest, type Own } from './own.store.ts'
import { kindsOf, type Programme } from './programme.ts'

type Written = Programme['written']

/**
 * A programme with definitions beside its own ones, held against one another. Out: the programme with all that are whole, and what is wrong with the others:
 * a definition that no longer fits (its kind is gone from the house) counts nothing and stops nothing.
 */
export function programmeWith(programme: Programme, own: Written): { programme: Programme; faults: Fault[] } {
  const mine = <D>(list: readonly D[]) => list.map((one) => ({ ...one, own: true }))
  const { indicators, faults } = readIndicators([...programme.written.indicators, ...mine(own.indicators)], programme.shelf)
  const read = readFunnels([...programme.written.funnels, ...mine(own.funnels)], indicators)
  const wrong = [...faults, ...read.faults]
  return { programme: { ...programme, indicators, funnels: read.funnels, kinds: kindsOf(indicators, programme.shelf) }, faults: wrong }
}

/** Of what a workspace made, the definitions that stand: newest versions, without the retired. */
export function standing(rows: readonly Own[]): Written {
  const of = (what: Own['what']) => rows.filter((row) => row.what === what && !row.retired).map(({ definition }) => definition)
  // Read anew: what was written before a word existed asks nothing special by it.
  return { indicators: of('indicator').map((one) => indicatorDefinition.parse(one)), funnels: of('funnel').map((one) => funnelDefinition.parse(one)) }
}

/** The programme of a workspace with the indicators and funnels that the workspace made itself, as they stand in the snapshot of `tx`. In: the stem of the programme's file. */
export async function programmeIn(tx: Tx, stem: string): Promise<Programme> {
  const programme = programmeOf(stem)
  const rows = await newest(tx)
  return rows.every(({ retired }) => retired) ? programme : programmeWith(programme, standing(rows)).programme
}
