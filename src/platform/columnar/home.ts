import type { Pool } from 'pg'

/** Which engine answers: `auto` chooses by size, `always` and `off` are for tests, measurements and checks. */
export type ColumnsMode = 'auto' | 'always' | 'off'

/** Where the read models of one database live in this process, and how they may be used. */
export type ColumnsHome = {
  /** The folder of their files; each workspace has one of its own below. */
  readonly folder: string
  mode: ColumnsMode
  /** Whether this process starts a builder where a file is missing or old. */
  readonly builds: boolean
  /** The application's address on the database, as it is now: a restarted one may have another port. */
  readonly databaseUrl: () => string
  readonly log: (line: string) => void
}

/** One workspace's place in a home: what a transaction carries. What a module keeps open for it hangs on this very object. */
export type Columns = { readonly home: ColumnsHome; readonly schema: string; /** Called once when the home closes. */ onClose: (() => Promise<void>) | null }

const homes = new WeakMap<Pool, { home: ColumnsHome; places: Map<string, Columns> }>()

/** Gives the database behind a pool a home for read models. From then on every transaction over it carries its place. */
export function useColumns(pool: Pool, home: Omit<ColumnsHome, 'databaseUrl'> & { databaseUrl?: () => string }): ColumnsHome {
  const whole: ColumnsHome = { databaseUrl: () => String((pool.options as { connectionString?: string }).connectionString), ...home }
  homes.set(pool, { home: whole, places: new Map() })
  return whole
}

/** A workspace's place; undefined where the database has no home for read models. */
export function columnsOf(pool: Pool | undefined, schema: string | undefined): Columns | undefined {
  const found = pool && schema !== undefined ? homes.get(pool) : undefined
  if (!found) return undefined
  let place = found.places.get(schema!)
  if (!place) found.places.set(schema!, (place = { home: found.home, schema: schema!, onClose: null }))
  return place
}

/** Closes what is open over a pool; its transactions carry no place any more. */
export async function closeColumns(pool: Pool): Promise<void> {
  const found = homes.get(pool)
  homes.delete(pool)
  for (const place of found?.places.values() ?? []) await place.onClose?.()
}
