import type { Actor } from '#kernel/actor.ts'
import { mayWith } from '#modules/accounts/index.ts'

/** Receipts are issued and withdrawn by leaders and officers, and on the command line by the operator; checkers do not publish. */
export function mayIssue(actor: Pick<Actor, 'roles'>): boolean {
  return mayWith(actor.roles, 'figures.issue')
}

/** Names behind a figure are for those who may read the register; the figure itself is for all who may read figures. */
export function maySeePeople(actor: Pick<Actor, 'roles'>): boolean {
  return mayWith(actor.roles, 'register.read')
}
