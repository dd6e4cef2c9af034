import type { DateText } from '#kernel/dates.ts'
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.ts'
import { oddCodes, type OddCode } from './codes.ts'
import { Lives, type TreeRow } from './lives.ts'
import { readUnitCode, type Country, type UnitLevel } from './model.ts'

/** A unit that a change makes. */
export type NewUnit = { readonly name: string; readonly code: string }

/** A change of the tree, from a day on. Days in the past are late knowledge: figures as of before it stay. */
export type TreeChange = { readonly onDay: DateText } & (
  | ({ readonly verb: 'open'; readonly parentId: number; readonly level: UnitLevel } & NewUnit)
  /** Ends a unit; what is below it goes to the heir. */
  | { readonly verb: 'close'; readonly unitId: number; readonly heirId: number | null }
  | ({ readonly verb: 'rename'; readonly unitId: number } & NewUnit)
  /** Puts a unit, with all below it, under another parent; a code of null stays. */
  | { readonly verb: 'move'; readonly unitId: number; readonly parentId: number; readonly code: string | null }
  /** Ends units for the benefit of one that stands, or of a new one. */
  | { readonly verb: 'merge'; readonly unitIds: readonly number[]; readonly into: { readonly unitId: number } | NewUnit }
  /** Makes new units out of one, each with some of what was below it. Where it ends, `heir` is the place in `into` of the one that it counts as. */
  | { readonly verb: 'split'; readonly unitId: number; readonly into: readonly (NewUnit & { readonly children: readonly number[] })[]; readonly ends: boolean; readonly heir: number | null }
)
export type ChangeVerb = TreeChange['verb']
export const changeVerbs = ['open', 'close', 'rename', 'move', 'merge', 'split'] as const satisfies readonly ChangeVerb[]

export type ChangeRefusal =
  | 'unit-not-found' | 'unit-top-stays' | 'unit-day-ahead' | 'unit-not-standing' | 'unit-day-too-early' | 'unit-changed-later' | 'unit-change-nothing' | 'unit-code-bad'
  | 'unit-code-taken' | 'unit-level-order' | 'unit-cycle' | 'unit-parent-not-standing' | 'unit-has-children' | 'unit-heir-bad' | 'unit-child-not-here' | 'unit-split-empty'

/** What a change is decided from: every row of the units that it may touch, and of those above them and of those with the codes it gives. */
export type Slice = { readonly rows: readonly TreeRow[]; readonly nextId: number; readonly topUnitId: number; readonly country: Country; readonly today: DateText }

export type Event = { readonly what: 'opened' | 'closed' | 'renamed' | 'merged' | 'split' | 'moved'; readonly id: number; readonly path: string }
type Named = { readonly id: number; readonly name: string; readonly code: string }
/** What a unit's life tells of a change: the unit, what it was called before, its parents, other units by their part in it, and how many cards went along. */
export type Told = { readonly unit: Named; readonly before: NewUnit | null; readonly from: Named | null; readonly to: Named | null; readonly of: readonly Named[]; readonly into: readonly Named[]; readonly cards?: number }

/** What a change does: rows to replace and to write, successions, what happened to which unit, where cards go, what ends with nobody to take its cards. */
export type Planned = {
  readonly gone: readonly { readonly id: number; readonly validFrom: DateText }[]
  readonly rows: readonly TreeRow[]
  readonly successors: readonly { readonly unitId: number; readonly successorId: number; readonly onDay: DateText; readonly heir: boolean }[]
  readonly events: readonly Event[]
  readonly unitId: number
  readonly path: string
  readonly others: readonly number[]
  readonly told: Told
  readonly moves: readonly { readonly fromPath: string; readonly toUnitId: number; readonly toPath: string }[]
  /** Units that end. */
  readonly ended: readonly { readonly id: number; readonly path: string; readonly heirId: number | null }[]
  /** Codes that do not fit where they stand afterwards: told before, and where they were given, confirmed. */
  readonly oddCodes: readonly OddCode[]
}

type Draft = { lives: Lives; slice: Slice; successors: Planned['successors'][number][]; events: Omit<Event, 'path'>[]; ended: { id: number; path: string; heirId: number | null }[]; nextId: number }
type Spoken = { unitId: number; told: (now: (id: number) => Named) => Omit<Told, 'unit'> }

/** Works a change out. Refuses by `ChangeRefusal`: the first rule that holds. */
export function planChange(slice: Slice, change: TreeChange): Planned | Refusal<ChangeRefusal> {
  if (change.onDay > slice.today) return refuse('unit-day-ahead', { day: change.onDay }, 'onDay')
  const draft: Draft = { lives: new Lives(slice.rows), slice, successors: [], events: [], ended: [], nextId: slice.nextId }
  const spoken = apply(draft, change)
  if (isRefusal(spoken)) return spoken
  const { lives } = draft
  const lost = lives.repath(change.onDay)
  if (lost.length > 0) return refuse('unit-parent-not-standing', { unit: lives.rowsOf(lost[0]!).at(-1)?.name ?? '' }, 'onDay')

  const last = (id: number) => lives.now(id) ?? lives.rowsOf(id).at(-1)!
  const named = (id: number): Named => ({ id, name: last(id).name, code: last(id).code })
  const heirs = new Map(draft.ended.map(({ id, heirId }) => [id, heirId]))
  const moves = lives.ids().flatMap((id) => {
    const from = lives.before(id)
    const to = lives.now(id) ?? lives.now(heirs.get(id) ?? 0)
    return from && to && from.path !== to.path ? [{ fromPath: from.path, toUnitId: to.id, toPath: to.path }] : []
  })
  const told: Told = { unit: named(spoken.unitId), ...spoken.told(named) }
  return {
    ...lives.difference(), successors: draft.successors, ended: draft.ended, moves, told, unitId: spoken.unitId, path: last(spoken.unitId).path,
    others: [...new Set([...told.of, ...told.into, ...(told.to ? [told.to] : []), ...(told.from ? [told.from] : [])].map(({ id }) => id).filter((id) => id !== spoken.unitId))],
    events: draft.events.map((event) => ({ ...event, path: last(event.id).path })), oddCodes: oddCodes(lives, slice.country, change.onDay),
  }
}

const nothing = { before: null, from: null, to: null, of: [], into: [] } as const

function apply(draft: Draft, change: TreeChange): Spoken | Refusal<ChangeRefusal> {
  const { lives } = draft
  switch (change.verb) {
    case 'open': {
      const id = open(draft, change, change.parentId, change.level, change.onDay)
      return isRefusal(id) ? id : { unitId: id, told: (now) => ({ ...nothing, to: now(change.parentId) }) }
    }
    case 'close': {
      const unit = ending(draft, change.unitId, change.onDay)
      if (isRefusal(unit)) return unit
      const refused = change.heirId === null ? withoutChildren(draft, unit, change.onDay) : giveTo(draft, unit, change.heirId, change.onDay)
      if (refused) return refused
      finish(draft, unit, change.heirId, change.onDay, 'closed')
      return { unitId: unit.id, told: (now) => ({ ...nothing, into: change.heirId === null ? [] : [now(change.heirId)] }) }
    }
    case 'rename': {
      const unit = standing(draft, change.unitId, change.onDay)
      if (isRefusal(unit)) return unit
      const name = change.name.trim()
      const code = codeFor(draft, change.code, unit.id, change.onDay)
      if (isRefusal(code)) return code
      if (name === unit.name && code === unit.code) return refuse('unit-change-nothing')
      // What was called otherwise later on keeps that name.
      let goesOn = true
      lives.edit(unit.id, change.onDay, (row) => {
        goesOn &&= row.name === unit.name && row.code === unit.code
        return goesOn ? { ...row, name, code } : row
      })
      draft.events.push({ what: 'renamed', id: unit.id })
      return { unitId: unit.id, told: () => ({ ...nothing, before: { name: unit.name, code: unit.code } }) }
    }
    case 'move': return move(draft, change)
    case 'merge': return merge(draft, change)
    case 'split': return split(draft, change)
  }
}

function move(draft: Draft, change: Extract<TreeChange, { verb: 'move' }>): Spoken | Refusal<ChangeRefusal> {
  const { lives } = draft
  const unit = settled(draft, change.unitId, change.onDay)
  if (isRefusal(unit)) return unit
  const parent = standing(draft, change.parentId, change.onDay, 'parentId')
  if (isRefusal(parent)) return parent
  if (parent.id === unit.parentId) return refuse('unit-change-nothing', {}, 'parentId')
  if (parent.id === unit.id || lives.isBelow(parent.id, unit.id, change.onDay)) return refuse('unit-cycle', { unit: unit.name, parent: parent.name }, 'parentId')
  if (parent.level >= unit.level) return refuse('unit-level-order', { unit: unit.name, parent: parent.name }, 'parentId')
  const code = change.code === null ? unit.code : codeFor(draft, change.code, unit.id, change.onDay)
  if (isRefusal(code)) return code
  lives.edit(unit.id, change.onDay, (row) => ({ ...row, parentId: parent.id, code: row.code === unit.code ? code : row.code }))
  draft.events.push({ what: 'moved', id: unit.id })
  const from = unit.parentId
  return { unitId: unit.id, told: (now) => ({ ...nothing, before: code === unit.code ? null : { name: unit.name, code: unit.code }, from: from === null ? null : now(from), to: now(parent.id) }) }
}

function merge(draft: Draft, change: Extract<TreeChange, { verb: 'merge' }>): Spoken | Refusal<ChangeRefusal> {
  const ids = [...new Set(change.unitIds)]
  const units: TreeRow[] = []
  for (const id of ids) {
    const unit = ending(draft, id, change.onDay)
    if (isRefusal(unit)) return unit
    units.push(unit)
  }
  const { into } = change
  const first = units[0]
  if (!first || ('unitId' in into ? ids.includes(into.unitId) : units.length < 2)) return refuse('unit-heir-bad', {}, 'into')
  // The new one may take over the code of one that ends with it.
  const heirId = 'unitId' in into ? into.unitId : open(draft, into, first.parentId!, first.level, change.onDay, ids)
  if (isRefusal(heirId)) return heirId
  for (const unit of units) {
    const refused = giveTo(draft, unit, heirId, change.onDay)
    if (refused) return refused
    finish(draft, unit, heirId, change.onDay, 'merged')
  }
  return { unitId: heirId, told: (now) => ({ ...nothing, of: units.map(({ id }) => now(id)) }) }
}

function split(draft: Draft, change: Extract<TreeChange, { verb: 'split' }>): Spoken | Refusal<ChangeRefusal> {
  const { lives } = draft
  const unit = change.ends ? ending(draft, change.unitId, change.onDay) : settled(draft, change.unitId, change.onDay)
  if (isRefusal(unit)) return unit
  if (change.into.length === 0 || (change.ends && change.into.length < 2)) return refuse('unit-split-empty', {}, 'into')
  if (change.heir !== null && (!change.ends || change.into[change.heir] === undefined)) return refuse('unit-heir-bad', {}, 'heir')
  const made: number[] = []
  for (const part of change.into) {
    const id = open(draft, part, unit.parentId!, unit.level, change.onDay, change.ends ? [unit.id] : [])
    if (isRefusal(id)) return id
    made.push(id)
    for (const child of part.children) {
      const row = settled(draft, child, change.onDay)
      if (isRefusal(row) || row.parentId !== unit.id) return refuse('unit-child-not-here', { unit: unit.name }, 'into')
      lives.edit(child, change.onDay, (one) => ({ ...one, parentId: id }))
    }
  }
  const heirId = change.heir === null ? null : made[change.heir]!
  if (change.ends) {
    const refused = heirId === null ? withoutChildren(draft, unit, change.onDay) : giveTo(draft, unit, heirId, change.onDay)
    if (refused) return refused
    finish(draft, unit, heirId, change.onDay, 'split')
  } else draft.events.push({ what: 'split', id: unit.id })
  for (const id of made) if (id !== heirId) draft.successors.push({ unitId: unit.id, successorId: id, onDay: change.onDay, heir: false })
  return { unitId: unit.id, told: (now) => ({ ...nothing, into: made.map(now) }) }
}

/** A unit that stands on the day and still does. */
function standing({ lives, slice }: Draft, id: number, day: DateText, field = 'unitId'): TreeRow | Refusal<ChangeRefusal> {
  const now = lives.now(id)
  if (!now && lives.rowsOf(id).length === 0) return refuse('unit-not-found', {}, field)
  const then = lives.on(id, day)
  if (!now || !then) return refuse('unit-not-standing', { unit: (now ?? lives.rowsOf(id).at(-1)!).name, day }, field)
  if (id === slice.topUnitId && field === 'unitId') return refuse('unit-top-stays', { unit: now.name }, field)
  return then
}

/** One whose parent is from the day on the one that it has now: a later move is not undone by an earlier one. */
function settled(draft: Draft, id: number, day: DateText): TreeRow | Refusal<ChangeRefusal> {
  const unit = standing(draft, id, day)
  if (isRefusal(unit)) return unit
  return draft.lives.now(id)!.parentId === unit.parentId ? unit : refuse('unit-changed-later', { unit: unit.name }, 'onDay')
}

/** One that may end on the day before: it stood on some day until then. */
function ending(draft: Draft, id: number, day: DateText): TreeRow | Refusal<ChangeRefusal> {
  const unit = settled(draft, id, day)
  if (isRefusal(unit)) return unit
  return draft.lives.rowsOf(id)[0]!.validFrom >= day ? refuse('unit-day-too-early', { unit: unit.name, day }, 'onDay') : unit
}

function withoutChildren({ lives }: Draft, unit: TreeRow, day: DateText): Refusal<ChangeRefusal> | null {
  const children = lives.childrenSince(unit.id, day)
  return children.length > 0 ? refuse('unit-has-children', { unit: unit.name, count: children.length }, 'heirId') : null
}

/** Puts what is below a unit that ends under its heir. */
function giveTo(draft: Draft, unit: TreeRow, heirId: number, day: DateText): Refusal<ChangeRefusal> | null {
  const { lives } = draft
  const heir = standing(draft, heirId, day, 'heirId')
  if (isRefusal(heir)) return heir
  if (heir.id === unit.id || heir.level !== unit.level) return refuse('unit-heir-bad', { unit: unit.name, heir: heir.name }, 'heirId')
  for (const child of lives.childrenSince(unit.id, day)) lives.edit(child, day, (row) => (row.parentId === unit.id ? { ...row, parentId: heir.id } : row))
  return null
}

function finish(draft: Draft, unit: TreeRow, heirId: number | null, day: DateText, what: Event['what']): void {
  draft.ended.push({ id: unit.id, path: draft.lives.before(unit.id)!.path, heirId })
  draft.lives.edit(unit.id, day, () => null)
  draft.events.push({ what, id: unit.id })
  if (heirId !== null) draft.successors.push({ unitId: unit.id, successorId: heirId, onDay: day, heir: true })
}

/** Adds a unit; answers its number. */
function open(draft: Draft, unit: NewUnit, parentId: number, level: UnitLevel, day: DateText, endWithIt: readonly number[] = []): number | Refusal<ChangeRefusal> {
  const parent = standing(draft, parentId, day, 'parentId')
  if (isRefusal(parent)) return parent
  if (parent.level >= level) return refuse('unit-level-order', { unit: unit.name, parent: parent.name }, 'level')
  const id = draft.nextId
  const code = codeFor(draft, unit.code, id, day, endWithIt)
  if (isRefusal(code)) return code
  draft.nextId += 1
  draft.lives.add([{ id, code, name: unit.name.trim(), level, pseudo: false, placeholder: false, parentId, path: '', validFrom: day, validTo: null }])
  draft.events.push({ what: 'opened', id })
  return id
}

/** A code as it is kept. Refuses what is none, and one that another unit has on the day or after it. */
function codeFor({ lives, slice }: Draft, text: string, id: number, day: DateText, endWithIt: readonly number[] = []): string | Refusal<ChangeRefusal> {
  const read = readUnitCode(text, slice.country)
  if (!read || read.country !== slice.country || read.code === slice.country) return refuse('unit-code-bad', { code: text }, 'code')
  const holder = lives.ids().find((other) => other !== id && !endWithIt.includes(other) && lives.rowsOf(other).some((row) => row.code === read.code && (row.validTo === null || row.validTo >= day)))
  if (holder === undefined) return read.code
  return refuse('unit-code-taken', { code: read.code, unit: lives.rowsOf(holder).find((row) => row.code === read.code)!.name }, 'code')
}
