import { createHash } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { uuidv7 } from '#kernel/ids.ts'
import { boxIn } from '#platform/crypto/box.ts'
import { personName, random } from '../../test/support/people.ts'
import { partsOf, soundOf } from '../../src/modules/register/names.ts'
import { makeHappenings } from './happenings.ts'

type Say = (line: string) => void

/** Different names in the register; two million women share them, as they do. */
const names = 20_000

/**
 * Fills an empty workspace: cards, subjects, journal and entries, made in DuckDB from the seed and brought in by COPY.
 * The journal's numbers, times and chain of hashes are true; the digests of entries in it are not (they would take longer than all the rest),
 * so `verify` finds fault with this ledger, and figures do not.
 */
export async function fill(owner: pg.Client, dataFolder: string, folder: string, millions: number, seed: number, say: Say): Promise<void> {
  const spill = join(folder, 'spill')
  const instance = await DuckDBInstance.create(join(folder, 'making.duckdb'), { memory_limit: '6GB', temp_directory: spill })
  const duck = await instance.connect()
  try {
    await villages(owner, duck)
    await makeHappenings(duck, millions, seed, say)
    await owner.query(`set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 2`)
    const load = loader(owner, duck, folder, say)
    await wordsOf(duck, seed)
    const sealed = boxIn(dataFolder).seal('idNumber', '110101198001010000').toString('hex')
    await load('ledger_journal', ['number', 'posting', 'at', 'actor', 'request_id', 'verb', 'entries', 'entries_digest', 'previous_hash', 'hash'], () => journal(duck))
    await load('ledger_subject', ['id', 'type', 'record_id'], `
      select subject_id('h' || h), 'household', record_id('1', h) from household union all select subject_id('p' || i), 'person', record_id('2', i) from person`)
    await load('register_household', ['id', 'key', 'number', 'unit_id', 'unit_path', 'head_name', 'size', 'filed_on', 'sheet_on', 'created_at', 'created_by'], `
      select record_id('1', h), 'n:' || h, h, u.id, u.path, null, 5, '2018-01-01', '2018-01-01', '2018-01-01', 'bench' from household join village u on u.n = household.v`)
    await load('register_person', ['id', 'id_hash', 'id_cipher', 'id_mask', 'name', 'pinyin', 'initials', 'name_parts', 'sex', 'birth', 'unit_id', 'unit_path', 'household_id', 'is_head', 'ability', 'wish',
      'hardships', 'filed_on', 'sheet_on', 'classed_on', 'created_at', 'created_by'], `
      select record_id('2', i), '\\x' || sha256('bench' || i), '\\x${sealed}', '4101 **** **** **00', name, pinyin, initials, parts, 'female', '1980-01-01', u.id, u.path, record_id('1', h), i % 5 = 0, 'full', 'none',
        '{}', cast(to_timestamp(filed) as date), cast(to_timestamp(filed) as date), cast(to_timestamp(filed) as date), to_timestamp(filed), 'bench'
      from person join village u on u.n = person.v join word on word.n = hash(i * 31 + ${seed}) % ${names}`)
    await load('ledger_entry', ['posting', 'line', 'kind', 'subject', 'unit_id', 'unit_path', 'happened_on', 'count', 'amount', 'currency', 'facets', 'source', 'refers_posting', 'refers_line'], `
      select posting, line, kind, subject, u.id, u.path, cast(to_timestamp(day) as date), e.n, amount, case when amount is null then null else 'CNY' end, facets, source, refers_posting, refers_line
      from entry e join village u on u.n = e.v order by posting, line`)
    await owner.query(`select setval('ledger_posting_seq', (select max(posting) from ledger_journal))`)
    await owner.query(`update ledger_head h set number = j.number, at = j.at, hash = j.hash from (select * from ledger_journal order by number desc limit 1) j`)
    await owner.query('reset session_replication_role; reset maintenance_work_mem; reset max_parallel_maintenance_workers')
    const from = performance.now()
    await owner.query('vacuum (analyze) ledger_entry, ledger_journal, ledger_subject, register_person, register_household')
    await owner.query('checkpoint')
    say(`  vacuum analyze: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  } finally {
    duck.closeSync()
    instance.closeSync()
    for (const name of ['making.duckdb', 'making.duckdb.wal', 'spill', 'rows.csv']) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

const csvValue = (value: unknown): string => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`)

/** The villages of the workspace, numbered, each with what it lies in. */
async function villages(owner: pg.Client, duck: DuckDBConnection): Promise<void> {
  const { rows } = await owner.query<{ id: number; path: string }>('select id, path from organisation_unit where level = 5 order by path')
  const appended = await duck.run('create table village (n integer, id integer, path varchar, town integer, county integer, city integer)').then(() => duck.createAppender('village'))
  for (const [n, { id, path }] of rows.entries()) {
    const at = path.split('.').map((part) => Number(part.slice(1)))
    appended.appendInteger(n)
    appended.appendInteger(id)
    appended.appendVarchar(path)
    for (const place of [4, 3, 2]) appended.appendInteger(at[place]!)
    appended.endRow()
  }
  appended.closeSync()
}

async function wordsOf(duck: DuckDBConnection, seed: number): Promise<void> {
  const pick = random(seed)
  await duck.run('create table word (n integer, name varchar, pinyin varchar, initials varchar, parts varchar)')
  const appended = await duck.createAppender('word')
  for (let n = 0; n < names; n += 1) {
    const name = personName(pick)
    const { pinyin, initials } = soundOf(name)
    appended.appendInteger(n)
    for (const text of [name, pinyin, initials, `{${partsOf(name).join(',')}}`]) appended.appendVarchar(text)
    appended.endRow()
  }
  appended.closeSync()
}

/** The journal's rows as CSV, chained as `ledger_append` chains them. */
async function* journal(duck: DuckDBConnection): AsyncGenerator<string> {
  const rows = (await duck.runAndReadAll('select number, posting, cast(known as bigint) as known, n from journal order by number')).getRowsJS() as [bigint, bigint, bigint, bigint][]
  const digest = createHash('sha256').update('bench').digest('hex')
  let previous = '0'.repeat(64)
  let micros = 0n
  let text = ''
  for (const [number, posting, known, entries] of rows) {
    micros = known * 1_000_000n > micros ? known * 1_000_000n : micros + 1n
    const at = `${new Date(Number(micros / 1_000n)).toISOString().slice(0, 19)}.${String(micros % 1_000_000n).padStart(6, '0')}Z`
    const requestId = uuidv7()
    const hash = createHash('sha256').update(['qiaoshou-journal-1', number, posting, at, 'bench', requestId, 'bench.made', entries, digest, previous].join('\n')).digest('hex')
    text += `${[number, posting, at, 'bench', requestId, 'bench.made', entries, `\\x${digest}`, `\\x${previous}`, `\\x${hash}`].map(csvValue).join(',')}\n`
    previous = hash
    if (text.length > 1_000_000) {
      yield text
      text = ''
    }
  }
  yield text
}

/** Brings rows into a table while its indexes are away, and makes them again. */
function loader(owner: pg.Client, duck: DuckDBConnection, folder: string, say: Say) {
  const file = join(folder, 'rows.csv')
  return async (table: string, columns: readonly string[], rows: string | (() => AsyncGenerator<string>)): Promise<void> => {
    const from = performance.now()
    const { rows: indexes } = await owner.query<{ name: string; definition: string }>(`
      select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
      where i.indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`, [table])
    const { rows: keys } = await owner.query<{ name: string; definition: string }>(`
      select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint c where conrelid = $1::regclass and contype in ('p', 'u')
        and not exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = c.conrelid)`, [table])
    for (const { name } of keys) await owner.query(`alter table ${table} drop constraint ${name}`)
    for (const { name } of indexes) await owner.query(`drop index ${name}`)
    let source: Readable
    if (typeof rows === 'string') {
      await duck.run(`copy (${rows}) to '${file}' (format csv, header false)`)
      source = createReadStream(file, { highWaterMark: 1 << 20 })
    } else source = Readable.from(rows(), { objectMode: false })
    const made = performance.now()
    await owner.query('begin')
    await owner.query(`truncate ${keys.length > 0 ? table : `${table} cascade`}`)
    await pipeline(source, owner.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin (format csv, freeze)`)))
    await owner.query('commit')
    const copied = performance.now()
    for (const { name, definition } of keys) await owner.query(`alter table ${table} add constraint ${name} ${definition}`)
    for (const { definition } of indexes) await owner.query(definition)
    const seconds = (to: number, since: number) => ((to - since) / 1000).toFixed(1)
    say(`  ${table}: made in ${seconds(made, from)} s, copied in ${seconds(copied, made)} s, indexed in ${seconds(performance.now(), copied)} s`)
  }
}
