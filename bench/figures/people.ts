import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '../../test/support/people.ts'
import { took } from '../load.ts'
import { draw, queryOf, type Drawn } from './asking.ts'
import { nameOf, type Bench } from './measures.ts'
import { lineOf, type Line } from './report.ts'
import { startFiguresServer, type FiguresServer } from './server.ts'
import { seed } from './world.ts'

/** A server that was just started makes the order of names in the background; after this it stands, in milliseconds. */
const orderStands = 40_000
const rounds = 30
/** Names that one in five hundred bears, or nobody. */
const searched = ['王秀英', '桂兰', '陈玉', '没有人']

type Answer = { readonly total: number; readonly people: readonly unknown[] }

async function listed(server: FiguresServer, drawn: Drawn, more: Record<string, string> = {}, what = 'people'): Promise<{ ms: number; answer: Answer }> {
  let body = ''
  const ms = await took(async () => void ({ body } = await server.asked.ok('GET', `/api/figures/${drawn.indicator}/${what}?${queryOf({ ...drawn, level: null }, more)}`)))
  return { ms, answer: JSON.parse(body) as Answer }
}

/**
 * The first fifty by name behind the cell of a village up to the province, of a server that has the order of names; and what else its readers do: the next
 * page, the last one, a name searched, those not reached. A server that was just started is a line of its own: it walks the register until the order stands.
 */
export async function people({ world, server, say }: Bench): Promise<Line[]> {
  const fresh = await startFiguresServer(world)
  const started: number[] = []
  try {
    const pick = random(seed + 2)
    for (const level of [3, 2, 1, 3, 2, 1]) started.push((await listed(fresh, draw(world, pick, ['trained', 'visited'], [level]))).ms)
  } finally {
    await fresh.close()
  }
  await listed(server, draw(world, random(seed), ['trained'], [1]))
  await sleep(orderStands)
  const lines = [lineOf('people behind a cell, the first six questions of a new server', { ours: started })]
  const more: Record<string, number[]> = { 'the second page': [], 'the last page': [], 'a name searched': [], 'those not reached': [] }
  let short = 0
  for (const level of [5, 4, 3, 2, 1]) {
    const pick = random(seed + 3 + level)
    const times: number[] = []
    for (let round = -1; round < rounds; round += 1) {
      const drawn = draw(world, pick, ['trained', 'visited'], [level])
      const { ms, answer } = await listed(server, drawn)
      if (round < 0) continue
      times.push(ms)
      if (round % 3 !== 0 || answer.total <= 50) continue
      const last = await listed(server, drawn, { page: String(Math.ceil(answer.total / 50)) })
      if (last.answer.total !== answer.total || last.answer.people.length !== ((answer.total - 1) % 50) + 1) short += 1
      more['the last page']!.push(last.ms)
      more['the second page']!.push((await listed(server, drawn, { page: '2' })).ms)
      more['a name searched']!.push((await listed(server, drawn, { q: searched[round % searched.length]! })).ms)
      more['those not reached']!.push((await listed(server, drawn, {}, 'not-reached')).ms)
    }
    lines.push(lineOf(`people behind a cell of a ${nameOf[level]}, first 50 by name`, { ours: times }, { atMost: 100 }))
    say(`people of a ${nameOf[level]} measured`)
  }
  return [...lines, ...Object.entries(more).map(([what, times]) => lineOf(`people behind a cell: ${what}`, { ours: times })), lineOf('people behind a cell: last pages that are not full to the total', { ours: [short] }, { atMost: 0 }, 'wrong')]
}
