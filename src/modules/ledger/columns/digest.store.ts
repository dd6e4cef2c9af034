import { literal } from '#platform/columnar/duck.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { joinRoots, knownAt, rootOf, rootsTable, standing } from '../source.store.ts'
import { everyRow } from './counted.store.ts'
import { Reader } from './reader.ts'
import { currencies, foldedKinds, lineSql, postingSql } from './shape.ts'
import type { View } from './view.ts'

/** Of one kind: how many entries stand, and the sum of a fingerprint of each. */
export type KindDigest = { kind: string; entries: number; digest: string }

/* A row as text is put together alike on both sides; what is null is left out. Fingerprints of 52 bits add up without regard to order. */

/** What stands at the head of this snapshot, as PostgreSQL has it. */
export async function digestOfLedger(tx: Tx): Promise<KindDigest[]> {
  const at = await knownAt(tx, null)
  return tx.rows(sql<KindDigest>`with ${rootsTable(at)} line as (
      select e.kind, concat_ws('|', e.posting, e.line, ${rootOf(at, 'e')}, e.unit_path, e.happened_on, e.count, e.amount, e.currency, e.facets::text) as said
      from ledger_entry e ${joinRoots(at, 'e')} where not e.kind = any(${[...foldedKinds]}::text[]) ${standing('e', null)})
    select kind, count(*)::int as entries, sum(('x' || left(md5(said), 13))::bit(52)::bigint)::text as digest from line group by kind order by kind collate "C"`)
}

/** The same, as the read model has it. */
export async function digestOfModel(reader: Reader, view: View): Promise<KindDigest[]> {
  const { paths, facets } = view.words.since()
  const more = (words: [number, string][]) => (words.length === 0 ? '' : ` union all select * from (values ${words.map(([id, text]) => `(${id}, ${literal(text)})`).join(', ')}) v`)
  const names = view.words.kindNames.map((kind) => `(${view.words.kinds([kind])[0]}, ${literal(kind)})`)
  if (names.length === 0) return []
  return reader.duck.rows<KindDigest>(`with kinds (id, kind) as (values ${names.join(', ')}), paths (id, path) as (select id, path from seg.path${more(paths)}),
      sets (id, json) as (select id, json from seg.facets${more(facets)}), line as (
      select k.kind, concat_ws('|', ${postingSql('e.ref')}, ${lineSql('e.ref')}, s.subject, p.path, e.day, e.count, e.amount, case e.currency ${currencies.map((one, i) => `when ${i + 1} then '${one}'`).join(' ')} end, f.json) as said
      from ${everyRow(view, 'kind, ref, subject, path, day, count, amount, currency, facets', `since <= ${view.n} and until > ${view.n}`)} e
      join kinds k on k.id = e.kind join paths p on p.id = e.path join sets f on f.id = e.facets join ${Reader.names} s on s.id = e.subject)
    select kind, count(*)::int as entries, sum(('0x' || left(md5(said), 13))::bigint)::varchar as digest from line group by kind order by kind`)
}
