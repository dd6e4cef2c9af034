import { readFileSync } from 'node:fs'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { bornOn, idNumber, personName, type Random } from '../../test/support/people.ts'
import { smallRoster, type SmallRow } from '../../test/support/small-roster.ts'
import { installed, officers, pause, type Installed } from './installed.ts'
import { drawOf, type Proof, type Report } from './proof.ts'

/** An installation is killed so many times, then verified and made anew; a run may go on from there. */
const killsOfInstallation = 50
const rosterRows = 40

/** One write that was sent: it is sent again, the same, until it is acknowledged. */
type Write = { path: string; body: { id: Uuid } & Record<string, unknown>; kind: 'person' | 'start' }
type Place = { town: string; village: string; villageId: number }
/** The books that the proof keeps beside the program's: what it was told is kept. */
type Books = { persons: Uuid[]; starts: number; imported: number; unsure: Write[]; used: Set<string> }

async function send(at: Installed, books: Books, write: Write, officer: number): Promise<void> {
  await at.ask(write.path, write.body, write.body.id, officer)
  if (write.kind === 'person') books.persons.push(write.body.id)
  else books.starts += 1
}

/** Files persons, and starts work for some of them, one after another until told to stop. What is not acknowledged is sent again. */
function writing(at: Installed, books: Books, place: Place, draw: Random): () => Promise<void> {
  let going = true
  const one = async (officer: number) => {
    while (going) {
      const id = uuidv7()
      const person: Write = { kind: 'person', path: '/api/persons', body: { id, idNumber: idNumber(draw, '320322', bornOn(draw, '2018-06-30'), books.used), name: personName(draw), unitId: place.villageId } }
      const start: Write = { kind: 'start', path: '/api/work-starts', body: { id: uuidv7(), personIds: [id], trade: 'handicraft', startedOn: '2026-11-10' } }
      for (const write of draw.chance(0.4) ? [person, start] : [person]) {
        let kept = false
        while (!kept && going) {
          kept = await send(at, books, write, officer).then(() => true, () => false)
          if (!kept) await pause(30)
        }
        if (!kept) books.unsure.push(write)
      }
    }
  }
  const all = Promise.all(Array.from({ length: officers }, (_, i) => one(i)))
  return async () => {
    going = false
    await all
  }
}

/** A roster of new women of one village, as bytes. */
async function roster(at: Installed, books: Books, place: Place, draw: Random): Promise<Buffer> {
  const rows = Array.from({ length: rosterRows }, (_, i): SmallRow => ({
    '镇（街道）': place.town, '村（社区）': place.village, 户编号: `${uuidv7()}-${i}`, 姓名: personName(draw), 身份证号: idNumber(draw, '320322', bornOn(draw, '2018-06-30'), books.used), 劳动能力: '有', 建档日期: '2026-11-01',
  }))
  return readFileSync(await smallRoster(at.folder, rows))
}

/** Stages a roster and has it written. Each step may be asked for again: a kill throws here, and the same goes on later. */
async function bring(at: Installed, id: Uuid, bytes: Buffer, tries: number): Promise<'done' | string> {
  let state = ''
  for (let i = 0; i < tries; i += 1) {
    if (state === '') await at.ask(`/api/imports?filename=roster.xlsx&id=${id}`, bytes)
    state = (await at.ask(`/api/imports/${id}`)).state
    if (state === 'done' || state === 'refused') return state
    // A database that went away leaves it failed, and nothing kept: written again it is whole.
    if (state === 'ready' || state === 'failed') await at.ask(`/api/imports/${id}/write`, {})
    await pause(25)
  }
  return state
}

/** Holds the program's books against ours. `told` is what was acknowledged since the last look. */
async function check(at: Installed, books: Books, told: readonly Uuid[], index: number, victim: string, report: Report): Promise<void> {
  for (const id of told) {
    const card = await at.ask(`/api/persons/${id}`).catch(() => null)
    if (card === null) report.fail('lost', index, `${victim}: person ${id} was acknowledged`)
    else if (card.timeline.length < 2) report.fail('halves', index, `${victim}: person ${id} has ${card.timeline.length} entries`)
  }
  const [persons, households] = [(await at.ask('/api/persons')).total as number, (await at.ask('/api/households')).total as number]
  const value = async (indicator: string) => (await at.ask(`/api/figures/${indicator}`)).value as number
  const [filed, homes, starts] = [await value('persons-filed'), await value('households-filed'), await value('work-starts')]
  const wanted = books.persons.length + books.imported
  if (persons < wanted) report.fail('lost', index, `${victim}: ${persons} persons of ${wanted}`)
  if (persons > wanted) report.fail('duplicates', index, `${victim}: ${persons} persons instead of ${wanted}`)
  if (filed !== persons) report.fail('halves', index, `${victim}: ${persons} cards, ${filed} in the ledger`)
  if (homes !== households) report.fail('halves', index, `${victim}: ${households} households, ${homes} in the ledger`)
  if (starts < books.starts) report.fail('lost', index, `${victim}: ${starts} starts of work of ${books.starts}`)
  if (starts > books.starts) report.fail('duplicates', index, `${victim}: ${starts} starts of work instead of ${books.starts}`)
}

/** One kill at a random moment of writing and importing; then everything unsure is asked for again, and the books are compared. */
async function kill(at: Installed, books: Books, place: Place, index: number, draw: Random, report: Report): Promise<void> {
  const victim = index % 3 === 2 ? 'database' : 'server'
  const [told, id, bytes] = [books.persons.length, uuidv7(), await roster(at, books, place, draw)]
  const stop = writing(at, books, place, draw)
  const brought = bring(at, id, bytes, 1_000).catch(() => 'cut off')
  await pause(100 + draw.below(500))
  const [begun, waitedBefore] = [performance.now(), victim === 'server' ? 0 : at.waitedMilliseconds()]
  if (victim === 'server') {
    await at.stop('SIGKILL')
    await at.start()
  } else {
    at.killDatabase()
    await pause(50)
    await at.answering(60_000)
  }
  const took = performance.now() - begun
  report.most(`longest${victim === 'server' ? 'Server' : 'Database'}Ms`, took)
  report.most('longestMs', took)
  report.most('longestProgramMs', took - (at.waitedMilliseconds() - waitedBefore))
  report.add(`${victim}Kills`)
  await pause(100)
  await stop()
  for (const [i, write] of books.unsure.splice(0).entries()) {
    await send(at, books, write, i % officers).catch((fault: Error) => report.fail('lost', index, `${victim}: sent again, ${fault.message.slice(0, 300)}`))
    report.add('sentAgain')
  }
  let state = await brought
  if (state !== 'done') state = await bring(at, id, bytes, 400)
  if (state === 'done') books.imported += rosterRows
  else report.fail('halves', index, `${victim}: the import stays ${state}`)
  await check(at, books, books.persons.slice(told).slice(-40), index, victim, report)
  report.add('acknowledged', books.persons.length - told)
}

/** Server and database killed at random while people write and import: nothing acknowledged is lost, half there, or there twice; serving again soon. */
export const kills: Proof = {
  id: 'kills', suiteSize: 12, proofSize: 750,
  target: { lost: 0, halves: 0, duplicates: 0, unverified: 0, longestMs: 5_000, longestProgramMs: 5_000 },
  async run(seed, n, from, report) {
    for (let first = from; first < n; ) {
      const last = Math.min(n, first - (first % killsOfInstallation) + killsOfInstallation)
      const at = await installed()
      try {
        await at.start()
        await at.signIn()
        const { unit } = await at.ask('/api/me')
        const town = (await at.ask(`/api/units/${unit.id}/children`)).units[0]
        const village = (await at.ask(`/api/units/${town.id}/children`)).units[0]
        const books: Books = { persons: [], starts: 0, imported: 0, unsure: [], used: new Set() }
        for (let index = first; index < last; index += 1) await kill(at, books, { town: town.name, village: village.name, villageId: village.id }, index, drawOf(seed, index), report)
        if (!at.verified()) report.fail('unverified', last - 1, 'verify finds fault with the ledger')
      } finally {
        await at.remove()
      }
      first = last
      report.done(first)
    }
  },
}
