import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { writeXlsxStream } from 'hucre/xlsx'
import type { Pool } from 'pg'
import type { Reach } from '#kernel/actor.ts'
import { randomId } from '#kernel/ids.ts'
import { compile, type Tx } from '#platform/database/transaction.ts'
import { passedLevelsOf } from '../src/modules/ledger/passed.store.ts'
import { entriesOfSubject } from '../src/modules/ledger/reached.store.ts'
import { append, addSubjects } from '../src/modules/ledger/store.ts'
import { filingEntries } from '../src/modules/register/importing.ts'
import { insertCard, type NewCard } from '../src/modules/register/filing.store.ts'
import { cardById, personPage, personsAfter } from '../src/modules/register/store.ts'

export type Statement = { text: string; values: unknown[] }

/** The statements that a store function sends, without a database: the floor runs the very same. */
export async function statementsOf(work: (tx: Tx) => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = []
  const note = (statement: Parameters<Tx['rows']>[0]) => void sent.push(compile(statement))
  const row = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : name === 'n' ? 1n : null) })
  const answer = async (statement: Parameters<Tx['rows']>[0]) => (note(statement), row as never)
  const tx: Tx = { one: answer, maybe: answer, closeWith: answer, rows: async (statement) => (note(statement), [row] as never), run: async (statement) => (note(statement), 1), copyIn: async () => 0, copyLinesIn: async () => {}, note: () => {}, beyondReach: (work) => work(tx) }
  await work(tx)
  return sent
}

const filter = (reach: Reach) => ({ wanted: null, ranges: reach })

/** Bare Hono and bare `pg`: no sign-in, no contract, no transaction where one statement is enough; the same statements and the same columns. */
export async function floorApp(pool: Pool, reaches: { city: Reach; county: Reach }, card: NewCard): Promise<Hono> {
  const app = new Hono()
  const reachOf = (who: string) => (who === 'city' ? reaches.city : reaches.county)
  const lists = new Map<string, Statement>()
  for (const who of ['city', 'county']) lists.set(who, (await statementsOf((tx) => personPage(tx, reachOf(who), filter(reaches.county), { sort: 'place', limit: 50, offset: 0 })))[0]!)
  const [checked] = await statementsOf((tx) => passedLevelsOf(tx, 'person', [card.id], 'register.person-filed'))
  app.get('/list/:who', async (c) => {
    const { rows } = await pool.query<{ total: number; place: bigint; id: string }>(lists.get(c.req.param('who'))!)
    const ids = rows.map(({ id }) => id)
    const { rows: passed } = await pool.query<{ recordId: string; levels: string[] }>({ text: checked!.text, values: checked!.values.map((value) => (Array.isArray(value) ? ids : value)) })
    const levels = new Map(passed.map((row) => [row.recordId, row.levels]))
    return c.json({ total: rows[0]!.total, persons: rows.map(({ total: _total, place: _place, ...person }) => ({ ...person, checked: levels.get(person.id) ?? null })) })
  })

  const person = '00000000-0000-7000-8000-000000000001'
  const cards = new Map<string, Statement[]>()
  for (const who of ['city', 'county']) {
    cards.set(who, await statementsOf(async (tx) => {
      await cardById(tx, reachOf(who), person, 51)
      await entriesOfSubject(tx, reachOf(who), person, 51)
    }))
  }
  app.get('/card/:who/:person/:subject', async (c) => {
    const [read, entries] = cards.get(c.req.param('who')) as [Statement, Statement]
    const given = (statement: Statement, id: string) => ({ text: statement.text, values: statement.values.map((value) => (value === person ? id : value)) })
    const { rows: [found] } = await pool.query(given(read, c.req.param('person')))
    const { rows: timeline } = await pool.query(given(entries, c.req.param('subject')))
    return c.json({ ...found, incomeFen: String(found.incomeFen), timeline })
  })

  const household = card.householdId
  const writes = await statementsOf(async (tx) => {
    await insertCard(tx, card, { id: household, key: 'n:bench', number: null, unitId: card.unitId, unitPath: card.unitPath, headName: card.name, size: null, filedOn: card.filedOn, sheetOn: card.sheetOn })
    await addSubjects(tx, 'person', [{ id: person, recordId: card.id }])
    await append(tx, { actor: 'bench', requestId: card.id, verb: 'register.file' }, filingEntries(person, card, { source: card.id, household }))
  })
  app.post('/create', async (c) => {
    const body = await c.req.json<{ id: string; name: string }>()
    const fresh = new Map<unknown, unknown>([[card.id, body.id], [household, randomId()], ['n:bench', `n:${body.id}`], [card.idHash, randomBytes(32)], [card.name, body.name]])
    const subject = randomId()
    const renew = (value: unknown): unknown => (value === person ? subject : Array.isArray(value) ? value.map(renew) : fresh.has(value) ? fresh.get(value) : value)
    const client = await pool.connect()
    try {
      await client.query('begin')
      let posting: unknown = null
      for (const [place, { text, values }] of writes.entries()) {
        const given = values.map(renew)
        if (place === writes.length - 1) given[0] = posting
        const { rows } = await client.query({ text, values: given })
        posting = rows[0]?.n ?? posting
      }
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
    return c.json({ id: body.id })
  })

  type Place = { path: string; id: string } | null
  async function next(after: Place): Promise<Awaited<ReturnType<typeof personsAfter>>> {
    const [page] = await statementsOf((tx) => personsAfter(tx, reaches.city, { wanted: null, ranges: null }, after, 2_000))
    return (await pool.query(page!)).rows
  }
  app.get('/export', async () => {
    async function* rows(): AsyncGenerator<(string | number | null)[]> {
      for (let after: Place = null; ; ) {
        const found = await next(after)
        for (const p of found) {
          yield [p.name, p.sex, p.birth, p.idMask, p.unitPath, String(p.unitId), p.householdNumber, p.relation, p.phoneMask, p.ability, p.wish, p.hardships.join('、'), p.education, p.health,
            p.incomeFen === null ? null : Number(p.incomeFen) / 100, p.trade, p.helper, p.works, p.filedOn]
        }
        if (found.length < 2_000) return
        const last = found.at(-1)!
        after = { path: last.unitPath, id: last.id }
      }
    }
    return new Response(writeXlsxStream(rows(), { name: 'export' }))
  })
  return app
}
