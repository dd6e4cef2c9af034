import { availableParallelism } from 'node:os'
import { DuckDBInstance } from '@duckdb/node-api'
import { rangeOf } from '#kernel/actor.ts'
import { unknownPart } from '#modules/ledger/index.ts'

/** What is asked of the file by hand. Without `where` on facets of the subject's class: those are `classed`. */
export type BareAsk = {
  readonly kinds: readonly string[]
  readonly where?: Readonly<Record<string, readonly string[]>>
  readonly classed?: Readonly<Record<string, readonly string[]>>
  readonly path: string
  readonly from: string | null
  readonly to: string
  readonly level: string | null
  readonly n: bigint
}
export type BareRow = { key: string | null; subjects: number; times: number }

/**
 * DuckDB over the very file that the servers read, asked by SQL written by hand: what nothing of ours can be faster than. Words are turned into their numbers
 * before the clock runs; statements are timed from the call to the last row.
 */
export async function openBare(file: string) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(availableParallelism()), memory_limit: '512MB' })
  const duck = await instance.connect()
  const rows = async (sql: string) => (await duck.runAndReadAll(sql)).getRowObjectsJS() as Record<string, unknown>[]
  await duck.run(`attach '${file}' as seg (read_only)`)
  const kinds = new Map((await rows('select id::int as id, kind from seg.kind')).map(({ id, kind }) => [String(kind), Number(id)]))
  const sets = (await rows('select id, json from seg.facets')).map(({ id, json }) => ({ id: Number(id), says: JSON.parse(String(json)) as Record<string, string | string[]> }))
  const used = await rows('select kind::int as kind, facets from seg.used')

  const setsOf = (of: readonly string[], where: Readonly<Record<string, readonly string[]>>): number[] => {
    const mine = new Set(used.filter(({ kind }) => of.some((name) => kinds.get(name) === Number(kind))).map(({ facets }) => Number(facets)))
    const holds = (value: string | string[] | undefined, wanted: readonly string[]) => (value === undefined || value.length === 0 ? [unknownPart] : [value].flat()).some((one) => wanted.includes(one))
    return sets.filter(({ id, says }) => mine.has(id) && Object.entries(where).every(([name, wanted]) => holds(says[name], wanted))).map(({ id }) => id)
  }
  const stretch = async (path: string): Promise<[number, number]> => {
    const { lo, hi } = rangeOf(path)
    const [row] = await rows(`select coalesce(min(id), 0)::int as a, coalesce(max(id), -1)::int as b from seg.path where path >= '${lo}' and path < '${hi}'`)
    return [Number(row!['a']), Number(row!['b'])]
  }
  const counted = async (ask: BareAsk): Promise<string> => {
    const [a, b] = await stretch(ask.path)
    const idOf = (of: readonly string[]) => of.map((name) => kinds.get(name) ?? -1).join(', ')
    const conditions = [
      `kind in (${idOf(ask.kinds)})`, ...(ask.from ? [`day >= date '${ask.from}'`] : []), `day <= date '${ask.to}'`, `path between ${a} and ${b}`, `since <= ${ask.n}`, `until > ${ask.n}`,
      ...(ask.level ? [`passed_${ask.level} <= ${ask.n}`] : []), ...(ask.where ? [`facets in (${[-1, ...setsOf(ask.kinds, ask.where)].join(', ')})`] : []),
    ]
    if (!ask.classed) return `select subject, path, count from seg.entry where ${conditions.join(' and ')}`
    return `select e.subject, e.path, e.count from seg.entry e join (
        select subject, arg_max(facets, (day, ref)) as class from seg.entry where kind in (${idOf(['register.classified'])}) and day <= date '${ask.to}' and since <= ${ask.n} and until > ${ask.n}
          and subject in (select subject from seg.entry where ${conditions.join(' and ')}) group by subject) c
      on c.subject = e.subject and c.class in (${[-1, ...setsOf(['register.classified'], ask.classed)].join(', ')}) where ${conditions.join(' and ')}`
  }
  const timed = async (sql: string) => {
    const from = performance.now()
    const found = await rows(sql)
    return { ms: performance.now() - from, found }
  }
  return {
    /** The whole alone. */
    async whole(ask: BareAsk): Promise<{ ms: number; subjects: number; times: number }> {
      const { ms, found } = await timed(`select count(distinct subject)::int as subjects, coalesce(sum(count), 0)::bigint as times from (${await counted(ask)}) q`)
      return { ms, subjects: Number(found[0]!['subjects']), times: Number(found[0]!['times']) }
    },
    /** The whole and each of some units, whose persons are told apart in each and in all: the overlap is theirs. */
    async parts(ask: BareAsk, units: readonly { code: string; path: string }[]): Promise<{ ms: number; rows: BareRow[] }> {
      const stretches = await Promise.all(units.map(async ({ path }, place) => [...(await stretch(path)), place] as const))
      const { ms, found } = await timed(`with q as materialized (${await counted(ask)}),
        p as (select unnest(range(f, t + 1))::int as path, k from (values ${stretches.filter(([f, t]) => f <= t).map(([f, t, k]) => `(${f}, ${t}, ${k})`).join(', ')}) v (f, t, k))
        select k, count(distinct subject)::int as subjects, sum(count)::bigint as times from q join p using (path) group by k
        union all select null, count(distinct subject)::int, coalesce(sum(count), 0)::bigint from q`)
      return { ms, rows: found.map(({ k, subjects, times }) => ({ key: k === null ? null : units[Number(k)]!.code, subjects: Number(subjects), times: Number(times) })) }
    },
    close() {
      duck.closeSync()
      instance.closeSync()
    },
  }
}
export type Bare = Awaited<ReturnType<typeof openBare>>
