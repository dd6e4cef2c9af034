import type { ClientBase } from 'pg'

type Column = { schema: string; table: string; column: string; type: string; required: boolean; default: string | null }

/**
 * The tables of these schemas as text: columns, constraints, indexes, comments, the application's rights, functions. Read from the
 * catalogue, since the embedded PostgreSQL brings no pg_dump. Schemas are named `workspace` and `public` whatever they are called.
 */
export async function schemaText(owner: ClientBase, schemas: readonly string[]): Promise<string> {
  const name = (schema: string) => (schema === 'public' ? 'public' : 'workspace')
  const { rows: columns } = await owner.query<Column>(`
    select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) || coalesce(' collate ' || quote_ident(co.collname), '') as type,
      a.attnotnull as required, case when a.attgenerated <> '' then 'generated: ' else '' end || pg_get_expr(d.adbin, d.adrelid) as default
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    left join pg_collation co on co.oid = a.attcollation and co.collname <> 'default'
    where n.nspname = any($1) and c.relkind in ('r', 'p') and c.relname <> 'platform_migration' order by n.nspname = 'public' desc, c.relname, a.attnum`, [schemas])
  const lines = async (sql: string) => (await owner.query<{ schema: string; table: string; line: string }>(sql, [schemas])).rows
  const constraints = await lines(`
    select n.nspname as schema, c.relname as table, '  ' || o.conname || ' ' || pg_get_constraintdef(o.oid) as line
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and o.contype <> 'n' order by o.contype, o.conname`)
  const indexes = await lines(`
    select schemaname as schema, tablename as table, '  ' || regexp_replace(regexp_replace(indexdef, ' ON [^ ]+ ', ' on '), 'CREATE (UNIQUE )?INDEX', '\\1index') as line
    from pg_indexes where schemaname = any($1) order by indexname`)
  const comments = await lines(`
    select n.nspname as schema, c.relname as table, '-- ' || obj_description(c.oid, 'pg_class') as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any($1) and obj_description(c.oid, 'pg_class') is not null`)
  const rights = await lines(`
    select table_schema as schema, table_name as table, '  application: ' || string_agg(distinct lower(privilege_type), ', ' order by lower(privilege_type)) as line
    from information_schema.role_table_grants where table_schema = any($1) and grantee like 'qiaoshou%app' group by 1, 2`)
  const { rows: functions } = await owner.query<{ definition: string; schema: string }>(`
    select n.nspname as schema, pg_get_functiondef(p.oid) as definition from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any($1) and p.prokind = 'f' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.proname`, [schemas])

  const of = (rows: readonly { schema: string; table: string; line: string }[], schema: string, table: string) => rows.filter((row) => row.schema === schema && row.table === table).map((row) => row.line)
  const tables = [...new Map(columns.map((column) => [`${column.schema}.${column.table}`, column])).values()]
  const blocks = tables.map(({ schema, table }) => [
    ...of(comments, schema, table),
    `${name(schema)}.${table}`,
    ...columns.filter((column) => column.schema === schema && column.table === table).map((column) => `  ${column.column} ${column.type}${column.required ? ' not null' : ''}${column.default ? ` default ${column.default}` : ''}`),
    ...of(constraints, schema, table), ...of(indexes, schema, table), ...of(rights, schema, table),
  ].join('\n'))
  const bodies = functions.map(({ definition }) => definition.trim())
  const text = [...blocks, ...bodies].join('\n\n')
  return `${schemas.reduce((all, schema) => all.replaceAll(`${schema}.`, `${name(schema)}.`).replaceAll(`TO '${schema}'`, `TO '${name(schema)}'`), text)}\n`
}
