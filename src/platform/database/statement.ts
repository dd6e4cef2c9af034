import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, DummyDriver, type Compilable } from 'kysely'
import type { ClientBase } from 'pg'

/** Turns `sql` statements into text and parameters; it never talks to a database. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** A statement made with the `sql` tag: its text with $1… and its parameters. `R` is the shape of one row. */
export type Statement<R = unknown> = { compile(executor: Kysely<unknown>): { sql: string; parameters: readonly unknown[] } } & { readonly __row?: R }
export type AnyStatement<R> = Statement<R> | Compilable<R> | { compile(executorProvider: never): { sql: string; parameters: readonly unknown[] } }

/** Compiles a statement to what `pg` takes. */
export function compile(statement: AnyStatement<unknown>): { text: string; values: unknown[] } {
  const compiled = (statement as Statement).compile(compiler)
  return { text: compiled.sql, values: [...compiled.parameters] }
}

/** A statement with its parameters written into it as literals, for a message of several statements, which takes no parameters. */
export function inlined(client: ClientBase, { text, values }: { text: string; values: readonly unknown[] }): string {
  return text.replaceAll(/\$(\d+)/g, (_, place: string) => {
    const value = values[Number(place) - 1]
    if (value === null) return 'null'
    if (typeof value === 'number' || typeof value === 'bigint') return String(value)
    if (typeof value === 'string') return client.escapeLiteral(value)
    if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'::bytea`
    throw new Error(`closeWith takes plain parameters, not ${typeof value}`)
  })
}
