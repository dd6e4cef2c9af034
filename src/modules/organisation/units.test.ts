import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everywhere, rangeOf, type Reach } from '#kernel/actor.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { inSnapshot, sql, type Tx } from '#platform/database/transaction.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { testWorkspace } from '../../../test/support/workspace.ts'
import { ancestorsOf, childrenOf, reachOfUnit, scopeOf, searchUnits, unitByCode, unitById, unitsBelow, type Unit, type Workspace } from './index.ts'

let db: TestDatabase
let xuzhou: Workspace
let beijing: Workspace
const everything: Reach = [rangeOf('cn.')]
const names = (units: readonly Unit[]) => units.map((unit) => unit.name)
const read = <T>(work: (tx: Tx) => Promise<T>, workspace: Workspace = xuzhou) => inSnapshot({ pool: db.pool, schema: workspace.schema, reach: everywhere }, work)

beforeAll(async () => {
  db = await testDatabase()
  xuzhou = await testWorkspace(db, { slug: 'xuzhou', units: '320300000000' })
  beijing = await testWorkspace(db, { slug: 'beijing', units: '11' })
})
afterAll(() => db.close())

describe('the tree', () => {
  test('Xuzhou has ten districts, counties and cities, and one zone that is flagged', async () => {
    const children = await read((tx) => childrenOf(tx, everything, xuzhou.topUnitId))
    expect(names(children.filter((unit) => !unit.pseudo))).toEqual(['鼓楼区', '云龙区', '贾汪区', '泉山区', '铜山区', '丰县', '沛县', '睢宁县', '新沂市', '邳州市'])
    expect(names(children.filter((unit) => unit.pseudo))).toEqual(['徐州经济技术开发区'])
  })

  test('below Beijing stand its sixteen districts, not 市辖区, unless asked as filed', async () => {
    const children = await read((tx) => childrenOf(tx, everything, 1), beijing)
    expect(children).toHaveLength(16)
    expect(names(await read((tx) => childrenOf(tx, everything, 1, { asFiled: true }), beijing))).toEqual(['市辖区'])
  })

  test('a unit is found by its code however it is padded, and its address is told', async () => {
    const pei = await read((tx) => unitByCode(tx, everything, '320322000000'))
    expect(pei).toMatchObject({ code: '320322', name: '沛县', level: 3, pseudo: false, validFrom: '1900-01-01', validTo: null })
    expect(names(await read((tx) => ancestorsOf(tx, everything, pei!.id)))).toEqual(['徐州市', '沛县'])
  })

  test('all villages of a county come in the order of their codes', async () => {
    const pei = (await read((tx) => unitByCode(tx, everything, '320322')))!
    const villages = await read((tx) => unitsBelow(tx, everything, { path: pei.path, levels: [5] }))
    expect(villages.length).toBeGreaterThan(350)
    expect(villages.every((unit) => unit.code.startsWith('320322') && unit.path.startsWith(pei.path))).toBe(true)
  })

  test.each([['张庄', '张庄镇'], ['320322', '沛县'], ['100%', undefined], ['_', undefined], ['  ', undefined]])('searching %s finds %s first', async (text, first) => {
    expect((await read((tx) => searchUnits(tx, everything, text)))[0]?.name).toBe(first)
  })
})

describe('reach', () => {
  test('who reaches Pei county only finds nothing of Feng county, by any verb', async () => {
    const [pei, feng] = await read((tx) => Promise.all([unitByCode(tx, everything, '320322'), unitByCode(tx, everything, '320321')]))
    const reach = await read((tx) => reachOfUnit(tx, pei!.id))
    await read(async (tx) => {
      expect(await unitById(tx, reach, feng!.id)).toBeUndefined()
      expect(await unitByCode(tx, reach, '320321')).toBeUndefined()
      expect(await childrenOf(tx, reach, feng!.id)).toEqual([])
      expect(await ancestorsOf(tx, reach, feng!.id)).toEqual([])
      expect(await unitsBelow(tx, reach, { path: feng!.path })).toEqual([])
      expect((await searchUnits(tx, reach, '县')).every((unit) => unit.path.startsWith(pei!.path))).toBe(true)
      expect(isRefusal(await scopeOf(tx, reach, feng!.id, '2026-11-22', 'children'))).toBe(true)
      expect(names(await childrenOf(tx, reach, 1))).toEqual(['沛县'])
      expect(await searchUnits(tx, [], '县')).toEqual([])
    })
  })
})

describe('the scope of a figure', () => {
  test('by children: each with its range; by a level: those of the level; alone: the whole', async () => {
    await read(async (tx) => {
      const scope = await scopeOf(tx, everything, 1, '2018-10-18', 'children')
      if (isRefusal(scope)) throw new Error(scope.refused)
      expect(scope.whole).toEqual([rangeOf('cn.u1.')])
      expect(scope.parts).toHaveLength(11)
      const pei = scope.parts.find((unit) => unit.code === '320322')!
      expect(scope.ranges.filter((range) => range.key === '320322')).toEqual([{ key: '320322', unitId: pei.id, ...rangeOf(pei.path) }])
      const towns = await scopeOf(tx, everything, pei.id, '2018-10-18', 4)
      if (isRefusal(towns)) throw new Error(towns.refused)
      expect(towns.parts.length).toBeGreaterThan(10)
      expect(towns.parts.every((unit) => unit.level === 4)).toBe(true)
      const alone = await scopeOf(tx, everything, pei.id, '2018-10-18')
      expect(isRefusal(alone) || alone.ranges).toEqual([{ key: '320322', unitId: pei.id, ...rangeOf(pei.path) }])
    })
  })

  test('a unit that moved counts under both of its paths, and its grant reaches both', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(`set search_path to ${xuzhou.schema}`)
      const { rows: [town] } = await owner.query(`select * from organisation_unit where code = '320322101'`)
      const { rows: [feng] } = await owner.query(`select * from organisation_unit where code = '320321'`)
      await owner.query(`update organisation_unit set valid_to = '2019-12-31' where id = $1`, [town.id])
      await owner.query(`insert into organisation_unit (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from) values ($1, '320321199', $2, 4, false, false, $3, $4, '2020-01-01')`, [
        town.id, town.name, feng.id, `${feng.path}u${town.id}.`,
      ])
      await owner.query('update organisation_tree set version = gen_random_uuid()')
    })
    await read(async (tx) => {
      const town = (await unitByCode(tx, everything, '320321199'))!
      expect(await reachOfUnit(tx, town.id)).toHaveLength(2)
      const [pei, feng] = [(await unitByCode(tx, everything, '320322'))!, (await unitByCode(tx, everything, '320321'))!]
      const keys = async (id: number, day: string) => {
        const scope = await scopeOf(tx, everything, id, day, 'children')
        return isRefusal(scope) ? [] : scope.ranges.filter((range) => range.unitId === town.id).map((range) => range.key)
      }
      expect(await keys(pei.id, '2018-10-18')).toEqual(['320322101', '320322101'])
      expect(await keys(pei.id, '2026-11-22')).toEqual([])
      expect(await keys(feng.id, '2026-11-22')).toEqual(['320321199', '320321199'])
    })
  })
})

test('the application may not change the tree', async () => {
  await expect(read((tx) => tx.run(sql`update organisation_unit set name = 'x' where id = 1`))).rejects.toThrow(/read-only|permission denied/)
  await expect(db.pool.query(`delete from ${xuzhou.schema}.organisation_unit`)).rejects.toThrow(/permission denied/)
})
