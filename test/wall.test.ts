import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf, type Reach } from '../src/kernel/actor.ts'
import { inReach } from '../src/platform/database/reach.ts'
import { inSnapshot, inTransaction, sql, type Tx, type WorkspaceDb } from '../src/platform/database/transaction.ts'
import { testDatabase, type TestDatabase } from './support/database.ts'
import { testSchema } from './support/template.ts'

/* Row security by itself: what a transaction sees of cards in three counties, whatever its statements ask. */

let db: TestDatabase
const counties = ['u2', 'u3', 'u4']
const idOf = (county: string, nth: number) => `00000000-0000-7000-8000-0000000${county.slice(1)}000${nth}`
beforeAll(async () => {
  db = await testDatabase()
  await db.asOwner(async (owner) => {
    await owner.query(`set search_path to ${testSchema}, public`)
    for (const county of counties) {
      await owner.query(`insert into register_household (id, key, unit_id, unit_path, filed_on, sheet_on, created_at, created_by) values ($1, $2, 9, $3, '2020-01-01', '2020-01-01', now(), 'x')`, [idOf(county, 9), `m:${county}`, `cn.u1.${county}.`])
      for (const nth of [1, 2]) {
        await owner.query(`insert into register_person (id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, unit_id, unit_path, household_id, is_head, ability, wish, hardships, filed_on, sheet_on, classed_on, created_at, created_by)
          values ($1, sha256($2::text::bytea), '', '', $2, 'p', 'i', array['王'], 'female', '1980-01-01', 9, $3, $4, false, 'full', 'none', '{}', '2020-01-01', '2020-01-01', '2020-01-01', now(), 'x')`, [idOf(county, nth), `王${county}${nth}`, `cn.u1.${county}.u${nth}9.`, idOf(county, 9)])
      }
    }
  })
})
afterAll(() => db.close())

const as = (reach: Reach, own: string | null = null): WorkspaceDb => ({ pool: db.pool, schema: testSchema, reach, own })
const names = async (tx: Tx) => (await tx.rows(sql<{ name: string }>`select name from register_person order by name`)).map(({ name }) => name)
const pei = [rangeOf('cn.u1.u2.')]
const two = [rangeOf('cn.u1.u4.'), rangeOf('cn.u1.u2.')]
/** More ranges than any officer has, none of them here but one. */
const many = [...Array.from({ length: 60 }, (_, nth) => rangeOf(`cn.u1.u${100 + nth}.`)), rangeOf('cn.u1.u3.')]

describe('what a transaction sees', () => {
  test.each<[string, Reach, string | null, string[]]>([
    ['one county', pei, null, ['王u21', '王u22']],
    ['a village of it', [rangeOf('cn.u1.u2.u19.')], null, ['王u21']],
    ['two counties, in whatever order', two, null, ['王u21', '王u22', '王u41', '王u42']],
    ['one within another', [rangeOf('cn.u1.'), ...pei], null, ['王u21', '王u22', '王u31', '王u32', '王u41', '王u42']],
    ['sixty-one ranges', many, null, ['王u31', '王u32']],
    ['no reach: nothing', [], null, []],
    ['a member: her own card', [], idOf('u3', 2), ['王u32']],
    ['a member who works for another county', pei, idOf('u3', 2), ['王u21', '王u22', '王u32']],
    ['the house itself', everywhere, null, ['王u21', '王u22', '王u31', '王u32', '王u41', '王u42']],
  ])('%s', async (_, reach, own, seen) => {
    expect(await inSnapshot(as(reach, own), names)).toEqual(seen)
    expect(await inTransaction(as(reach, own), names)).toEqual(seen)
    if (own === null) expect((await inSnapshot(as(everywhere), (tx) => tx.rows(sql<{ name: string }>`select name from register_person p where ${inReach('p.unit_path', reach)} order by name`))).map(({ name }) => name)).toEqual(seen)
  })
  test('a member sees no household and nobody else’s changes', async () => {
    expect(await inSnapshot(as([], idOf('u3', 2)), (tx) => tx.rows(sql`select id from register_household`))).toEqual([])
  })
  test('nothing of one transaction stays for the next on the same connection', async () => {
    const one = { ...as(everywhere), pool: db.pool }
    await inSnapshot(one, names)
    const client = await db.pool.connect()
    try {
      expect((await client.query(`select count(*)::int as n from ${testSchema}.register_person`)).rows).toEqual([{ n: 0 }])
    } finally {
      client.release()
    }
  })
})

test.each([['a snapshot', inSnapshot], ['a transaction', inTransaction]] as const)('what asks on after %s has ended is refused, so that it never asks in the next one\'s reach', async (_, open) => {
  let late: Tx | undefined
  await open(as(everywhere), async (tx) => {
    late = tx
    return names(tx)
  })
  await expect(names(late!)).rejects.toThrow('closed')
  await expect(open(as(pei), async (tx) => {
    late = tx
    throw new Error('a fault')
  })).rejects.toThrow('a fault')
  await expect(names(late!)).rejects.toThrow('closed')
})

describe('what it may write', () => {
  const refused = (work: (tx: Tx) => Promise<unknown>) => inTransaction(as(pei), async (tx) => { await work(tx); return { refused: 'none', facts: {} } }).catch((error: { code?: string }) => error.code)
  test('no card out of reach', async () => {
    expect(await refused((tx) => tx.run(sql`insert into register_household (id, key, unit_id, unit_path, filed_on, sheet_on, created_at, created_by) values (gen_random_uuid(), 'm:x', 1, 'cn.u1.u3.', '2020-01-01', '2020-01-01', now(), 'x')`))).toBe('42501')
    expect(await refused((tx) => tx.run(sql`update register_person set unit_path = 'cn.u1.u3.u19.' where id = ${idOf('u2', 1)}`))).toBe('42501')
    expect(await refused((tx) => tx.run(sql`insert into register_change (id, person_id, field, effective_on, at, by, request_id) values (gen_random_uuid(), ${idOf('u3', 1)}, 'note', '2020-01-01', now(), 'x', gen_random_uuid())`))).toBe('42501')
  })
  test('a card out of reach is not there to be changed', async () => {
    expect(await inTransaction(as(pei), (tx) => tx.run(sql`update register_person set note = 'x' where id = ${idOf('u3', 1)}`))).toBe(0)
  })
})

describe('beyond the reach', () => {
  test.each([['a snapshot', inSnapshot], ['a transaction', inTransaction]] as const)('%s looks, and looks no further', async (_, within) => {
    await within(as(pei), async (tx) => {
      expect(await tx.beyondReach(names)).toHaveLength(6)
      expect(await names(tx)).toHaveLength(2)
      await expect(tx.beyondReach(() => names(tx))).rejects.toThrow(/the Tx that is given/)
      const [within1, beyond, after] = await Promise.all([names(tx), tx.beyondReach(names), names(tx)])
      expect([within1.length, beyond.length, after.length]).toEqual([2, 6, 2])
      return null
    })
  })
})

describe('why it is fast', () => {
  test('what policies and lists compare by may not leak', async () => {
    const { rows } = await db.asOwner((owner) => owner.query(`select proname from pg_proc where proname in ('text_ge', 'text_lt', 'text_le', 'text_gt', 'texteq', 'uuid_eq', 'byteaeq', 'int4eq', 'int8eq') and not proleakproof`))
    expect(rows).toEqual([])
  })
  test('the bounds of the reach are a condition of the index', async () => {
    const plan = await inSnapshot(as(many), async (tx) => {
      await tx.run(sql`set local enable_seqscan = off`)
      return (await tx.rows(sql<{ 'QUERY PLAN': string }>`explain select id from register_person order by unit_path, id limit 50`)).map((row) => row['QUERY PLAN']).join('\n')
    })
    expect(plan).toMatch(/Index Cond: \(\(unit_path >= current_setting\('app\.lo'::text, true\)\) AND \(unit_path < current_setting\('app\.hi'::text, true\)\)\)/)
    expect(plan).not.toContain('Sort')
  })
})
