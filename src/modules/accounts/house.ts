import { randomBytes, createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Reach } from '#kernel/actor.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import type { Box } from '#platform/crypto/box.ts'
import type { WorkspaceDb } from '#platform/database/transaction.ts'
import { sharedDb, type Workspace } from '#modules/organisation/index.ts'

/** What accounts need of the house they stand in. */
export type House = {
  /** Seals secrets of second factors and phones; null where none of them is needed. */
  readonly box: (() => Box) | null
  /** Whoever's reach holds more persons must have a second factor. */
  readonly factorAbovePersons: number
  /** How many persons a reach holds, counted no further than `atMost`: the register, which stands above, counts them. */
  readonly personsIn: (workspace: Workspace, reach: Reach, atMost: number) => Promise<number>
}
/** A house in which nothing is sealed and nobody counted. */
export const plainHouse: House = { box: null, factorAbovePersons: Number.POSITIVE_INFINITY, personsIn: async () => 0 }

export function boxOfHouse({ box }: House): Box {
  if (!box) throw new Error('this needs the keys of a data folder')
  return box()
}

/** Where a request comes from. */
export type From = {
  readonly address: string
  /** The browser's own words. */
  readonly device: string
  /** The token by which this browser is known again, from its cookie. */
  readonly deviceToken?: string | undefined
  readonly requestId?: Uuid
}

/** 256 bits for a cookie or a link. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
export const isToken = (text: string | undefined): text is string => text !== undefined && /^[\w-]{43}$/.test(text)

/** The shared schema, with what the audit log keeps of somebody who is not wholly signed in. */
export function unsignedDb(pool: Pool, from: From, of: { accountId: Uuid | null; workspace?: string | null; verb: string; result?: string }): WorkspaceDb {
  return {
    ...sharedDb(pool),
    who: {
      actor: of.accountId ? `account:${of.accountId}` : 'unsigned', roles: [], workspace: of.workspace ?? '', unitPath: '', address: from.address.slice(0, 64), requestId: from.requestId ?? uuidv7(),
      verb: of.verb, look: false, repeat: null, result: of.result ?? 'done', written: { lines: 0 },
    },
  }
}
