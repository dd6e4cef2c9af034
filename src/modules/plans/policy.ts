import type { Actor } from '#kernel/actor.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import { forbids } from '#modules/accounts/index.ts'

export type WritingRefusal = 'not-allowed' | 'indicators-elsewhere'

/** Definitions hold for the whole workspace alike, so they are made where its programme is run: by an officer of the top unit (decisions/0016). */
export function forbidsDefining(actor: Pick<Actor, 'roles' | 'unitId'>, { topUnitId, name }: { readonly topUnitId: number; readonly name: string }): Refusal<WritingRefusal> | null {
  return forbids(actor, 'indicators.write') ?? (actor.unitId === topUnitId ? null : refuse('indicators-elsewhere', { unit: name }))
}
