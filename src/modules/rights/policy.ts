import type { Actor } from '#kernel/actor.ts'
import { mayWith } from '#modules/accounts/index.ts'
import { forbidsApproval, isEnded } from './model.ts'
import type { RequestKind, RequestState } from './words.ts'

/** What the reader may do with a request now; travels to the screen with it. An erasure is approved by somebody else than filed it. */
export function requestAbilities(actor: Actor, r: { kind: RequestKind; state: RequestState; filedBy: string }) {
  const open = !isEnded(r.state)
  const handle = open && mayWith(actor.roles, 'rights.handle')
  return {
    answer: handle && r.state === 'received', refuse: handle, take: handle && r.kind === 'access', correct: handle && r.kind === 'correction' && mayWith(actor.roles, 'register.write'),
    carryOut: handle && r.kind !== 'erasure', approve: open && r.kind === 'erasure' && mayWith(actor.roles, 'rights.approve') && forbidsApproval(r.filedBy, actor.id) === null,
  }
}

/** Which open requests count as waiting for the reader: all kinds (null) where she handles them, erasures where she only approves. */
export function countedKind(actor: Actor): RequestKind | null | 'none' {
  if (mayWith(actor.roles, 'rights.handle')) return null
  return mayWith(actor.roles, 'rights.approve') ? 'erasure' : 'none'
}
