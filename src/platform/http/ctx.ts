import type { Actor, RequestId } from '#kernel/actor.ts'
import type { DateText } from '#kernel/dates.ts'
import type { Language } from '#kernel/languages.ts'
import type { Level } from '#kernel/levels.ts'
import type { WorkspaceDb } from '#platform/database/transaction.ts'

/** The workspace that a request is about, as far as every module needs to know it. */
export type WorkspaceRef = {
  readonly slug: string
  readonly schema: string
  /** Stem of its file in `programmes/`. */
  readonly programme: string
  readonly country: 'cn' | 'vn'
  readonly timeZone: string
  readonly name: string
  readonly topUnitId: number
  readonly topPath: string
}

/** Everything a verb may know of the request it serves, passed explicitly: no ambient user, no clock read inside a rule. */
export type Ctx = {
  readonly db: WorkspaceDb
  readonly workspace: WorkspaceRef
  readonly actor: Actor
  readonly now: Temporal.Instant
  /** `now` as a day of the workspace's time zone. */
  readonly today: DateText
  /** The programme's levels of verification, lowest first. */
  readonly levels: readonly Level[]
  readonly language: Language
  readonly requestId: RequestId
  /** Where the request comes from, as the server saw it. */
  readonly address: string
  /** Folder for what is kept outside the database: staged imports, heads. */
  readonly dataFolder: string
  readonly log: { info(message: string): void; error(fault: unknown, message: string): void }
}
