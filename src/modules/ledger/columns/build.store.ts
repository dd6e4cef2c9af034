import { literal, type Duck } from '#platform/columnar/duck.ts'
import type { Uuid } from '#kernel/ids.ts'
import { currencies, entryColumns, entryTable, formVersion, levels, passedColumn, postingSql, lineSql, refSql } from './shape.ts'
import { forever, rootSteps, versionsOf, type Act, type Life, type Merge, type RootStep } from './versions.ts'

type Names = { entries: readonly string[]; acts: string; journal: string }

const csv = (files: readonly string[], columns: Record<string, string>) =>
  `read_csv([${files.map(literal).join(', ')}], header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${Object.entries(columns).map(([name, type]) => `${name}: ${literal(type)}`).join(', ')}})`

/** Reads the files that `copyOut` wrote into the work database. */
export async function readFiles(duck: Duck, files: Names): Promise<void> {
  await duck.run(`create table work.journal as select number, posting from ${csv([files.journal], { number: 'INTEGER', posting: 'BIGINT' })}`)
  await duck.run(`create table work.act as select a.kind, ${refSql('a.posting', 'a.line')} as ref, a.subject, a.source, a.level,
      ${refSql('a.refers_posting', 'a.refers_line')} as refers, j.number
    from ${csv([files.acts], { kind: 'VARCHAR', posting: 'BIGINT', line: 'INTEGER', subject: 'UUID', source: 'UUID', level: 'VARCHAR', refers_posting: 'BIGINT', refers_line: 'INTEGER' })} a
    join work.journal j on j.posting = a.posting`)
  await duck.run(`create table work.raw as select kind, ${refSql('posting', 'line')} as ref, posting, line, subject, object, path, day, count, amount, currency, facets
    from ${csv(files.entries, { kind: 'VARCHAR', posting: 'BIGINT', line: 'INTEGER', subject: 'UUID', object: 'UUID', path: 'VARCHAR', day: 'DATE', count: 'INTEGER', amount: 'BIGINT', currency: 'VARCHAR', facets: 'VARCHAR' })}`)
  const [{ most }] = (await duck.rows<{ most: number }>('select coalesce(max(line), 0)::int as most from work.raw')) as [{ most: number }]
  if (most >= 1 << 24) throw new RangeError('a posting with more lines than the read model has room for')
}

/** Makes the dictionaries: every kind, path (in byte order, so that a unit and all below it are one stretch of numbers), set of facets and subject gets a number. */
export async function makeDictionaries(duck: Duck, head: { number: number; hash: string }): Promise<void> {
  await duck.run(`create table seg.meta as select ${formVersion} as form, ${head.number} as number, ${literal(head.hash)} as hash`)
  await duck.run(`create table seg.kind as select row_number() over (order by kind)::smallint as id, kind, count(*)::int as entries from work.raw group by kind`)
  await duck.run(`create table seg.path as select (row_number() over (order by path) - 1)::int as id, path, count(*)::int as entries from work.raw group by path`)
  await duck.run(`create table seg.facets as select (row_number() over (order by facets) - 1)::int as id, facets as json from work.raw group by facets`)
  await duck.run(`create table seg.used as select distinct k.id as kind, f.id as facets from (select distinct kind, facets from work.raw) r join seg.kind k on k.kind = r.kind join seg.facets f on f.json = r.facets`)
  await duck.run(`create table seg.subject as select (row_number() over (order by subject) - 1)::int as id, subject from (
    select subject from work.raw union select object from work.raw where object is not null
    union select subject from work.act where kind = 'ledger.merged' union select source from work.act where kind = 'ledger.merged')`)
  await duck.run(`create table seg.merge as select m.ref, m.subject::varchar as subject, m.source::varchar as "into", m.number, coalesce(min(r.number), ${forever})::int as until
    from work.act m left join work.act r on r.kind = 'ledger.reversed' and r.refers = m.ref where m.kind = 'ledger.merged' group by all`)
}

/** Where each entry was reversed, and since when each level has passed it, for those of which something was said. */
async function makeMarks(duck: Duck): Promise<void> {
  await duck.run(`create table work.mark as select refers as ref, min(number) filter (where kind = 'ledger.reversed') as reversed,
      ${levels.map((level) => `min(number) filter (where kind = 'ledger.passed' and level = ${literal(level)}) as ${passedColumn(level)}`).join(', ')}
    from work.act where refers is not null and kind <> 'ledger.merged' group by refers`)
}

/**
 * Entries of which a passing was taken back, or whose subject was ever merged: the few that have several versions. They are made by the same
 * pure function that makes the rows of what comes later.
 */
async function makeSpecial(duck: Duck): Promise<number> {
  const merges = await duck.rows<Merge>(`select subject, "into", number, until from seg.merge`)
  const steps = rootSteps(merges)
  await duck.run('create table work.moved (subject uuid)')
  const moved = [...steps.keys()]
  for (let at = 0; at < moved.length; at += 1000) await duck.run(`insert into work.moved values ${moved.slice(at, at + 1000).map((one) => `(${literal(one)})`).join(', ')}`)
  await duck.run(`create table work.special as select refers as ref from work.act where kind = 'ledger.returned'
    ${moved.length === 0 ? '' : 'union select ref from work.raw where subject in (select subject from work.moved) or object in (select subject from work.moved)'}`)
  await duck.run(entryTable('work.version'))
  const refs = await duck.columns(`select s.ref::varchar as id from (select distinct ref from work.special) s order by s.ref`)
  const all = (refs['id'] ?? []) as string[]
  for (let at = 0; at < all.length; at += 20_000) await makeVersions(duck, steps, all[at]!, all[Math.min(at + 20_000, all.length) - 1]!)
  return all.length
}

type SpecialRow = { id: string; posting: string; line: number; subject: Uuid; object: Uuid | null; kind: number; day: string; path: number; facets: number; count: number; amount: string | null; currency: string | null; number: number; reversed: number | null }
type ActRow = { ref: string; posting: string; line: number; level: string; passed: boolean; number: number }

async function makeVersions(duck: Duck, steps: ReadonlyMap<Uuid, readonly RootStep[]>, from: string, to: string): Promise<void> {
  const inside = `between ${from} and ${to}`
  const rows = await duck.rows<SpecialRow>(`select r.ref::varchar as id, r.posting::varchar as posting, r.line, r.subject::varchar as subject, r.object::varchar as object, k.id::int as kind, r.day::varchar as day, p.id as path,
      f.id as facets, r.count, r.amount::varchar as amount, r.currency, j.number, m.reversed
    from work.raw r join seg.kind k on k.kind = r.kind join seg.path p on p.path = r.path join seg.facets f on f.json = r.facets join work.journal j on j.posting = r.posting
    left join work.mark m on m.ref = r.ref where r.ref ${inside} and r.ref in (select ref from work.special)`)
  const acts = await duck.rows<ActRow>(`select refers::varchar as ref, ${postingSql('ref')}::varchar as posting, ${lineSql('ref')}::int as line, level, kind = 'ledger.passed' as passed, number
    from work.act where refers ${inside} and kind in ('ledger.passed', 'ledger.returned') and refers in (select ref from work.special)`)
  const actsOf = Map.groupBy(acts, ({ ref }) => ref)
  const lives = rows.map((row) => ({ row, life: {
    number: row.number, reversed: row.reversed, subject: row.subject, object: row.object,
    acts: (actsOf.get(row.id) ?? []).map((act): Act => ({ ...act, posting: BigInt(act.posting) })),
  } satisfies Life }))
  const versions = lives.flatMap(({ row, life }) => versionsOf(life, steps).map((version) => ({ row, version })))
  const ids = await idsOfSubjects(duck, versions.flatMap(({ version }) => [version.subject, ...(version.object ? [version.object] : [])]))
  await duck.append('work.version', versions.map(({ row, version }) => [
    row.kind, row.day, ids.get(version.subject)!, row.path, row.facets, row.count, row.amount === null ? null : BigInt(row.amount),
    row.currency === null ? null : currencies.indexOf(row.currency as 'CNY') + 1, BigInt(row.id), row.number, version.since, version.until,
    ...levels.map((level) => version.passed[level] ?? null), row.reversed, version.object ? ids.get(version.object)! : null,
  ]))
}

/** Numbers of subjects in the file being made. */
async function idsOfSubjects(duck: Duck, subjects: readonly Uuid[]): Promise<Map<Uuid, number>> {
  const different = [...new Set(subjects)]
  if (different.length === 0) return new Map()
  const rows = await duck.rows<{ id: number; subject: Uuid }>(`select id, subject::varchar as subject from seg.subject
    where subject in (select unnest([${different.map((one) => `${literal(one)}::uuid`).join(', ')}]))`)
  return new Map(rows.map(({ id, subject }) => [subject, id]))
}

/** Makes the rows, put in order of kind and day so that a question reads only its own stretch. Answers how many entries, and how many of them have several versions. */
export async function makeEntries(duck: Duck): Promise<{ entries: number; special: number }> {
  await makeMarks(duck)
  const special = await makeSpecial(duck)
  const names = entryColumns.map(([name]) => `"${name}"`).join(', ')
  await duck.run(entryTable('seg.entry'))
  await duck.run(`insert into seg.entry select * from (
      select k.id, r.day, s.id, p.id, f.id, r.count, r.amount, case r.currency ${currencies.map((one, i) => `when '${one}' then ${i + 1}`).join(' ')} end::tinyint, r.ref, j.number, j.number,
        coalesce(m.reversed, ${forever})::int, ${levels.map((level) => `m.${passedColumn(level)}::int`).join(', ')}, m.reversed::int, o.id
      from work.raw r join seg.kind k on k.kind = r.kind join seg.path p on p.path = r.path join seg.facets f on f.json = r.facets join seg.subject s on s.subject = r.subject
      join work.journal j on j.posting = r.posting left join seg.subject o on o.subject = r.object left join work.mark m on m.ref = r.ref
      ${special === 0 ? '' : 'where r.ref not in (select ref from work.special where ref is not null)'}
      ${special === 0 ? '' : `union all select ${names} from work.version`}
    ) as rows (${names}) order by kind, day`)
  const [made] = await duck.rows<{ n: number }>('select count(*)::int as n from work.raw')
  return { entries: made!.n, special }
}
