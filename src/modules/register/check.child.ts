/*
 * The process that reads and checks a roster: held to limits by its parent (`Talk`), without database and keys. It asks for the names
 * of the next run of rows before it checks this one, so that neither side waits for the other.
 */
import { type ParentTalk, serveParent } from '#platform/spreadsheets/child.ts'
import { partsHere } from '#platform/spreadsheets/read.ts'
import { rememberedMapping, rowsOfFile } from './check.rows.ts'
import type { CheckRequest, FromCheck, ToCheck, UnitColumns } from './check.talk.ts'
import { rosterParts, type RosterPart } from './roster/read.ts'
import type { RosterUnit } from './roster/village.ts'

function* unitsOf({ id, code, name, level, path, parentId }: UnitColumns): Generator<RosterUnit> {
  for (let i = 0; i < id.length; i += 1) yield { id: id[i]!, code: code[i]!, name: name[i]!, level: level[i]!, path: path[i]!, parentId: parentId[i]! }
}

await serveParent<CheckRequest>(async (request, talk: ParentTalk) => {
  const say = (message: FromCheck) => talk.say(message)
  const hear = () => talk.hear<ToCheck>()
  const units: RosterUnit[] = []
  for (let message = await hear(); 'units' in message; message = await hear()) for (const unit of unitsOf(message.units)) units.push(unit)
  units.sort((a, b) => (a.code < b.code ? -1 : 1))
  const file = rowsOfFile(request, units)
  const parts = rosterParts(partsHere(request, request.limits), (form) => {
    void say({ understood: form })
    return rememberedMapping(form, request.remembered)
  })

  async function check({ form, rows }: RosterPart): Promise<void> {
    const answer = await hear()
    if (!('names' in answer)) throw new Error('names were asked for')
    await say({ checked: file.check(form, rows, answer.names) })
  }
  let waiting: RosterPart | null = null
  for await (const part of parts) {
    if (file.placeOf(part.form)[1]) void say({ form: part.form })
    await say({ ask: file.idNumbers(part.form, part.rows) })
    if (waiting) await check(waiting)
    waiting = part
  }
  if (waiting) await check(waiting)
  await say({ summary: file.summary() })
})
