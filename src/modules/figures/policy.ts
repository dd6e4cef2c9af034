import type { Actor } from '#kernel/actor.ts'

/** Receipts are issued and withdrawn by leaders and officers, and on the command line by the operator; checkers do not publish. */
export function mayIssue(actor: Pick<Actor, 'roles'>): boolean {
  return actor.roles.some((role) => role === 'leader' || role === 'officer' || role === 'operator')
}

/** Names behind a figure are for those who work with people; the figure itself is for everyone signed in. */
export function maySeePeople(actor: Pick<Actor, 'roles'>): boolean {
  return actor.roles.length > 0
}
