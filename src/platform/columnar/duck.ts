import { DuckDBDateValue, DuckDBInstance, DuckDBUUIDVector, type DuckDBConnection } from '@duckdb/node-api'

/** A DuckDB of this process, in memory, with files attached to it. Statements run side by side, each on a connection of its own. */
export type Duck = {
  /** All rows of the answer. Whole numbers come as numbers; one beyond ±2^53 throws RangeError. Dates and ids are asked for as text. */
  rows<R>(statement: string): Promise<R[]>
  /** The answer column by column, for large ones: `columns[name][row]`. */
  columns(statement: string): Promise<Record<string, unknown[]>>
  /**
   * The answer piece by piece as arrays of whole numbers, for millions of rows that are counted here: only columns of INTEGER (and BIGINT), of which none is null; an id
   * comes as two numbers, its lower half before its upper one, whose highest bit is turned over.
   * `take` must be done with a piece when it returns.
   */
  pieces(statement: string, take: (piece: Piece) => void): Promise<void>
  run(statement: string): Promise<void>
  /** Several statements on one connection as one transaction: all or nothing. */
  transaction(work: (one: Pick<Duck, 'rows' | 'run' | 'append'>) => Promise<void>): Promise<void>
  /** Rows into a table, in the order of its columns: number or bigint, text (days as well), boolean or null. Answers when they are there. */
  append(table: string, rows: Iterable<readonly (number | bigint | string | boolean | null)[]>): Promise<void>
  close(): void
}

/** `columns[i]` holds `rows` numbers; `at`: how many rows came before, of `total`. */
export type Piece = { readonly columns: readonly (Int32Array | BigInt64Array)[]; readonly rows: number; readonly at: number; readonly total: number }

export type DuckOptions = { threads: number; memoryMb: number; tempFolder: string }

function plain(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond what a number holds`)
  return number
}

/** Connections that are free; a statement takes one and brings it back. */
class Connections {
  readonly #instance: DuckDBInstance
  readonly #free: DuckDBConnection[] = []
  #open = 0
  #closing = false

  constructor(instance: DuckDBInstance) {
    this.#instance = instance
  }

  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#closing) throw new Error('the read model was closed')
    this.#open += 1
    const connection = this.#free.pop() ?? (await this.#instance.connect())
    try {
      return await work(connection)
    } finally {
      this.#open -= 1
      if (this.#closing) connection.closeSync()
      else this.#free.push(connection)
      this.#end()
    }
  }

  /** No statement begins any more; the database closes after the last one. */
  close(): void {
    if (this.#closing) return
    this.#closing = true
    for (const connection of this.#free) connection.closeSync()
    this.#end()
  }

  #end(): void {
    if (this.#closing && this.#open === 0) this.#instance.closeSync()
  }
}

async function rowsOf<R>(connection: DuckDBConnection, statement: string): Promise<R[]> {
  const rows = (await connection.runAndReadAll(statement)).getRowObjectsJS()
  for (const row of rows) for (const name of Object.keys(row)) row[name] = plain(row[name]) as never
  return rows as R[]
}

/** So many pieces at a time, some milliseconds of work, so that others are served meanwhile. */
const piecesAtOnce = 64

async function piecesOf(connection: DuckDBConnection, statement: string, take: (piece: Piece) => void): Promise<void> {
  const result = await connection.run(statement)
  const [total, columns] = [result.rowCount, Array.from({ length: result.columnCount }, (_, place) => place)]
  for (let [i, at] = [0, 0]; i < result.chunkCount; i += 1) {
    const chunk = result.getChunk(i)
    const rows = chunk.rowCount
    take({ columns: columns.map((place) => numbersOf(chunk.getColumnVector(place))), rows, at, total })
    at += rows
    if (i % piecesAtOnce === piecesAtOnce - 1) await new Promise(setImmediate)
  }
}

/** A vector's own array: asked for value by value it takes ten times as long. */
function numbersOf(vector: unknown): Int32Array | BigInt64Array {
  const { items, dataView } = vector as { items?: unknown; dataView?: unknown }
  if (items instanceof Int32Array || items instanceof BigInt64Array) return items
  if (vector instanceof DuckDBUUIDVector && dataView instanceof DataView) return new BigInt64Array(dataView.buffer, dataView.byteOffset, dataView.byteLength / 8)
  throw new Error('a column that is counted here is INTEGER, BIGINT or UUID')
}

/** In: a table's name, alone or behind that of its database. */
async function append(connection: DuckDBConnection, table: string, rows: Iterable<readonly (number | bigint | string | boolean | null)[]>): Promise<void> {
  const [name, catalog] = table.split('.').reverse() as [string, string?]
  const appender = await connection.createAppender(name, null, catalog ?? null)
  try {
    for (const row of rows) {
      row.forEach((value, i) => (value === null ? appender.appendNull() : appendAs(appender, value, appender.columnType(i).toString())))
      appender.endRow()
    }
  } finally {
    appender.closeSync()
  }
}

type Appender = Awaited<ReturnType<DuckDBConnection['createAppender']>>

function appendAs(appender: Appender, value: number | bigint | string | boolean, type: string): void {
  if (type === 'INTEGER') appender.appendInteger(Number(value))
  else if (type === 'BIGINT') appender.appendBigInt(BigInt(value))
  else if (type === 'SMALLINT') appender.appendSmallInt(Number(value))
  else if (type === 'TINYINT') appender.appendTinyInt(Number(value))
  else if (type === 'VARCHAR') appender.appendVarchar(String(value))
  else if (type === 'DATE') appender.appendDate(new DuckDBDateValue(Date.parse(String(value)) / 86_400_000))
  else if (typeof value === 'string') appender.appendVarchar(value)
  else appender.appendValue(value)
}

/** Opens an empty database in memory. In: how many threads, how much memory it may take before it uses its temporary folder. */
export async function openDuck({ threads, memoryMb, tempFolder }: DuckOptions): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads), memory_limit: `${memoryMb}MB`, temp_directory: tempFolder, autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
  })
  const connections = new Connections(instance)
  return {
    rows: (statement) => connections.use((connection) => rowsOf(connection, statement)),
    columns: (statement) => connections.use(async (connection) => {
      const columns = (await connection.runAndReadAll(statement)).getColumnsObjectJS() as Record<string, unknown[]>
      for (const values of Object.values(columns)) if (typeof values[0] === 'bigint') values.forEach((value, i) => (values[i] = plain(value)))
      return columns
    }),
    pieces: (statement, take) => connections.use((connection) => piecesOf(connection, statement, take)),
    run: (statement) => connections.use(async (connection) => void (await connection.run(statement))),
    append: (table, rows) => connections.use((connection) => append(connection, table, rows)),
    transaction: (work) => connections.use(async (connection) => {
      await connection.run('begin')
      try {
        await work({
          rows: (statement) => rowsOf(connection, statement),
          run: async (statement) => void (await connection.run(statement)),
          append: (table, rows) => append(connection, table, rows),
        })
        await connection.run('commit')
      } catch (error) {
        await connection.run('rollback').catch(() => {})
        throw error
      }
    }),
    close: () => connections.close(),
  }
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
