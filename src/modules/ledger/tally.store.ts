import { BeyondExact } from '#kernel/exact.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'
import { counted } from './count.store.ts'
import { unknownPart, type Across, type Cut, type Question, type TallyRow } from './question.ts'
import { nothing, type Fragment } from './source.store.ts'

/**
 * `counted`, gathered to one row a range, subject and wording of the cut, and `parts`: which parts each wording means (a list of two hardships
 * means both). Sorting the entries themselves to tell subjects apart took ten times as long; `counted` is named once only, so that it is never written out.
 */
async function gathered(tx: Tx, q: Question, cut: Cut | null): Promise<Fragment> {
  const wording =
    cut?.by === 'month' ? sql`'"' || to_char(happened_on, 'YYYY-MM') || '"'`
    : cut?.by === 'facet' ? sql`coalesce((${q.classFacets.includes(cut.facet) ? sql`class` : sql`facets`} -> ${cut.facet}::text)::text, ${`"${unknownPart}"`})`
    : sql`'""'::text`
  // Where money is not what is asked it is summed as floats, exact as far as a number is anyway: the state of an exact sum for each subject would spill a province to disk.
  const amount = q.counts === 'amount' || q.counts === 'mean' ? sql`sum(amount)` : sql`sum(amount::float8)`
  const entries = q.through === 'members' ? sql`count(*) filter (where is_first)` : sql`count(*)`
  return sql`${await counted(tx, q, { cut })},
    gathered as materialized (
      select key, subject, ${wording} as wording, sum(count) as times, ${entries} as entries, ${amount} as amount from counted group by 1, 2, 3
    ),
    parts as materialized (
      select wording, jsonb_array_elements_text(case
        when wording = '[]' then ${`["${unknownPart}"]`}::jsonb
        when left(wording, 1) = '[' then wording::jsonb else jsonb_build_array(wording::jsonb) end) as part
      from (select distinct wording from gathered) w
    )`
}

const sums = sql`coalesce(sum(times), 0)::float8 as times, coalesce(sum(entries), 0)::int as entries, coalesce(sum(amount), 0)::text as amount`

/** Tallies of some gathered rows by the columns named. */
function tallyBy(row: boolean, column: boolean): Fragment {
  const [r, c] = [row ? sql`key` : sql`null::text`, column ? sql`part` : sql`null::text`]
  const from = column ? sql`gathered join parts using (wording)` : sql`gathered`
  if (!row && !column) return sql`select null::text as "row", null::text as "column", (select count(*)::int from (select distinct subject from gathered) d) as subjects, ${sums} from gathered`
  const by = row && column ? sql`key, part` : row ? sql`key` : sql`part`
  return sql`union all select ${r}, ${c}, count(*)::int, ${sums}
    from (select ${by}, subject, sum(times) as times, sum(entries) as entries, sum(amount) as amount from ${from} group by ${by}, subject) d group by ${by}`
}

/**
 * How a question counts, all four ways: the whole always; its ranges' keys as rows where `units`; a facet or the months as columns where `across`; where both, also
 * each row by each column. One statement, so that all numbers speak of one moment. What holds nothing is missing. In the order of rows, then of columns, the whole first.
 * Throws `BeyondExact` where money is beyond what a number tells exactly.
 */
export async function tally(tx: Tx, q: Question, { units, across }: { units: boolean; across: Across | null }): Promise<TallyRow[]> {
  const rows = await tx.rows(sql<Omit<TallyRow, 'amount'> & { amount: string }>`
    with ${await gathered(tx, q, across)} ${tallyBy(false, false)}
    ${units ? tallyBy(true, false) : nothing} ${across === null ? nothing : tallyBy(false, true)} ${units && across !== null ? tallyBy(true, true) : nothing}`)
  return rows.map((row) => ({ ...row, amount: exactly(row.amount) })).sort(byPlace)
}

const byPlace = (a: TallyRow, b: TallyRow) => inOrder(a.row, b.row) || inOrder(a.column, b.column)
const inOrder = (a: string | null, b: string | null) => (a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1)

/** A sum of money as a number. Throws `BeyondExact` beyond ±2^53, where numbers have holes. */
export function exactly(text: string): number {
  const sum = Number(text)
  if (!Number.isSafeInteger(sum)) throw new BeyondExact(`a sum of ${text} is more than a number tells exactly`)
  return sum
}

/** How many subjects were met for the first time in the question in each month. */
export async function firstsByMonth(tx: Tx, q: Question): Promise<{ month: string; first: number }[]> {
  return tx.rows(sql<{ month: string; first: number }>`
    with ${await counted(tx, q)}
    select month, count(*)::int as first from (select to_char(min(happened_on), 'YYYY-MM') as month from counted group by subject) f group by 1 order by 1`)
}

/**
 * The fingerprint of a figure's members: SHA-256 over subject ids (or, where no subjects are counted, over `posting:line` of the entries, with `:subject` where
 * an entry counts for several) in byte order, parted by line feeds, as 64 hex digits. Two figures with the same fingerprint counted the same.
 */
export async function membersDigest(tx: Tx, q: Question): Promise<string> {
  const entry = sql`posting::text || ':' || line::text`
  const member = q.counts === 'subjects' ? sql`subject::text` : q.through === 'members' ? sql`${entry} || ':' || subject::text` : entry
  const row = await tx.one(sql<{ digest: string }>`
    with ${await counted(tx, q)}
    select encode(sha256(convert_to(coalesce(string_agg(m, E'\n' order by m collate "C"), ''), 'UTF8')), 'hex') as digest
    from (select distinct ${member} as m from counted) as members`)
  return row.digest
}
