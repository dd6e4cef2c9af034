import type { DuckDBConnection } from '@duckdb/node-api'
import { abilities, hardships, wishes } from '../../src/modules/register/words.ts'
import { trades } from '../../src/modules/care/words.ts'
import { made } from './kinds.ts'

/** How much there is of everything, for so many millions of entries. */
export function sizesOf(millions: number) {
  const persons = Math.round(200_000 * millions)
  return { persons, households: persons / 5, joined: Math.round(persons * 0.3), classed: Math.round(persons * 0.45), done: Math.round(348_000 * millions), merges: Math.round(40 * millions) }
}

/** Seconds since 1970 of the first and the last day that anything happens on. */
const [first, last] = [Date.UTC(2018, 0, 1) / 1000, Date.UTC(2026, 0, 1) / 1000]
/** Nothing is written down later than this. */
const end = Date.UTC(2026, 9, 1) / 1000
const dayLong = 86_400

const list = (values: readonly string[]) => `[${values.map((value) => `'${value}'`).join(', ')}]`
const anyOf = (values: readonly string[], dice: string) => `(${list(values)})[1 + cast(floor(${dice} * ${values.length}) as int)]`

/** The facets of one kind as a JSON text; one entry in twenty says nothing of its second facet. */
function facetsOf(facets: Readonly<Record<string, readonly string[]>>, salt: number): string {
  const parts = Object.entries(facets).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, values], place) => {
    const said = `'"${name}": "' || ${anyOf(values, `dice(i, ${salt + place})`)} || '"'`
    return place === 0 ? said : `case when dice(i, ${salt + 10 + place}) < 0.05 then null else ${said} end`
  })
  return parts.length === 0 ? `'{}'` : `'{' || concat_ws(', ', ${parts.join(', ')}) || '}'`
}

/** Ids that look random and are made from a number: subjects as version 4, records as version 7 in their order. */
const subjectId = (type: 'p' | 'h', number: string) => `subject_id('${type}' || ${number})`
const macros = (seed: number) => `
  create macro dice(i, salt) as (hash(i * 1009 + salt * 7919 + ${seed}::bigint * 104729) % 1000003) / 1000003.0;
  create macro shaped(h, version) as h[1:8] || '-' || h[9:12] || '-' || version || h[14:16] || '-8' || h[18:20] || '-' || h[21:32];
  create macro subject_id(name) as shaped(md5(name || '${seed}'), '4');
  create macro record_id(prefix, i) as '01900000-' || prefix || '000-7000-8000-' || lpad(lower(to_hex(i)), 12, '0');
  create macro place_of(h) as cast(floor(dice(h, 1) * (select count(*) from village)) as int);
  create macro stretch(moment, days) as ${first} + ceil((moment - ${first}) / (days * ${dayLong}.0)) * days * ${dayLong};
  create macro filed_at(town) as ${first} + floor(dice(town, 2) * 1095 * ${dayLong});`

/**
 * Makes everything that ever happened as the table `entry` (in the order of the journal, with `refers`), `journal`, `person` and `household`.
 * In: a connection that holds `village (n, id, path, town, county, city)` with n from 0; millions of entries; seed. The same seed gives the same rows.
 */
export async function makeHappenings(duck: DuckDBConnection, millions: number, seed: number, say: (line: string) => void): Promise<void> {
  const { persons, households, joined, classed, done, merges } = sizesOf(millions)
  const kinds = [...Object.entries(made).map(([kind, one]) => ({ kind, ...one })), { kind: 'care.work-started', facets: { trade: trades }, share: 1 - Object.values(made).reduce((sum, { share }) => sum + share, 0) }]
  let upTo = 0
  const kindOf = `case ${kinds.map(({ kind, share }) => `when dice(i, 20) < ${(upTo += share).toFixed(4)} then '${kind}'`).join(' ')} else 'care.work-started' end`
  const byKind = (of: (one: (typeof kinds)[number] & { money?: true; upTo?: number }, place: number) => string | null, otherwise: string) =>
    `case ${kinds.map((one, place) => [one.kind, of(one, place)] as const).filter(([, value]) => value !== null).map(([kind, value]) => `when kind = '${kind}' then ${value}`).join(' ')} else ${otherwise} end`
  const someHardships = `case when dice(i, 33) < 0.2 then '[]' when dice(i, 33) < 0.8 then '["' || ${anyOf([...hardships].sort(), 'dice(i, 34)')} || '"]' else '["illness", "lost-land"]' end`
  const windows = Math.max(20, Math.round(50 * millions))
  const windowDays = Math.max(1, Math.round((last - first) / dayLong / windows))
  const steps: [string, string][] = [
    ['words of chance', macros(seed)],
    ['persons and households', `
      create table household as select h, place_of(h) as v from range(${households}) t (h);
      create table person as select i, i // 5 as h, p.v, u.town, filed_at(u.town) as filed from range(${persons}) t (i) join household p on p.h = i // 5 join village u on u.n = p.v;`],
    // What happened: \`known\` is when it was written down, \`grp\` what was written down together.
    ['what was filed', `
      create table happening as
      select 'register.person-filed' as kind, ${subjectId('p', 'i')} as subject, v, filed - floor(dice(i, 3) * 30) * ${dayLong} as day, 1 as n, null::bigint as amount, '{}' as facets,
        null::varchar as source, filed as known, 'f' || town as grp from person
      union all select 'register.household-filed', ${subjectId('h', 'h')}, v, filed - floor(dice(i, 3) * 30) * ${dayLong}, 1, null, '{}', null, filed, 'f' || town from person where i % 5 = 0
      union all select 'register.joined-household', ${subjectId('p', 'i')}, v, filed - floor(dice(i, 3) * 30) * ${dayLong}, 1, null, '{}', ${subjectId('h', 'h')}, filed, 'f' || town from person where i < ${joined}
      union all select 'register.classified', ${subjectId('p', 'i')}, v, day, 1, null,
        '{"ability": "' || ${anyOf(abilities, 'dice(i, 31)')} || '", "hardship": ' || ${someHardships} || ', "wish": "' || ${anyOf(wishes, 'dice(i, 32)')} || '"}', null, known, grp
        from (select i, v, filed - floor(dice(i, 3) * 30) * ${dayLong} as day, filed as known, 'f' || town as grp from person where i < ${classed}
          union all select i, v, filed + floor(dice(i, 35) * 1500) * ${dayLong}, stretch(filed + floor(dice(i, 35) * 1500) * ${dayLong}, 90), 'c' || town from person where i < ${classed} and dice(i, 36) < 0.1) c;`],
    ['what was done', `
      insert into happening
      select kind, ${subjectId('p', 'p')}, v, day, ${byKind((one, place) => (one.upTo ? `1 + cast(floor(dice(i, ${200 + place}) * ${one.upTo}) as int)` : null), '1')},
        ${byKind((one, place) => (one.money ? `1000 + cast(floor(dice(i, ${240 + place}) * 5000000) as bigint)` : null), 'null')}, ${byKind((one, place) => facetsOf(one.facets, 300 + 30 * place), `'{}'`)}, null,
        stretch(known, ${windowDays}), 'd' || county
      from (select i, p, ${kindOf} as kind, ${first} + floor((1 - dice(i, 22) ^ 1.4) * ${(last - first) / dayLong}) * ${dayLong} as day,
          day + ${dayLong} + case when dice(i, 23) < 0.03 then dice(i, 24) * 400 else dice(i, 24) * 20 end * ${dayLong} as known
          from (select i, (cast(floor(dice(i, 21) ^ 1.6 * ${persons}) as bigint) * 48271) % ${persons} as p from range(1000000000, 1000000000 + ${done}) t (i)) d) w
      join (select i as who, v from person) person on who = w.p join village u on u.n = person.v;`],
    ['what two cards were one', `
      insert into happening select 'ledger.merged', ${subjectId('p', 'a')}, person.v, known - known % ${dayLong}, 1, null, '{}', ${subjectId('p', 'a + 1')}, known, 'm' || a
      from (select m * ${Math.floor(persons / merges / 10) * 10} as a, ${first + 4 * 365 * dayLong} + floor(dice(m, 40) * 3 * 365) * ${dayLong} as known from range(${merges}) t (m)) x join person on person.i = x.a;`],
    ['numbers', `
      create table told as select row_number() over () as id, h.* replace (least(known, ${end - 90 * dayLong}) as known), u.county, u.city from happening h join village u on u.n = h.v;
      drop table happening;`],
    ['what was passed, returned and taken back', `
      create table about as
      with passed as (
        select id, 'county' as level, stretch(known, 90) + 30 * ${dayLong} as known, 'pc' || county as grp from told where dice(id, 50) < 0.3 and kind <> 'ledger.merged'
        union all select id, 'city', stretch(known, 365) + 150 * ${dayLong}, 'py' || city from told where dice(id, 50) < 0.05 and kind <> 'ledger.merged')
      select id, 'ledger.passed' as kind, '{"level": "' || level || '"}' as facets, known, grp from passed
      union all select id, 'ledger.returned', '{"level": "county"}', known + 70 * ${dayLong}, 'r' || grp from passed where level = 'county' and dice(id, 51) < 0.003
      union all select id, 'ledger.reversed', '{"reason": "' || ${anyOf(['mistake', 'repeated', 'withdrawn'], 'dice(id, 53)')} || '"}',
        stretch(known, 30) + (5 + floor(dice(id, 54) * 10) * 30) * ${dayLong}, 'x' || county from told where dice(id, 52) < 0.01 and (kind <> 'ledger.merged' or dice(id, 52) < 0.05);
      delete from about where known > ${end};`],
    ['postings', `
      create table journal as select row_number() over (order by known, grp) as number, 5 + row_number() over (order by known, grp) as posting, known, grp, n
        from (select known, grp, count(*) as n from (select known, grp from told union all select known, grp from about) g group by all) p;`],
    ['lines', `
      create table placed as select t.id, j.posting, row_number() over (partition by j.posting order by t.id) as line, t.kind, t.subject, t.v, t.day, t.n, t.amount, t.facets, t.source from told t join journal j using (known, grp);
      drop table told;
      create table entry as select posting, line, kind, subject, v, day, n, amount, facets, source, null::bigint as refers_posting, null::bigint as refers_line from placed
      union all select j.posting, row_number() over (partition by j.posting order by a.id), a.kind, p.subject, p.v, p.day, 1, null, a.facets, null, p.posting, p.line
        from about a join journal j using (known, grp) join placed p using (id);
      drop table placed; drop table about;`],
  ]
  for (const [what, sql] of steps) {
    const from = performance.now()
    await duck.run(sql)
    say(`  ${what}: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  }
}
