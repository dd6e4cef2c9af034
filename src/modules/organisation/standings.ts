import type { DateText, InstantText } from '#kernel/dates.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { ChangeVerb } from './changing.ts'
import { idsOfPath } from './model.ts'
import * as store from './standings.store.ts'
import { historyOf } from './tree.ts'

/**
 * From a day on what is kept at a unit stands elsewhere, or under another name: the address before and after, highest first, without the workspace's own
 * unit. What was done, by whom and since which journal number it is known; null where it came with the division data or the change is out of reach.
 */
export type Standing = {
  readonly onDay: DateText; readonly before: readonly string[]; readonly after: readonly string[]
  readonly change: { readonly verb: ChangeVerb; readonly at: InstantText; readonly by: string; readonly number: bigint } | null
}

/** Where something was recorded, and on which day. */
type Recorded = { readonly unitId: number; readonly happenedOn: DateText }

/**
 * How the address of what stands at a unit today changed since it was first recorded: its unit moved, merged, was split or renamed, or one above it.
 * In: the unit of today; the records, oldest first. Out: oldest first; read from the rows of the tree and written nowhere. Records made at a unit whose heirs do not
 * lead to today's (somebody moved house) tell nothing: those after it do.
 */
export async function standingsSince(tx: Tx, unitId: number, records: readonly Recorded[], topUnitId: number): Promise<Standing[]> {
  const { rows: changed, successions } = await historyOf(tx)
  if (changed.length === 0 && successions.length === 0) return []
  const heirs = new Map(successions.filter(({ heir }) => heir).map((one) => [one.unitId, one]))
  const lineFrom = ({ unitId: first, happenedOn }: Recorded) => {
    const line = [{ id: first, from: happenedOn }]
    for (let next = heirs.get(first); next && line.length < 50; next = heirs.get(next.successorId)) line.push({ id: next.successorId, from: next.onDay })
    return line
  }
  const line = records.map(lineFrom).find((one) => one.at(-1)!.id === unitId)
  if (!line) return []
  const since = line[0]!.from
  const held = await store.namedRows(tx, line.map(({ id }) => id))
  const rows = await store.namedRows(tx, [...new Set(held.flatMap(({ path }) => idsOfPath(path)))])
  const rowOn = (id: number, day: DateText) => rows.findLast((row) => row.id === id && row.validFrom <= day && (row.validTo === null || row.validTo >= day))
  const placeOn = (day: DateText) => {
    // What is known late may say that the heir took over before the record was made.
    const unit = rowOn((line.findLast(({ from }) => from <= day) ?? line[0]!).id, day)
    const path = unit ? idsOfPath(unit.path).filter((id) => id !== topUnitId) : []
    return { ids: path, names: path.flatMap((id) => rowOn(id, day) ?? []).filter(({ placeholder }) => !placeholder).map(({ name }) => name) }
  }
  const days = [...new Set([...rows.map(({ validFrom }) => validFrom), ...line.map(({ from }) => from)])].filter((day) => day > since).sort()
  const moments: { onDay: DateText; before: string[]; after: string[]; ids: number[] }[] = []
  let last = placeOn(since)
  for (const onDay of days) {
    const now = placeOn(onDay)
    if (now.names.length === 0) continue
    if (last.names.length > 0 && now.names.join('\n') !== last.names.join('\n')) moments.push({ onDay, before: last.names, after: now.names, ids: [...last.ids, ...now.ids] })
    last = now
  }
  if (moments.length === 0) return []
  const changes = await store.changesOnDays(tx, moments.map(({ onDay }) => onDay), [...new Set(moments.flatMap(({ ids }) => ids))])
  return moments.map(({ ids, ...moment }) => {
    const change = changes.findLast((one) => one.onDay === moment.onDay && one.ids.some((id) => ids.includes(id)))
    return { ...moment, change: change ? { verb: change.verb, at: change.at, by: change.by, number: change.number } : null }
  })
}
