import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The files of a new module: one table, one list within reach, one screen, its texts. Small, whole, and in the house's order,
 * so that what is added next has its place. In: the module's name (one lower-case word), the number of its migration.
 */
export function filesOf(name: string, migration: string): Record<string, string> {
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const table = `${name}_record`
  const at = `src/modules/${name}`
  const messages = (nav: string, none: string, why: string) => `${JSON.stringify({ 'ui.nav': nav, 'ui.name': Name, 'ui.none': none, 'ui.none.why': why }, null, 2)}\n`
  return {
    [`migrations/${migration}_${name}_record.sql`]: `-- scope: workspace
create table ${table} (
  id uuid primary key,
  unit_id integer not null,
  unit_path text collate "C" not null,
  name text not null,
  at timestamptz not null,
  by text not null
);
comment on table ${table} is 'What ${name} writes down: one row a record, in the unit it belongs to';
create index ${table}_path on ${table} (unit_path);
alter table ${table} enable row level security;
create policy ${table}_reach on ${table} using (reaches(unit_path)) with check (reaches(unit_path));
grant select, insert on ${table} to :app;
`,
    [`${at}/README.md`]: `# ${Name}

What it is here, in one sentence.

**Words.** *Record*: …

**Rules.** R1 A record has a name.

**Table** \`${table}\`. **Entries posted** none yet. **Needs** accounts, the kernel, the platform. **Offers** its routes.
`,
    [`${at}/index.ts`]: `/** The only door to ${name}. */
export { ${name}Endpoints } from './contract.ts'
export { routes } from './routes.ts'
`,
    [`${at}/model.ts`]: `/** R1: a record has a name. */
export function hasName(record: { readonly name: string }): boolean {
  return record.name.trim() !== ''
}
`,
    [`${at}/${name}.test.ts`]: `import { expect, test } from 'vitest'
import { hasName } from './model.ts'

test.each([
  ['a record with a name', 'Sewing', true],
  ['a record with blanks', '  ', false],
])('R1: %s', (_, name, good) => {
  expect(hasName({ name })).toBe(good)
})
`,
    [`${at}/contract.ts`]: `import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'

export const list${Name} = endpoint({
  method: 'GET', path: '/api/${name}', summary: 'The records of ${name} within reach, at most 50',
  out: z.object({ records: z.array(z.object({ id: z.uuid(), name: z.string() })) }), refusals: ['not-allowed'],
})

export const ${name}Endpoints = [list${Name}]
`,
    [`${at}/store.ts`]: `import type { Reach } from '#kernel/actor.ts'
import type { Uuid } from '#kernel/ids.ts'
import { inReach } from '#platform/database/reach.ts'
import { sql, type Tx } from '#platform/database/transaction.ts'

export type StoredRecord = { id: Uuid; name: string }

/** The first records within reach, by name. */
export async function recordsInReach(tx: Tx, reach: Reach, limit: number): Promise<StoredRecord[]> {
  return tx.rows(sql<StoredRecord>\`select id, name from ${table} where \${inReach('unit_path', reach)} order by name, id limit \${limit}\`)
}
`,
    [`${at}/service.ts`]: `import type { Refusal } from '#kernel/refusal.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { forbids } from '#modules/accounts/index.ts'
import type { list${Name} } from './contract.ts'
import { hasName } from './model.ts'
import * as store from './store.ts'

const shown = 50

/** The records within the actor's reach. Refuses \`not-allowed\`. */
export async function list(ctx: Ctx): Promise<OutOf<typeof list${Name}> | Refusal> {
  const forbidden = forbids(ctx.actor, 'register.read')
  if (forbidden) return forbidden
  const records = await inSnapshot(ctx.db, (tx) => store.recordsInReach(tx, ctx.actor.reach, shown))
  return { records: records.filter(hasName) }
}
`,
    [`${at}/routes.ts`]: `import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { list } from './service.ts'

export const routes: Route[] = [route(contract.list${Name}, (ctx) => list(ctx))]
`,
    [`${at}/messages/en.json`]: messages(Name, 'Nothing here yet', 'What is written down comes to stand here.'),
    [`${at}/messages/vi.json`]: messages(Name, 'Chưa ghi gì', 'Ghi xong sẽ hiện ở đây.'),
    [`${at}/messages/zh-Hans.json`]: messages(Name, '还没有记过', '记下的会列在这里。'),
    [`${at}/ui/index.tsx`]: `import type { Screen } from '#web/screens.ts'

export const screens: Screen[] = [
  { path: '/${name}', component: () => import('./${Name}.tsx'), ability: 'register.read', nav: { group: 'ledger', order: 90, labelKey: '${name}:ui.nav', icon: 'register' } },
]
`,
    [`${at}/ui/${Name}.tsx`]: `import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { EmptyState, ErrorState, LedgerTable, Page, PageHeader } from '#web/widgets/index.ts'
import type { list${Name} } from '../contract.ts'

type Row = OutOf<typeof list${Name}>['records'][number]

/** The records of ${name} within reach. */
export default function ${Name}() {
  const t = useT('${name}')
  const list = useApi<{ records: Row[] }>('/api/${name}')
  return (
    <Page>
      <PageHeader title={t('ui.nav')} />
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <LedgerTable<Row>
          label={t('ui.nav')} rows={list.data?.records} rowKey={(row) => row.id} stale={list.isPlaceholderData}
          columns={[{ key: 'name', title: t('ui.name'), render: (_, row) => <strong>{row.name}</strong> }]} phoneLines={(row) => ({ title: row.name })}
          empty={<EmptyState title={t('ui.none')} why={t('ui.none.why')} />}
        />
      )}
    </Page>
  )
}
`,
  }
}

/** Puts a module last in the order, among the routes and among the screens. In: the text of each list; out: the new one. Throws where the list no longer looks as it did. */
export function listed(name: string, file: string, text: string): string {
  const put = (from: RegExp, to: string, within: string) => {
    if (!from.test(within)) throw new Error(`${file} has changed its form; put ${name} into it by hand.`)
    return within.replace(from, to)
  }
  switch (file) {
    case 'src/main/module-order.ts': return put(/\] as const/, `, '${name}'] as const`, text)
    case 'src/main/modules.ts': return put(/^(import type \{ Route \}.*)$/m, `$1\nimport { routes as ${name} } from '#modules/${name}/index.ts'`, put(/(return \[.*)\]/, `$1, ...${name}]`, text))
    case 'src/main/web.tsx': return put(/^(import \{ screens as accounts \}.*)$/m, `$1\nimport { screens as ${name} } from '#modules/${name}/ui/index.tsx'`, put(/(\.\.\.figures)/, `$1, ...${name}`, text))
    default: throw new Error(`${file} is no list of modules`)
  }
}

export const lists = ['src/main/module-order.ts', 'src/main/modules.ts', 'src/main/web.tsx']

/** Writes the module into a checkout. Out: what was written. Throws where the name is no name, or taken. */
export function makeModule(root: string, name: string): string[] {
  if (!/^[a-z]{3,20}$/.test(name)) throw new Error('A module is named by one lower-case word: bin/new-module training')
  if (existsSync(join(root, 'src/modules', name))) throw new Error(`There is a module ${name} already.`)
  const last = Math.max(...readdirSync(join(root, 'migrations')).map((file) => Number(file.slice(0, 4))).filter(Number.isFinite))
  const files = filesOf(name, String(Math.floor(last / 10) * 10 + 10).padStart(4, '0'))
  for (const file of lists) files[file] = listed(name, file, readFileSync(join(root, file), 'utf8'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return Object.keys(files)
}

if (import.meta.main) {
  try {
    for (const file of makeModule(join(import.meta.dirname, '..'), process.argv[2] ?? '')) process.stdout.write(`${file}\n`)
    process.stdout.write('\nNext: npm run generate, then bin/check lint types tests. Write the README first.\n')
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
