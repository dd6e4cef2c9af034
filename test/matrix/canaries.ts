import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { uuidv7, type Uuid } from '../../src/kernel/ids.ts'
import { idNumber, random } from '../support/people.ts'
import { smallRoster } from '../support/small-roster.ts'
import { cellsOf } from './run.ts'
import { table } from './table.ts'
import type { Actor, Ask, World } from './world.ts'

/** Writes words that stand nowhere else into every text that an officer and a checker of Feng can write; answers them. At least `wanted`. */
export async function plant(world: World, wanted: number, seed: number): Promise<string[]> {
  const { officer, checker, village, county, folder } = world.feng
  const canaries: string[] = []
  const canary = () => canaries[canaries.push(`金丝雀${randomBytes(6).toString('hex')}`) - 1]!
  const [pick, used] = [random(seed), new Set<string>()]
  const ask = async (asked: Ask) => {
    const answer = await officer.ask(asked)
    if (answer.status !== 200) throw new Error(`${asked[0]} ${answer.text}`)
    return answer.body
  }
  const send = (path: string, body: unknown) => ask([path, { method: 'POST', body }])
  const persons: Uuid[] = []
  while (canaries.length < wanted - 12) {
    const person = uuidv7()
    await send('/api/persons', {
      id: person, idNumber: idNumber(pick, '320321', '1979-03-04', used), name: canary().slice(0, 20), unitId: village.id, hardships: [], note: canary(), helper: canary(), trade: canary(), health: canary(), education: canary(),
      ethnicity: canary(), relation: '户主', householdNumber: canary(), phone: `13${pick.below(10)}${10_000_000 + pick.below(89_999_999)}`,
    })
    persons.push(person)
  }
  const [first] = persons
  await send(`/api/persons/${first}/changes`, { id: uuidv7(), fields: { note: canary(), helper: canary() } })
  await send(`/api/persons/${first}/reveal`, { field: 'phone', reason: canary() })
  const starts = persons.slice(0, 4)
  await send('/api/work-starts', { id: uuidv7(), personIds: starts, trade: 'e-commerce', startedOn: '2026-11-20', note: canary() })
  const staged = await smallRoster(folder, [{ '村（社区）': canary(), 户主姓名: canary(), 姓名: canary(), 与户主关系: '户主', 身份证号: idNumber(pick, '320321', '1990-01-02', used) } as never], '2026-11-01')
  await ask([`/api/imports?filename=${encodeURIComponent(canary())}.xlsx&id=${uuidv7()}`, { method: 'POST', bytes: await readFile(staged) }])
  const receipt = await send('/api/receipts', { indicator: 'persons-filed' })
  await send(`/api/receipts/${receipt.code}/withdraw`, { reason: canary() })
  const batch = (await checker.ask(['/api/checks/batches', { method: 'POST', body: { level: 'county', unitId: county.id, group: 'filing' } }])).body
  const { sample } = (await checker.ask([`/api/checks/batches/${batch.id}`])).body
  await checker.ask([`/api/checks/batches/${batch.id}/findings`, { method: 'POST', body: { posting: sample[0].posting, line: sample[0].line, wrong: true, note: canary() } }])
  return canaries
}

/** Whoever may not know of Feng's people: everybody of Pei and elsewhere, and the administrators, who reach all units and no person. */
export const strangers = (world: World): Actor[] => world.actors

/** Asks everything that can be asked without changing anything, and for each word itself; answers where one of them came out. */
export async function hunt(world: World, canaries: readonly string[]): Promise<{ asked: number; found: string[] }> {
  const found: string[] = []
  let asked = 0
  const look = async (actor: Actor, ask: Ask, itself?: string) => {
    asked += 1
    const { text } = await actor.ask(ask)
    // What the question itself said may come back to whoever asked it.
    const out = canaries.find((one) => one !== itself && text.includes(one)) ?? (itself && !text.includes('"code"') && text.includes(itself) ? itself : undefined)
    if (out) found.push(`${actor.role} of the ${actor.place}: ${ask[0]} says ${out}`)
  }
  for (const [route, line] of Object.entries(table)) {
    if (!route.startsWith('GET')) continue
    for (const { actor, ask } of cellsOf(world, line)) await look(actor, ask)
  }
  for (const actor of strangers(world)) {
    for (const [i, word] of canaries.entries()) if (i % 9 === 0) await look(actor, [`/api/persons?q=${encodeURIComponent(word)}`], word)
    await look(actor, ['/api/persons?sort=nothing'])
    await look(actor, ['/api/persons', { method: 'POST', body: { id: 'x' } }])
    await look(actor, [`/api/households?q=${encodeURIComponent(canaries[0]!)}`], canaries[0]!)
  }
  found.push(...world.said.filter((line) => canaries.some((one) => line.includes(one))).map((line) => `the log says ${line.slice(0, 80)}`))
  return { asked, found }
}

/** How much each list of a stranger holds. */
export async function totals(world: World): Promise<Record<string, unknown>> {
  const counted: Record<string, unknown> = {}
  for (const actor of strangers(world).filter(({ place }) => place !== 'top')) {
    for (const path of ['/api/persons', '/api/households', '/api/figures/persons-filed', '/api/checks/waiting', '/api/today', '/api/receipts', '/api/imports', '/api/units?search=村']) {
      const { body } = await actor.ask([path])
      counted[`${actor.role} ${actor.place} ${path}`] = JSON.stringify(body, (key, value: unknown) => (['asOf', 'head', 'journal', 'receiptPreview'].includes(key) ? undefined : value))
    }
  }
  return counted
}
