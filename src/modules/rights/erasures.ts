import { mkdirSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { instantText } from '#kernel/dates.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inTransaction, type Tx } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { cardsOfPerson, heldOfPerson, wordsOfPerson } from '#modules/register/index.ts'
import { dueDays } from './model.ts'
import * as store from './store.ts'

/**
 * One erasure, noted outside of the database: a backup that is older than it brings the card back, and the line erases it again. Nothing
 * personal: `person` is the card's id, `also` the ids of cards merged with it. `undone` takes back what was noted and then not committed.
 */
export type ErasureLine = { readonly person: Uuid; readonly also?: readonly Uuid[]; readonly at: string; readonly request: Uuid; readonly undone?: true }

/** Writes a line of `erasures/<slug>.jsonl`; it is on disk when the promise resolves. */
export async function noteErasure(ctx: Pick<Ctx, 'dataFolder' | 'workspace'>, line: ErasureLine): Promise<void> {
  const folder = join(ctx.dataFolder, 'erasures')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = await open(join(folder, `${ctx.workspace.slug}.jsonl`), 'a', 0o600)
  try {
    await file.write(`${JSON.stringify(line)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  const directory = await open(folder, 'r')
  await directory.sync().finally(() => directory.close())
}

/** The lines of one workspace's erasures, as they stand beside the database; none where nobody was erased. Throws where a line cannot be read. */
export async function readErasureLines({ dataFolder, workspace }: Pick<Ctx, 'dataFolder' | 'workspace'>): Promise<ErasureLine[]> {
  const text = await readFile(join(dataFolder, 'erasures', `${workspace.slug}.jsonl`), 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return ''
    throw fault
  })
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as ErasureLine)
}

/** Who stands behind an erasure that is done again: nobody who could have asked for it, so the rule of two people holds. */
const restored = 'operator:restore'

/**
 * Erases again, in one workspace, whoever of these is in it and was not erased: after a backup was restored that is older. Two people
 * approved each when it was first done. In: the operator's context, lines of `erasures/<slug>.jsonl`. Out: how many were erased now.
 */
export async function replayErasures(ctx: Ctx, lines: readonly ErasureLine[]): Promise<number> {
  // The last line of a request says how it ended.
  const last = new Map(lines.map((line) => [line.request, line]))
  let count = 0
  for (const line of last.values()) {
    if (line.undone) continue
    let erased = false
    for (const card of [line.person, ...(line.also ?? [])]) erased = (await eraseAgain(ctx, line, card)) || erased
    if (erased) count += 1
  }
  return count
}

/** Erases one card again, and what is merged with it; false where it is not there or was erased. */
function eraseAgain(ctx: Ctx, line: ErasureLine, card: Uuid): Promise<boolean> {
  return inTransaction({ ...ctx.db, who: ctx.db.who && { ...ctx.db.who, verb: 'rights.erase-again', written: { lines: 0 } } }, async (tx) => {
    tx.note({ subjects: [card], facts: { request: line.request } })
    return tx.beyondReach(async (tx) => {
      const held = await heldOfPerson(tx, ctx.dataFolder, card)
      if (!held) return false
      await store.lockRequest(tx, card)
      const words = await wordsOf(tx, ctx.dataFolder, await cardsOfPerson(tx, card))
      const at = instantText(ctx.now)
      const receivedOn = line.at.slice(0, 10)
      const request = (id: Uuid) => ({
        id, personId: card, kind: 'erasure' as const, unitId: held.card.unitId, unitPath: held.card.unitPath, channel: 'paper' as const, receivedAt: line.at, receivedOn,
        ...dueDays(ctx.workspace.country, 'erasure', receivedOn), clock: `${ctx.workspace.country}.erasure`, filedBy: ctx.actor.id, details: null,
      })
      const known = await store.requestById(tx, ctx.actor.reach, null, line.request)
      // A backup from between two acts may hold the request as ended though the card stands: then a new one says what was done.
      const id = known && known.personId === card && known.kind === 'erasure' && known.state !== 'refused' && known.state !== 'carried-out' ? known.id : known ? uuidv7() : line.request
      if (!known || id !== known.id) await store.insertRequest(tx, request(id), uuidv7())
      return store.erase(tx, { requestId: id, by: restored, stateId: uuidv7(), at, words })
    })
  })
}

/** What says who she is, of all her cards. */
export async function wordsOf(tx: Tx, dataFolder: string, cards: readonly Uuid[]): Promise<string[]> {
  const words: string[] = []
  for (const card of cards) words.push(...(await wordsOfPerson(tx, dataFolder, card)))
  return [...new Set(words)]
}
