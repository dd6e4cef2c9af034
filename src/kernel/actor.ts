import type { Role } from './abilities.ts'
import type { Uuid } from './ids.ts'

export type { GrantedRole, Role } from './abilities.ts'

/**
 * One stretch of unit paths: everything at or below a unit. Paths are `cn.u10.u300.` compared byte by byte, so
 * "at or below" is `lo <= path < hi`, which a btree serves.
 */
export type PathRange = { readonly lo: string; readonly hi: string }

/** All paths an actor may see. An empty reach sees nothing. */
export type Reach = readonly PathRange[]

/** Every path there is: for whoever has the machine itself, and for counting beyond what its asker may look at. */
export const everywhere: Reach = [{ lo: '', hi: '~' }]

/** The range at or below one path. `hi` is the path with its closing dot raised to the next character, a slash. */
export function rangeOf(path: string): PathRange {
  if (!path.endsWith('.')) throw new Error(`a unit path ends with a dot: ${path}`)
  return { lo: path, hi: `${path.slice(0, -1)}/` }
}

/** True where `path` lies in the reach. */
export function reaches(reach: Reach, path: string): boolean {
  return reach.some(({ lo, hi }) => path >= lo && path < hi)
}

/** What lies in both: a reach narrowed to the ranges that are asked for. */
export function meet(reach: Reach, ranges: Reach): Reach {
  return reach.flatMap((one) => ranges.flatMap((other): PathRange[] => {
    const [lo, hi] = [one.lo > other.lo ? one.lo : other.lo, one.hi < other.hi ? one.hi : other.hi]
    return lo < hi ? [{ lo, hi }] : []
  }))
}

/** Who acts: the account, in one workspace, with its roles and reach there. */
export type Actor = {
  /** `account:<uuid>` for a person signed in; `operator:cli` for the command line. Stands in journal and audit. */
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly reach: Reach
  /** Path of the unit that the actor works for: the top of what the screens show. */
  readonly unitPath: string
  readonly unitId: number
  /** The card of a member, who sees her own and no other. */
  readonly personId?: Uuid | null
}

/** The identity of one request, made by the caller: the same request sent twice has one effect. */
export type RequestId = Uuid
