import type { Level } from '#kernel/seals.ts'
import { useApi } from './queries.ts'

/** A unit that the account may work for, in a workspace. */
export type Grant = { readonly workspace: string; readonly workspaceName: string; readonly id: number; readonly code: string; readonly name: string; readonly level: string }

/** The answer of `GET /api/me`: who is signed in, where, what she may do, and what "now" is in the ledger. */
export type Me = {
  readonly account: { readonly id: string; readonly name: string; readonly displayName: string }
  /** Whether she has a second factor. */
  readonly factor: boolean
  readonly workspace: { readonly slug: string; readonly name: string; readonly country: string; readonly timeZone: string }
  /** The unit at the top of what she sees. `level` is one of the workspace's kinds of unit. */
  readonly unit: { readonly id: number; readonly code: string; readonly name: string; readonly level: string; readonly path: string }
  /** Every unit that she may work for; switching is `POST /api/me/grant`. */
  readonly units: readonly Grant[]
  readonly roles: readonly string[]
  /** A member's own card. */
  readonly personId: string | null
  readonly abilities: Readonly<Record<string, boolean>>
  /** The programme's levels of verification, lowest first. */
  readonly levels: readonly Level[]
  readonly asOf: { readonly journal: string; readonly at: string } | null
  /** The day in the workspace's time zone. */
  readonly today: string
  readonly plan: { readonly id: string; readonly name: string; readonly from?: string; readonly to?: string } | null
}

/** Who is signed in; undefined while it is being asked. */
export function useMe(): Me | undefined {
  return useApi<Me>('/api/me', undefined, { staleTime: 60_000 }).data
}

/** Whether she may do something; false while unknown. */
export function useAbility(ability: string): boolean {
  return useMe()?.abilities[ability] ?? false
}
