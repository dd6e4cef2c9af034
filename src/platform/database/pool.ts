import pg from 'pg'

pg.types.setTypeParser(1082, (text) => text) // date stays `YYYY-MM-DD`: a JS Date would shift it by the time zone
pg.types.setTypeParser(1184, instantFromPostgres)
pg.types.setTypeParser(20, (text) => BigInt(text))

/** `2026-11-22 07:30:00.5+00` (connections run in UTC) → `2026-11-22T07:30:00.500000Z`. */
export function instantFromPostgres(text: string): string {
  const [day, rest] = text.split(' ') as [string, string]
  const [clock, fraction = ''] = rest.replace(/[+-]\d\d(:?\d\d)?$/, '').split('.') as [string, string?]
  return `${day}T${clock}.${fraction.padEnd(6, '0')}Z`
}

/** A pool of connections in UTC. Size follows the machine's needs, not its users: 10 busy connections are enough on two cores. */
export function openPool(url: string, size = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: size, options: '-c TimeZone=UTC -c search_path=public', idleTimeoutMillis: 30_000 })
  // An idle connection that the database closed is not a fault of anyone's request: the pool opens another.
  pool.on('error', () => {})
  // Nor one that dies while it is lent, between two statements: whoever has it is told by its next statement. Unheard, it would end the server.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** Makes a pool open its next connections elsewhere: an embedded database that was restarted may have another port. */
export function pointPoolAt(pool: pg.Pool, url: string): void {
  ;(pool.options as { connectionString?: string }).connectionString = url
}
