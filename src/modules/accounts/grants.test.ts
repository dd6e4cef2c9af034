import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf } from '#kernel/actor.ts'
import { grantedRoles, type GrantedRole } from '#kernel/abilities.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { inSnapshot, txOver } from '#platform/database/transaction.ts'
import { unitByCode, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { grantAccount } from './index.ts'
import { administrators, excludes, readsPersons } from './model.ts'

/* Who may hold what: the rule in words (model.ts), the rule in the database (migrations/0006), and what sequences of grants come to. */
const now = Temporal.Instant.from('2026-11-22T02:00:00Z')
const today = '2026-11-22'
let db: TestDatabase
let xuzhou: Workspace
let other: Workspace
let top: Unit
let pei: Unit
const ids: Record<string, Uuid> = {}

beforeAll(async () => {
  db = await testDatabase()
  xuzhou = await testWorkspace(db, { slug: 'xuzhou', units: '3203' })
  other = await testWorkspace(db, { slug: 'pei', units: '320322' })
  const unit = (code: string, workspace = xuzhou) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, async (tx) => (await unitByCode(tx, [rangeOf('cn.')], code))!)
  ;[top, pei] = [await unit('3203'), await unit('320322')]
  const otherTop = await unit('320322', other)
  await db.asOwner(async (owner) => {
    const make = async (name: string, roles: GrantedRole[], workspace = xuzhou, of = top) => (ids[name] = (await grantAccount(txOver(owner), { name, displayName: name, password: 'x'.repeat(12), roles, workspace, unit: of, now })).id)
    await make('security', ['security-admin'])
    await make('security2', ['security-admin'])
    await make('system', ['system-admin'])
    await make('officer', ['officer'])
    await make('nobody', [])
    await make('stranger', ['security-admin'], other, otherTop)
  })
})
afterAll(() => db.close())

type Asked = { to: string; role: GrantedRole; by: string; unit?: Unit; from?: string; until?: string | null; person?: Uuid | null }
/** Asks the database as the application does. */
async function give(client: Pick<Client, 'query'>, { to, role, by, unit = top, from = today, until = null, person = null }: Asked): Promise<string> {
  const { rows } = await client.query('select public.accounts_give_grant($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as answer', [uuidv7(), ids[to], 'xuzhou', unit.id, unit.code, role, from, until, person, by.startsWith('operator') ? by : `account:${ids[by]}`, now.toString(), today])
  return rows[0].answer
}
/** Runs work of the application's role and takes it back. */
async function tried<T>(work: (client: Pick<Client, 'query'>) => Promise<T>): Promise<T> {
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    return await work(client as never)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

describe('a grant', () => {
  test.each<[string, Asked, string]>([
    ['given by the security administrator', { to: 'nobody', role: 'officer', by: 'security' }, 'done'],
    ['an administrator’s, at the top', { to: 'nobody', role: 'audit-admin', by: 'security' }, 'done'],
    ['an administrator’s, at a county', { to: 'nobody', role: 'audit-admin', by: 'security', unit: undefined as never }, 'grant-top-only'],
    ['to herself', { to: 'security', role: 'broker', by: 'security' }, 'grant-own'],
    ['by the system administrator', { to: 'nobody', role: 'officer', by: 'system' }, 'not-allowed'],
    ['by an officer', { to: 'nobody', role: 'officer', by: 'officer' }, 'not-allowed'],
    ['by the security administrator of another workspace', { to: 'nobody', role: 'officer', by: 'stranger' }, 'not-allowed'],
    ['by nobody there is', { to: 'nobody', role: 'officer', by: 'unknown' }, 'not-allowed'],
    ['by one who says that she is the operator', { to: 'nobody', role: 'officer', by: 'operator:cli' }, 'not-allowed'],
    ['a second administrator’s beside the first', { to: 'system', role: 'audit-admin', by: 'security' }, 'grant-excludes'],
    ['a second administrator’s to another security administrator', { to: 'security2', role: 'audit-admin', by: 'security' }, 'grant-excludes'],
    ['the register beside an administrator’s', { to: 'system', role: 'auditor', by: 'security' }, 'grant-excludes'],
    ['an administrator’s beside the register', { to: 'officer', role: 'system-admin', by: 'security' }, 'grant-excludes'],
    ['an administrator’s beside the register, from next year on, the register being open-ended', { to: 'officer', role: 'system-admin', by: 'security', from: '2027-01-01' }, 'grant-excludes'],
    ['that stands already', { to: 'officer', role: 'officer', by: 'security' }, 'grant-stands'],
    ['in the past', { to: 'nobody', role: 'officer', by: 'security', from: '2026-11-21' }, 'grant-dates'],
    ['ending before it begins', { to: 'nobody', role: 'officer', by: 'security', until: '2026-11-21' }, 'grant-dates'],
    ['to a member without her card', { to: 'nobody', role: 'member', by: 'security' }, 'grant-person'],
    ['to an officer with a card', { to: 'nobody', role: 'officer', by: 'security', person: uuidv7() }, 'grant-person'],
    ['to a member with her card', { to: 'nobody', role: 'member', by: 'security', person: uuidv7() }, 'done'],
  ])('%s', async (words, asked, answer) => expect(await tried((client) => give(client, words.endsWith('at a county') ? { ...asked, unit: pei } : asked))).toBe(answer))

  test('the words and the database exclude the same pairs', async () => {
    for (const first of grantedRoles) for (const then of grantedRoles) {
      if (first === then || first === 'member' || then === 'member') continue
      const answer = await tried(async (client) => (expect(await give(client, { to: 'nobody', role: first, by: 'security' })).toBe('done'), give(client, { to: 'nobody', role: then, by: 'security' })))
      expect([first, then, answer]).toEqual([first, then, excludes(first, then) ? 'grant-excludes' : 'done'])
    }
  })

  test('two at once that exclude one another are not both given', async () => {
    const answers = await Promise.all((['audit-admin', 'officer', 'system-admin', 'checker'] as const).map((role) => give(db.pool, { to: 'nobody', role, by: 'security' })))
    expect(answers.filter((answer) => answer === 'done').length).toBeGreaterThan(0)
    const { rows } = await db.asOwner((owner) => owner.query('select role from accounts_grant where account_id = $1 and ended_at is null', [ids['nobody']]))
    const held = rows.map(({ role }) => role as GrantedRole)
    expect(held.some((a) => held.some((b) => excludes(a, b)))).toBe(false)
    await db.asOwner((owner) => owner.query('delete from accounts_grant where account_id = $1', [ids['nobody']]))
  })
})

test('no sequence of four acts ends with one account holding two of the three, one of them beside the register, or with what it gave itself', async () => {
  type Act = { by: string; to: string; role: GrantedRole; from: string; until: string | null } | { by: string; to: string; end: true }
  const acts: Act[] = ['security', 'security2', 'system'].flatMap((by) => ['security', 'security2', 'officer', 'nobody'].flatMap((to): Act[] => [
    ...(['system-admin', 'security-admin', 'audit-admin', 'officer'] as const).map((role) => ({ by, to, role, from: today, until: null })),
    { by, to, role: 'audit-admin', from: '2027-01-01', until: '2027-06-30' }, { by, to, role: 'officer', from: today, until: '2026-12-31' }, { by, to, end: true },
  ]))
  const seen = new Set<string>()
  let states = 0
  await tried(async (client) => {
    const stand = async () => (await client.query(`select account_id, role, valid_from, valid_to, given_by, ended_at is not null as ended from accounts_grant where workspace = 'xuzhou' order by account_id, role, valid_from, ended_at`)).rows as
      { account_id: string; role: GrantedRole; valid_from: string; valid_to: string | null; given_by: string; ended: boolean }[]
    const walk = async (depth: number): Promise<void> => {
      const rows = await stand()
      const open = rows.filter((one) => !one.ended)
      const key = JSON.stringify(open.map((one) => [one.account_id, one.role, one.valid_from, one.valid_to]))
      if (seen.has(`${key} ${depth}`)) return
      for (let less = 0; less <= depth; less += 1) seen.add(`${key} ${less}`)
      states += 1
      for (const a of open) for (const b of open) {
        const together = a.account_id === b.account_id && (a.valid_to ?? '9999') >= b.valid_from && (b.valid_to ?? '9999') >= a.valid_from
        if (together && excludes(a.role, b.role)) throw new Error(`${a.role} and ${b.role} together: ${key}`)
      }
      for (const one of open) if (one.given_by === `account:${one.account_id}`) throw new Error(`gave herself ${one.role}`)
      if (depth === 0) return
      for (const act of acts) {
        await client.query('savepoint step')
        const done = 'end' in act ? await endAll(client, act) : (await give(client, act)) === 'done'
        if (done) await walk(depth - 1)
        await client.query('rollback to savepoint step; release savepoint step')
      }
    }
    await walk(4)
  })
  expect(states).toBeGreaterThan(100)
}, 120_000)

async function endAll(client: Pick<Client, 'query'>, { by, to }: { by: string; to: string }): Promise<boolean> {
  const { rows } = await client.query('select id from accounts_grant where account_id = $1 and ended_at is null', [ids[to]])
  let ended = false
  for (const { id } of rows) {
    const answer = (await client.query('select public.accounts_end_grant($1, $2, $3, $4, $5, $6) as answer', [id, ids[to], 'xuzhou', `account:${ids[by]}`, now.toString(), today])).rows[0].answer
    if (by === to && answer === 'done') throw new Error('ended her own')
    ended ||= answer === 'done'
  }
  return ended
}

test('no administrator’s role reads persons', () => expect(administrators.filter(readsPersons)).toEqual([]))
