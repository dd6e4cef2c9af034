import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { levelNames } from './model.ts'

const level = z.enum(levelNames)
/** How many units of one level; `pseudo` of them are zones and no divisions by law. */
const levelCount = z.object({ level, count: z.int(), pseudo: z.int() })
const place = z.object({ id: z.int().nullable().meta({ description: 'null for units that stand above the reader’s reach' }), code: z.string(), name: z.string(), level })

export const unitRow = z
  .object({
    id: z.int(),
    code: z.string(),
    name: z.string(),
    level,
    pseudo: z.boolean(),
    parentId: z.int().nullable(),
    below: z.array(levelCount).meta({ description: 'what stands directly below, by level' }),
  })
  .meta({ id: 'UnitRow' })
export type UnitRow = z.infer<typeof unitRow>

export const unitDetail = z
  .object({
    unit: unitRow,
    path: z.string(),
    address: z.array(place).meta({ description: 'from the province down to the unit itself' }),
    validFrom: z.string().nullable().meta({ description: 'null where the data does not say' }),
    validTo: z.string().nullable(),
    inside: z.array(levelCount).meta({ description: 'all units below it, by level' }),
    dataOf: z.string().meta({ description: 'day of the division data' }),
  })
  .meta({ id: 'UnitDetail' })
export type UnitDetail = z.infer<typeof unitDetail>

export const foundUnit = unitRow.extend({ above: z.array(place) }).meta({ id: 'FoundUnit' })
export type FoundUnit = z.infer<typeof foundUnit>

const id = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) })

export const findUnits = endpoint({
  method: 'GET',
  path: '/api/units', may: 'organisation.read',
  summary: 'Units whose name holds the text or whose code begins with it',
  query: z.object({ search: z.string().max(60).default(''), limit: z.coerce.number().int().min(1).max(100).default(30) }),
  out: z.object({ units: z.array(foundUnit), more: z.boolean() }),
  refusals: [],
})
export const readUnit = endpoint({ method: 'GET', path: '/api/units/:id', may: 'organisation.read', summary: 'One unit', params: id, out: unitDetail, refusals: ['unit-not-found'] })
export const readChildren = endpoint({
  method: 'GET',
  path: '/api/units/:id/children', may: 'organisation.read',
  summary: 'What stands directly below a unit, by code',
  params: id,
  out: z.object({ units: z.array(unitRow) }),
  refusals: ['unit-not-found'],
})
export const endpoints = [findUnits, readUnit, readChildren]
