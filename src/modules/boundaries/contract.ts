import { z } from 'zod'
import { grantedRoles } from '#kernel/abilities.ts'
import { isDateText } from '#kernel/dates.ts'
import { endpoint } from '#platform/contract/endpoint.ts'

const uuid = z.uuid()
const number = z.int().positive().max(2_147_483_647)
const day = z.string().refine(isDateText, 'a date as YYYY-MM-DD')
const newUnit = { name: z.string().trim().min(1).max(60), code: z.string().trim().min(1).max(20).meta({ description: 'official code, padded or not' }) }
const onDay = day.meta({ description: 'from this day on; in the past it is late knowledge, and figures as of before it stay' })

/** One change of the tree. */
export const change = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('open'), onDay, parentId: number, level: z.literal([1, 2, 3, 4, 5]), ...newUnit }),
  z.object({ verb: z.literal('close'), onDay, unitId: number, heirId: number.nullable().meta({ description: 'whom its records and cards count for from then on' }) }),
  z.object({ verb: z.literal('rename'), onDay, unitId: number, ...newUnit }),
  z.object({ verb: z.literal('move'), onDay, unitId: number, parentId: number, code: newUnit.code.nullable().meta({ description: 'null: keeps its code' }) }),
  z.object({ verb: z.literal('merge'), onDay, unitIds: z.array(number).min(1).max(50), into: z.union([z.object({ unitId: number }), z.object(newUnit)]) }),
  z.object({
    verb: z.literal('split'), onDay, unitId: number, into: z.array(z.object({ ...newUnit, children: z.array(number).max(2_000) })).min(1).max(20), ends: z.boolean(),
    heir: z.int().min(0).nullable().meta({ description: 'place in `into` of the one that it counts as where it ends' }),
  }),
]).meta({ id: 'TreeChange' })
export type Change = z.infer<typeof change>

const named = z.object({ id: z.int(), name: z.string(), code: z.string() })
const told = z.object({
  unit: named, before: z.object({ name: z.string(), code: z.string() }).nullable(), from: named.nullable().meta({ description: 'the parent before' }), to: named.nullable().meta({ description: 'the parent from then on' }),
  of: z.array(named).meta({ description: 'units that were merged into it' }), into: z.array(named).meta({ description: 'what it was split into, or went to' }),
})
/** A change as a unit's life tells it. */
export const changeTold = z.object({
  id: uuid, verb: z.enum(['open', 'close', 'rename', 'move', 'merge', 'split']), onDay: z.string(), reason: z.string(), told,
  journal: z.string().meta({ description: 'journal number since which it is known' }), at: z.string(), by: z.string().nullable(),
}).meta({ id: 'TreeChangeTold' })
export type ChangeTold = z.infer<typeof changeTold>

const refusals = [
  'unit-not-found', 'unit-top-stays', 'unit-day-ahead', 'unit-not-standing', 'unit-day-too-early', 'unit-changed-later', 'unit-change-nothing', 'unit-code-bad', 'unit-code-taken',
  'unit-level-order', 'unit-cycle', 'unit-parent-not-standing', 'unit-has-children', 'unit-heir-bad', 'unit-child-not-here', 'unit-split-empty', 'unit-batch-open', 'unit-holds-cards',
] as const

/** What a change would do, told before it is done. */
export const preview = z.object({
  told,
  units: z.int().meta({ description: 'units that open, end, or stand elsewhere or under another name afterwards' }),
  cards: z.int().meta({ description: 'person cards that go to another unit or path' }), households: z.int(),
  ended: z.array(named),
  oddCodes: z.array(z.object({ unit: named, parent: named, why: z.enum(['length', 'parent']) })).meta({ description: 'codes given in this change that do not fit level or parent: to be confirmed' }),
  oddKept: z.int().meta({ description: 'units whose codes stay and do not fit their new parent: told, no more' }),
  seen: z.string().meta({ description: 'what was shown, as a digest: sent with the change, it is refused where the tree has changed since' }),
  grants: z.array(z.object({ unit: named, role: z.enum(grantedRoles), accounts: z.int() })).meta({ description: 'roles for units that end: they reach nothing from then on' }),
}).meta({ id: 'TreeChangePreview' })
export type Preview = z.infer<typeof preview>

export const previewChange = endpoint({
  method: 'POST', path: '/api/unit-changes/preview', may: 'organisation.change', summary: 'What a change of the tree would do; nothing is written', body: z.object({ change }), out: preview, refusals: [...refusals],
})
export const changeTree = endpoint({
  method: 'POST', path: '/api/unit-changes', may: 'organisation.change', audit: 'boundaries.change', summary: 'Changes the tree of units from a day on: opens, closes, renames, moves, merges, splits',
  body: z.object({
    id: uuid.meta({ description: 'made when the form opens: sent twice it is done once' }), reason: z.string().trim().min(2).max(300), change,
    seen: z.string().regex(/^[0-9a-f]{16}$/).nullable().default(null).meta({ description: "the preview's `seen`; null: no preview was looked at" }),
    codesConfirmed: z.boolean().default(false).meta({ description: 'true: the codes that the preview warned of are meant' }),
  }),
  out: z.object({ id: uuid, journal: z.string(), unit: named, cards: z.int() }), refusals: [...refusals, 'unit-tree-changed', 'unit-code-odd', 'request-reused'],
})
export const readLife = endpoint({
  method: 'GET', path: '/api/units/:id/life', may: 'organisation.read', summary: 'What happened to a unit, the newest known first', params: z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) }),
  out: z.object({ changes: z.array(changeTold), endedOn: z.string().nullable().meta({ description: 'its last day; null while it stands' }) }), refusals: ['unit-not-found'],
})
export const listChanges = endpoint({
  method: 'GET', path: '/api/unit-changes', may: 'organisation.read', summary: 'Changes of the tree within reach, the newest known first, at most 200', out: z.object({ changes: z.array(changeTold) }), refusals: [],
})
export const boundariesEndpoints = [previewChange, changeTree, readLife, listChanges]
