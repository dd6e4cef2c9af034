import { uuidv7 } from '#kernel/ids.ts'
import { random } from '../../test/support/people.ts'
import { took } from '../load.ts'
import { bareOf, draw, queryOf, type Drawn, type Postgres } from './asking.ts'
import type { Bare } from './bare.ts'
import { lineOf, type Line } from './report.ts'
import { startFiguresServer, type FiguresServer } from './server.ts'
import { seed, type FiguresWorld, type Unit } from './world.ts'

export type Bench = { readonly world: FiguresWorld; readonly server: FiguresServer; readonly bare: Bare; readonly postgres: Postgres; readonly rounds: number; say(line: string): void }

/** Indicators of one or two kinds, with two facets or none, on the entry or on the subject's class. */
const plain = ['trained', 'placed', 'visited', 'attended', 'started', 'trained-or-placed', 'crafts-trained', 'visits-needing', 'crafts-able', 'attended-times']

const path = (drawn: Drawn, more: Record<string, string> = {}) => `/api/figures/${drawn.indicator}?${queryOf(drawn, more)}`
const answerOf = async <T>(server: FiguresServer, where: string): Promise<{ ms: number; answer: T }> => {
  let body = ''
  const ms = await took(async () => void ({ body } = await server.asked.ok('GET', where)))
  return { ms, answer: JSON.parse(body) as T }
}
type FigureAnswer = { value: number; overlap: number | null; parts: { key: string; value: number }[] }

/** Any indicator, subtree, days, level and as-of; the three ways in turn. What differs in value is a fault and is said. */
export async function one({ world, server, bare, postgres, rounds, say }: Bench): Promise<Line[]> {
  const pick = random(seed)
  const times = { ours: [] as number[], bare: [] as number[], postgres: [] as number[] }
  const perLevel = new Map<number, { ours: number[]; bare: number[] }>()
  let wrong = 0
  for (let round = -5; round < rounds; round += 1) {
    const drawn = draw(world, pick, plain)
    const ours = await answerOf<FigureAnswer>(server, path(drawn))
    const beside = await bare.whole(bareOf(world, drawn))
    const expected = drawn.indicator.endsWith('-times') ? beside.times : beside.subjects
    // Merged cards stand as one in the file already, at every number; the bare query counts as they count.
    if (ours.answer.value !== expected) {
      wrong += 1
      if (wrong < 4) say(`${path(drawn)}: ${ours.answer.value}, bare ${expected}`)
    }
    if (round < 0) continue
    times.ours.push(ours.ms)
    times.bare.push(beside.ms)
    const level = perLevel.get(drawn.unit.level) ?? { ours: [], bare: [] }
    perLevel.set(drawn.unit.level, level)
    level.ours.push(ours.ms)
    level.bare.push(beside.ms)
    if (round % 10 === 0) times.postgres.push((await postgres.tally(drawn)).ms)
  }
  return [
    lineOf('one figure, anywhere', times, { bareAnd: 15 }),
    ...[...perLevel].sort(([a], [b]) => a - b).map(([level, both]) => lineOf(`one figure of a ${nameOf[level]}`, both, null)),
    lineOf('one figure: values that differ from the bare query\'s', { ours: [wrong] }, { atMost: 0 }, 'wrong'),
  ]
}
export const nameOf = ['nation', 'province', 'city', 'county', 'town', 'village']

/** A province by all its counties, each with its own persons: the overlap is counted. */
export async function parts({ world, server, bare, postgres, rounds }: Bench): Promise<Line[]> {
  const pick = random(seed + 1)
  const counties = world.units.filter(({ level }) => level === 3)
  const times = { ours: [] as number[], bare: [] as number[], postgres: [] as number[] }
  let wrong = 0
  for (let round = -3; round < Math.min(rounds, 60); round += 1) {
    const drawn = draw(world, pick, plain, [1])
    const ours = await answerOf<FigureAnswer>(server, path(drawn, { by: 'county' }))
    const beside = await bare.parts(bareOf(world, drawn), counties)
    const sum = beside.rows.filter(({ key }) => key !== null).reduce((all, { subjects, times: n }) => all + (drawn.indicator.endsWith('-times') ? n : subjects), 0)
    const whole = beside.rows.find(({ key }) => key === null)!
    const value = drawn.indicator.endsWith('-times') ? whole.times : whole.subjects
    if (ours.answer.value !== value || ours.answer.overlap !== sum - value) wrong += 1
    if (round < 0) continue
    times.ours.push(ours.ms)
    times.bare.push(beside.ms)
    if (round % 20 === 0) times.postgres.push((await postgres.tally(drawn, counties)).ms)
  }
  return [lineOf(`parts by ${counties.length} counties, with overlap`, times, { bareAnd: 25 }), lineOf('parts by counties: values that differ', { ours: [wrong] }, { atMost: 0 }, 'wrong')]
}

/** Every kind there is, from the first day to the last, for the whole province. */
export async function everything({ world, server, bare, postgres }: Bench): Promise<Line[]> {
  const province = world.units.find(({ level }) => level === 1)!
  const times = { ours: [] as number[], bare: [] as number[], postgres: [] as number[] }
  for (let round = -1; round < 8; round += 1) {
    const drawn: Drawn = { indicator: 'reached', unit: province, from: null, to: `2025-12-${String(10 + round + 1)}`, level: null, asOf: null }
    const ours = await took(() => server.asked.ok('GET', path(drawn)))
    const beside = await bare.whole(bareOf(world, drawn))
    if (round < 0) continue
    times.ours.push(ours)
    times.bare.push(beside.ms)
    if (round === 0) times.postgres.push((await postgres.tally(drawn)).ms)
  }
  return [lineOf('all kinds, all time, the whole province', times, { atMost: 1_300 })]
}

/** The page of every indicator against its target: as a server finds it that was just started, after a posting, and again. */
export async function dashboard(bench: Bench): Promise<Line[]> {
  const { world } = bench
  const [province, city] = [world.units.find(({ level }) => level === 1)!, world.units.find(({ level, pseudo }) => level === 2 && !pseudo)!]
  const where = (unit: Unit, to: string) => `/api/figures?unit=${unit.code}&from=2025-01-01&to=${to}`
  const [started, cold, warm]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < 3; round += 1) {
    const fresh = await startFiguresServer(world)
    try {
      started.push(await took(() => fresh.asked.ok('GET', where(province, '2025-12-31'))))
    } finally {
      await fresh.close()
    }
  }
  for (let round = 0; round < 6; round += 1) {
    const asked = where(round % 2 === 0 ? province : city, `2025-11-${10 + round}`)
    cold.push(await took(() => bench.server.asked.ok('GET', asked)))
    for (let again = 0; again < 5; again += 1) warm.push(await took(() => bench.server.asked.ok('GET', asked)))
  }
  return [
    lineOf('dashboard of 40 figures, warm', { ours: warm }, { atMost: 300 }),
    lineOf('dashboard of 40 figures, never asked before', { ours: cold }, { atMost: 1_500 }),
    lineOf('dashboard of 40 figures, first question of a new server', { ours: started }, { atMost: 1_500 }),
  ]
}

/** Thirty units down, twenty columns across: months of a year and more, or a facet of as many values. */
export async function pivot({ world, server }: Bench): Promise<Line[]> {
  const withCounties = world.units.filter(({ level, pseudo }) => level <= 2 && !pseudo)
  const times: number[] = []
  for (let round = -1; round < 15; round += 1) {
    const unit = withCounties[(round + 1) % withCounties.length]!
    // 20 months; for the province its cities, for a city its towns: never fewer than 17 rows, mostly far more than thirty.
    const rows = unit.level === 1 ? 'unit' : 'town'
    const ms = await took(() => server.asked.ok('GET', `/api/figures/${['visited', 'trained', 'attended'][(round + 3) % 3]}/pivot?unit=${unit.code}&rows=${rows}&by=month&from=2024-05-01&to=2025-12-${10 + round + 1}`))
    if (round >= 0) times.push(ms)
  }
  const hardships: number[] = []
  for (let round = -1; round < 10; round += 1) {
    const ms = await took(() => server.asked.ok('GET', `/api/figures/filed/pivot?unit=41&rows=unit&by=hardship&to=2025-12-${11 + round}`))
    if (round >= 0) hardships.push(ms)
  }
  return [lineOf('pivot of towns or cities × 20 months', { ours: times }, { atMost: 700 }), lineOf('pivot of 18 cities × 21 hardships of the class', { ours: hardships }, { atMost: 700 })]
}

export async function funnel({ world, server }: Bench): Promise<Line[]> {
  const units = world.units.filter(({ level, pseudo }) => level <= 3 && !pseudo)
  const pick = random(seed + 2)
  const times: number[] = []
  for (let round = -1; round < 15; round += 1) {
    const unit = round < 4 ? units[0]! : pick.of(units)
    const ms = await took(() => server.asked.ok('GET', `/api/funnels/way?unit=${unit.code}&from=2023-01-01&to=2024-12-${10 + round + 1}`))
    if (round >= 0) times.push(ms)
  }
  return [lineOf('funnel of three steps', { ours: times }, { atMost: 200 })]
}

export async function difference({ world, server }: Bench): Promise<Line[]> {
  const lines: Line[] = []
  for (const level of [1, 2, 3]) {
    const pick = random(seed + 10 + level)
    const times: number[] = []
    for (let round = -1; round < 12; round += 1) {
      const drawn = draw(world, pick, ['trained', 'visited', 'attended'], [level])
      const before = world.head / 2n + BigInt(pick.below(Number(world.head / 2n)))
      const ms = await took(() => server.asked.ok('GET', `/api/figures/${drawn.indicator}/changes?${queryOf({ ...drawn, asOf: null }, { before: String(before) })}`))
      if (round >= 0) times.push(ms)
    }
    lines.push(lineOf(`what changed between two as-of, of a ${nameOf[level]}`, { ours: times }, { atMost: 500 }))
  }
  return lines
}

/** The same figures by two servers, one that has PostgreSQL alone: by the level of the unit. */
export async function levels({ world, server }: Bench): Promise<Line[]> {
  const off = await startFiguresServer(world, 'off')
  const lines: Line[] = []
  try {
    for (const level of [1, 2, 3, 4, 5]) {
      const pick = random(seed + 20 + level)
      const [ours, postgres]: [number[], number[]] = [[], []]
      const rounds = level === 1 ? 4 : level === 2 ? 10 : 40
      for (let round = -1; round < rounds; round += 1) {
        const where = path(draw(world, pick, ['trained', 'visited', 'crafts-trained', 'attended-times'], [level]))
        const [a, b] = [await answerOf<FigureAnswer>(server, where), await answerOf<FigureAnswer>(off, where)]
        if (a.answer.value !== b.answer.value) throw new Error(`${where}: ${a.answer.value}, PostgreSQL ${b.answer.value}`)
        if (round < 0) continue
        ours.push(a.ms)
        postgres.push(b.ms)
      }
      lines.push(lineOf(`one figure of a ${nameOf[level]}, by a server with PostgreSQL alone`, { ours, postgres }, { timesFaster: level <= 2 ? 10 : 1 }))
    }
  } finally {
    await off.close()
  }
  return lines
}

/** A start of work is recorded by one server, and two servers are asked for it at once. */
export async function fresh({ world, server }: Bench): Promise<Line[]> {
  const other = await startFiguresServer(world)
  const times: number[] = []
  let stale = 0
  try {
    const { rows } = await world.owner.query<{ id: string; unit: number }>(`select id, unit_id as unit from register_person order by id limit 100`)
    const province = world.units.find(({ level }) => level === 1)!
    const where = `/api/figures/starts?unit=${province.code}&to=2026-11-01`
    let value = (await answerOf<FigureAnswer>(server, where)).answer.value
    for (const [round, { id }] of rows.entries()) {
      const startedOn = Temporal.PlainDate.from('2026-01-01').add({ days: (round + Date.now()) % 300 }).toString()
      const { body } = await server.asked.ok('POST', '/api/work-starts', JSON.stringify({ id: uuidv7(), personIds: [id], trade: 'handicraft', startedOn }))
      value += (JSON.parse(body) as { recorded: number }).recorded
      for (const one of round % 2 === 0 ? [server, other] : [other, server]) {
        const { ms, answer } = await answerOf<FigureAnswer>(one, where)
        times.push(ms)
        if (answer.value !== value) stale += 1
      }
    }
  } finally {
    await other.close()
  }
  return [lineOf('a figure after each posting, by two servers in turn', { ours: times }), lineOf('figures that lack the posting before them', { ours: [stale] }, { atMost: 0 }, 'wrong')]
}

/** After everything else: what the server that answered it ever held. */
export async function memory({ server }: Bench): Promise<Line[]> {
  return [lineOf('memory of the server that answered all this, at most', { ours: [server.peakMb()] }, { atMost: 1_024 }, 'MB')]
}

