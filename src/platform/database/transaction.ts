import { AsyncLocalStorage } from 'node:async_hooks'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { ClientBase, Pool } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { everywhere, type Reach } from '#kernel/actor.ts'
import { isRefusal } from '#kernel/refusal.ts'
import type { Uuid } from '#kernel/ids.ts'
import { columnsOf, type Columns } from '../columnar/home.ts'
import { copyLines, type CopyValue } from './copy.ts'
import { compile, inlined, type AnyStatement } from './statement.ts'
import { auditStatement, Notes, reachSettings, type AuditNote, type Who } from './who.ts'

export { sql } from 'kysely'
export type { CopyValue } from './copy.ts'
export { compile, type Statement } from './statement.ts'

/** One open transaction of one workspace: the only way to the database that a store function is given. */
export interface Tx {
  /** Where this workspace's read model is; undefined where there is none and PostgreSQL answers everything. */
  readonly columns?: Columns | undefined
  /** All of it sees one moment, and writes nothing: what was read once need not be read again. */
  readonly isSnapshot?: boolean
  /** All rows of the answer. */
  rows<R>(statement: AnyStatement<R>): Promise<R[]>
  /** The one row that must be there. */
  one<R>(statement: AnyStatement<R>): Promise<R>
  /** The first row, or undefined. */
  maybe<R>(statement: AnyStatement<R>): Promise<R | undefined>
  /** Runs a statement; answers how many rows it touched. */
  run(statement: AnyStatement<unknown>): Promise<number>
  /** Rows into a table by COPY, the fastest way in; answers how many. Names of tables and columns come from code, never from input. */
  copyIn(table: string, columns: readonly string[], rows: Iterable<readonly CopyValue[]>): Promise<number>
  /** The same from lines that are in COPY's text format already (`copyFields`), in pieces of any size. */
  copyLinesIn(table: string, columns: readonly string[], lines: AsyncIterable<Uint8Array>): Promise<void>
  /**
   * Runs the last statement of the transaction and COMMIT in one message, so that a lock which the statement takes is held
   * for no round trip to the program and no write to the disk. Answers its one row, once it is on disk. Nothing may follow it;
   * a refusal can no longer be returned.
   */
  closeWith<R>(statement: AnyStatement<R>): Promise<R>
  /** Adds to the audit line that this transaction writes when it commits: whom it is about, and facts that are nobody's personal data. */
  note(note: AuditNote): void
  /**
   * Lets `work` see rows beyond the reach that the transaction was opened with, for questions whose answer tells nothing of them
   * (is this id number known?). `work` asks through the Tx it is given; whatever else the transaction sends meanwhile waits, so that
   * nothing else sees beyond. The one way past row security; each use says why.
   */
  beyondReach<T>(work: (beyond: Tx) => Promise<T>): Promise<T>
}

/**
 * Waits until everything committed so far is on disk: its own commit is flushed, and the log before it with it. What commits under
 * a lock need not hold the lock while the disk turns, and many who wait here are served by one flush.
 */
const onDisk = `select pg_logical_emit_message(true, 'qiaoshou', '')`

/** Which transaction looks beyond the reach where the running work was called: it would wait for itself if it asked by the usual way. */
const looking = new AsyncLocalStorage<Tx>()

/** A transaction over one client that somebody else opened and will close. */
export function txOver(client: ClientBase, of: { reach?: Reach; own?: Uuid | null; who?: Who; notes?: Notes; closed?: () => void; /** True once it has ended and the connection may serve another. */ over?: () => boolean; isSnapshot?: boolean; deadline?: number | undefined; pool?: Pool; schema?: string } = {}): Tx {
  let isClosed = false
  const columns = columnsOf(of.pool, of.schema)
  const notes = of.notes ?? new Notes()
  const open = (): ClientBase => {
    if (isClosed || of.over?.()) throw new Error('the transaction is closed: nothing follows its last statement')
    if (of.deadline !== undefined && performance.now() > of.deadline) throw Object.assign(new Error('the request was given up'), { code: '57014' })
    return client
  }
  /** Who asks while somebody looks beyond the reach waits until that is over. */
  let beyond: Promise<void> | undefined
  const statements = (turn: () => Promise<void> | undefined) => {
    const query = async (statement: AnyStatement<unknown>) => {
      for (let wait = turn(); wait; wait = turn()) await wait
      return open().query(compile(statement))
    }
    const stream = async (table: string, columns: readonly string[]) => {
      for (let wait = turn(); wait; wait = turn()) await wait
      return open().query(copyFrom(`copy "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) from stdin`))
    }
    return {
      rows: async <R>(statement: AnyStatement<R>) => (await query(statement)).rows as R[],
      maybe: async <R>(statement: AnyStatement<R>) => (await query(statement)).rows[0] as R | undefined,
      one: async <R>(statement: AnyStatement<R>) => {
        const row = (await query(statement)).rows[0] as R | undefined
        if (row === undefined) throw new Error('a row that must be there is not')
        return row
      },
      run: async (statement: AnyStatement<unknown>) => (await query(statement)).rowCount ?? 0,
      copyIn: async (table: string, columns: readonly string[], rows: Iterable<readonly CopyValue[]>) => {
        const counted = { rows: 0 }
        await pipeline(Readable.from(copyLines(rows, counted)), await stream(table, columns))
        return counted.rows
      },
      copyLinesIn: async (table: string, columns: readonly string[], lines: AsyncIterable<Uint8Array>) => {
        await pipeline(lines, await stream(table, columns))
      },
    }
  }
  const isSnapshot = of.isSnapshot ?? false
  const inside: Tx = {
    columns,
    isSnapshot,
    ...statements(() => undefined),
    note: (note) => notes.add(note),
    beyondReach: (work) => work(inside),
    closeWith: () => Promise.reject(new Error('a transaction is not closed while it looks beyond the reach')),
  }
  // A pipeline does not wait for the answer: where it fails the transaction has failed, as the next statement tells.
  const setReach = async (reach: Reach) => {
    const sent = client.query(reachSettings(reach, of.own).slice(2)).catch(() => {})
    if (!(client as { pipeline?: boolean }).pipeline) await sent
  }
  return {
    columns,
    isSnapshot,
    ...statements(() => {
      if (beyond && looking.getStore() === inside) throw new Error('beyond the reach one asks through the Tx that is given for it')
      return beyond
    }),
    note: (note) => notes.add(note),
    beyondReach: async (work) => {
      if (of.reach === everywhere) return work(inside)
      while (beyond) await beyond
      let over = () => {}
      beyond = new Promise((done) => (over = done))
      try {
        await setReach(everywhere)
        return await looking.run(inside, () => work(inside))
      } finally {
        await setReach(of.reach ?? [])
        beyond = undefined
        over()
      }
    },
    closeWith: async <R>(statement: AnyStatement<R>) => {
      const results = (await open().query(`${auditLine(client, of.who, notes)}set local synchronous_commit = off; ${inlined(client, compile(statement))}; commit; ${onDisk}`)) as unknown as { command: string; rows: R[] }[]
      isClosed = true
      if (of.who) of.who.written.lines += 1
      of.closed?.()
      return results.findLast((one, i) => one.command === 'SELECT' && results[i + 1]?.command === 'COMMIT')!.rows[0]!
    },
  }
}

/** The audit line of a transaction that is about to commit, with its semicolon; nothing where there is none to write. */
function auditLine(client: ClientBase, who: Who | undefined, notes: Notes): string {
  const line = notes.line(who)
  return line ? `${auditStatement(who!, line, (text) => client.escapeLiteral(text))}; ` : ''
}

/** One workspace's schema in one database, as somebody sees it: whatever runs over it reaches these rows and no others (row security). */
export type WorkspaceDb = {
  readonly pool: Pool
  readonly schema: string
  /** `everywhere` for the house's own work and for what tells nothing of a person. */
  readonly reach: Reach
  /** The card that its own member may see besides. */
  readonly own?: Uuid | null
  /** Whose request it serves; its acts, and looks at personal data, are kept in the audit log in the same transaction. */
  readonly who?: Who
  /** Whether it may read the audit log. */
  readonly audits?: boolean
  /** When the request is given up, by `performance.now()`: no statement begins after it, none runs on past it for long. */
  readonly deadline?: number
}

/** What opens a transaction, in one message: where its tables are, what it may reach, how long a statement may take. */
function opening(db: WorkspaceDb, begin: string): string {
  const limit = db.deadline === undefined ? '' : `; set local statement_timeout = ${Math.ceil(Math.max(1, db.deadline - performance.now()))}`
  return `${begin}; set local search_path to "${checkedName(db.schema)}", public${reachSettings(db.reach, db.own)}${db.audits ? `; set local app.audits = 'on'` : ''}${limit}`
}

/** Carries a refusal out of a transaction so that it is rolled back on the way. */
class RolledBack {
  readonly refusal: unknown
  constructor(refusal: unknown) {
    this.refusal = refusal
  }
}

function checkedName(schema: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new Error(`not a schema name: ${schema}`)
  return schema
}

async function inWrite<T>(db: WorkspaceDb, work: (tx: Tx) => Promise<T>): Promise<T> {
  const begin = opening(db, 'begin')
  const client = await db.pool.connect()
  let broken: Error | undefined
  let over = false
  try {
    await client.query(begin)
    let isClosed = false
    const notes = new Notes()
    const result = await work(txOver(client, { ...db, notes, closed: () => (isClosed = true), over: () => over }))
    over = true
    if (isClosed) return result
    if (isRefusal(result)) throw new RolledBack(result)
    const line = auditLine(client, db.who, notes)
    await client.query(`${line}commit`)
    if (line && db.who) db.who.written.lines += 1
    return result
  } catch (error) {
    over = true
    await client.query('rollback').catch((fault: Error) => (broken = fault))
    if (error instanceof RolledBack) return error.refusal as T
    throw error
  } finally {
    // A connection that could not even roll back is thrown away, not lent again.
    client.release(broken)
  }
}

/** What `pg` calls pipelining: what follows is sent without waiting for the answer to what went before. */
const pipelined = (client: ClientBase, on: boolean) => void ((client as { pipeline?: boolean }).pipeline = on)

/** SQLSTATEs after which the same work can simply be done again: unique violation of a racing twin, serialization, deadlock. */
const retryable = new Set(['40001', '40P01', '23505'])

/**
 * Runs `work` in one transaction; everything it wrote stands or falls together. A returned refusal rolls back.
 * Work that lost a race (same request twice, same person filed by two) is done again, up to twice: the second
 * time it finds what the winner wrote.
 */
export async function inTransaction<T>(db: WorkspaceDb, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inWrite(db, work)
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (attempt >= 3 || !retryable.has(code)) throw error
    }
  }
}

/**
 * Reads in one frozen view of the database: every statement inside sees the same moment. BEGIN travels with the first statement and
 * the answer does not wait for COMMIT, which nothing depends on: a read of one statement costs one round trip. No COPY inside.
 * A read that the audit log keeps (a look at personal data) writes its line and waits for COMMIT: no line, no look.
 */
export async function inSnapshot<T>(db: WorkspaceDb, work: (tx: Tx) => Promise<T>): Promise<T> {
  const isLook = db.who?.verb != null && db.who.look
  const begin = opening(db, `begin isolation level repeatable read${isLook ? '' : ' read only'}`)
  const client = await db.pool.connect()
  pipelined(client, true)
  const begun = client.query(begin)
  begun.catch(() => {})
  let ended = false
  const end = async (how: string): Promise<void> => {
    if (ended) return
    ended = true
    try {
      await client.query(how)
      pipelined(client, false)
      client.release()
    } catch (fault) {
      client.release(fault as Error)
      throw fault
    }
  }
  try {
    const notes = new Notes()
    const result = await work(txOver(client, { ...db, notes, isSnapshot: true, over: () => ended }))
    await begun
    const line = isLook && !isRefusal(result) ? auditLine(client, db.who, notes) : ''
    if (line) {
      await end(`${line}commit`)
      db.who!.written.lines += 1
    } else end('commit').catch(() => {})
    return result
  } catch (error) {
    end('rollback').catch(() => {})
    throw error
  }
}
