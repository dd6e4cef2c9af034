import { mkdirSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { instantText } from '#kernel/dates.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inTransaction } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { heldOfPerson, wordsOfPerson } from '#modules/register/index.ts'
import { dueDays } from './model.ts'
import * as store from './store.ts'

/**
 * One erasure, noted outside of the database: a backup that is older than it brings the card back, and the line erases it again. Nothing
 * personal: `person` is the card's id. `undone` takes back what was noted and then not committed.
 */
export type ErasureLine = { readonly person: Uuid; readonly at: string; readonly request: Uuid; readonly undone?: true }

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
    const done = await inTransaction({ ...ctx.db, who: ctx.db.who && { ...ctx.db.who, verb: 'rights.erase-again', written: { lines: 0 } } }, async (tx) => {
      tx.note({ subjects: [line.person], facts: { request: line.request } })
      return tx.beyondReach(async (tx) => {
        const held = await heldOfPerson(tx, ctx.dataFolder, line.person)
        if (!held) return false
        await store.lockRequest(tx, line.person)
        const words = await wordsOfPerson(tx, ctx.dataFolder, line.person)
        const at = instantText(ctx.now)
        const receivedOn = line.at.slice(0, 10)
        const request = (id: Uuid) => ({
          id, personId: line.person, kind: 'erasure' as const, unitId: held.card.unitId, unitPath: held.card.unitPath, channel: 'paper' as const, receivedAt: line.at, receivedOn,
          ...dueDays(ctx.workspace.country, 'erasure', receivedOn), clock: `${ctx.workspace.country}.erasure`, filedBy: ctx.actor.id, details: null,
        })
        const known = await store.requestById(tx, ctx.actor.reach, null, line.request)
        // A backup from between two acts may hold the request as ended though the card stands: then a new one says what was done.
        const id = known && known.personId === line.person && known.kind === 'erasure' && known.state !== 'refused' && known.state !== 'carried-out' ? known.id : known ? uuidv7() : line.request
        if (!known || id !== known.id) await store.insertRequest(tx, request(id), uuidv7())
        return store.erase(tx, { requestId: id, by: restored, stateId: uuidv7(), at, words })
      })
    })
    if (done) count += 1
  }
  return count
}
