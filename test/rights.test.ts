import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pg from 'pg'
import { testDatabase, type TestDatabase } from './support/database.ts'
import { testApp, testSchema } from './support/template.ts'

/*
 * What the application's role may do, table by table: all of it, so that a right given by a migration is seen here. Whoever gets at
 * the application's password can read and add; what was written stays.
 */
const rights: Record<string, string> = {
  // public
  accounts_account: 'SELECT INSERT, UPDATE of blocked_at blocked_by blocked_reason language last_sign_in_at password_at password_hash used_at',
  accounts_attempt: 'SELECT INSERT DELETE',
  accounts_device: 'SELECT INSERT DELETE, UPDATE of last_at',
  accounts_factor: 'SELECT INSERT, UPDATE of last_step pending_cipher request_id secret_cipher since',
  accounts_grant: 'SELECT',
  accounts_link: 'SELECT INSERT, UPDATE of over_at',
  accounts_recovery: 'SELECT INSERT DELETE',
  accounts_session: 'SELECT INSERT, UPDATE of ended_at last_seen_at unit_id workspace',
  organisation_workspace: 'SELECT',
  audit_line: 'SELECT',
  audit_seal: 'SELECT INSERT',
  // a workspace
  agencies_agency: 'SELECT INSERT, UPDATE of unit_id unit_path',
  agencies_change: 'SELECT INSERT',
  agencies_reversal: 'SELECT INSERT',
  care_work_start: 'SELECT INSERT',
  exports_decision: 'SELECT INSERT',
  exports_export: 'SELECT INSERT',
  exports_taking: 'SELECT INSERT',
  figures_named: 'SELECT',
  figures_receipt: 'SELECT INSERT',
  figures_receipt_withdrawal: 'SELECT INSERT',
  ledger_batch: 'SELECT INSERT',
  ledger_batch_closing: 'SELECT INSERT',
  ledger_batch_member: 'SELECT INSERT',
  ledger_entry: 'SELECT INSERT',
  ledger_entry_reached: 'SELECT',
  ledger_finding: 'SELECT INSERT',
  ledger_head: 'SELECT',
  ledger_journal: 'SELECT',
  ledger_subject: 'SELECT INSERT',
  ledger_taking_back: 'SELECT INSERT',
  organisation_change: 'SELECT',
  organisation_change_number: 'SELECT',
  organisation_successor: 'SELECT',
  organisation_tree: 'SELECT',
  organisation_unit: 'SELECT',
  organisation_unit_past: 'SELECT',
  organisation_unit_special: 'SELECT',
  plans_definition: 'SELECT INSERT',
  register_apart: 'SELECT INSERT',
  register_change: 'SELECT INSERT',
  register_household: 'SELECT INSERT UPDATE',
  register_import: 'SELECT INSERT UPDATE',
  register_import_row: 'SELECT INSERT DELETE',
  register_merge: 'SELECT INSERT',
  register_merge_undone: 'SELECT INSERT',
  register_person: 'SELECT INSERT UPDATE',
  register_reveal: 'SELECT INSERT',
  register_roster_form: 'SELECT INSERT UPDATE',
  rights_consent: 'SELECT INSERT',
  rights_notice: 'SELECT INSERT',
  rights_request: 'SELECT INSERT',
  rights_request_state: 'SELECT INSERT',
}
/** Tables of a workspace without row security, each with the reason. Whoever adds a table decides: a policy, or a line here. */
const open: Record<string, string> = {
  audit_request: 'the application has no right to it at all',
  audit_seal: 'digests and numbers of lines, nothing of what they tell',
  ledger_batch_member: 'numbers of entries and nothing else, brought in by COPY, which a policy forbids',
  ledger_entry: 'pseudonymous, counted beyond the reach on purpose, brought in by COPY; single entries are read through ledger_entry_reached',
  ledger_head: 'the last number and hash, which anybody may hold against a receipt',
  ledger_journal: 'numbers, times and hashes of postings; who posted is shown with entries in reach only',
  ledger_subject: 'random ids of records, brought in by COPY; a record is read under its own policy',
  organisation_successor: 'numbers of units and days, no secret; what a unit counts is asked beyond the reach',
  organisation_tree: 'the version of the tree and nothing else',
  plans_definition: 'how things are counted, the same for everybody who reads figures',
  platform_migration: 'which files built the schema; the application has no right to it',
  rights_notice: 'the words that persons were told, the same for everybody',
  register_roster_form: 'what headers of a form mean, the same for everybody',
}
const order = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']

let db: TestDatabase
let app: pg.Client
beforeAll(async () => {
  db = await testDatabase()
  app = new pg.Client({ connectionString: db.appUrl })
  await app.connect()
})
afterAll(async () => {
  await app.end()
  await db.close()
})

test('no table gives the application more than this', async () => {
  const found = await db.asOwner(async (owner) => {
    const { rows: tables } = await owner.query<{ name: string; held: string[] }>(
      `select c.relname as name, array(select p from unnest($2::text[]) p where has_table_privilege($1, c.oid, p)) as held
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('public', $3)`, [testApp.role, order, testSchema])
    const { rows: columns } = await owner.query<{ name: string; columns: string[] }>(
      `select c.relname as name, array_agg(a.attname::text order by a.attname) as columns from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind in ('r', 'p') and n.nspname in ('public', $2) and has_column_privilege($1, c.oid, a.attnum, 'UPDATE') and not has_table_privilege($1, c.oid, 'UPDATE') group by 1`, [testApp.role, testSchema])
    const updates = new Map(columns.map((one) => [one.name, one.columns]))
    return Object.fromEntries(tables.filter((one) => one.held.length > 0 || updates.has(one.name)).map((one) =>
      [one.name, one.held.join(' ') + (updates.has(one.name) ? `, UPDATE of ${updates.get(one.name)!.join(' ')}` : '')]))
  })
  expect(found).toEqual(rights)
})

test('the role is nobody special, and no function but the posting and the planner’s runs with the owner’s rights', async () => {
  const { role, functions, members } = await db.asOwner(async (owner) => ({
    role: (await owner.query('select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolinherit from pg_roles where rolname = $1', [testApp.role])).rows[0],
    functions: (await owner.query<{ name: string; config: string[] }>(`select p.proname as name, p.proconfig as config from pg_proc p where p.prosecdef and has_function_privilege($1, p.oid, 'EXECUTE') order by 1`, [testApp.role])).rows,
    members: (await owner.query('select count(*)::int as n from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1', [testApp.role])).rows[0].n,
  }))
  expect(role).toMatchObject({ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolbypassrls: false })
  expect(members).toBe(0)
  expect(functions.map((one) => one.name)).toEqual(['accounts_end_grant', 'accounts_give_grant', 'audit_looks', 'audit_looks', 'audit_settled', 'audit_settled', 'audit_write', 'audit_write', 'ledger_analyze', 'ledger_append', 'organisation_change_tree', 'organisation_units_named', 'register_analyze', 'register_named', 'register_stirred', 'rights_erase'])
  // A function with the owner's rights looks names up in its own schema, never where its caller says.
  for (const { name, config } of functions) expect([name, config]).toEqual([name, [expect.stringMatching(/^search_path=.*pg_temp"?$/)]])
})

test('every table of a workspace is under row security, or says why not', async () => {
  const { rows } = await db.asOwner((owner) => owner.query<{ name: string; walled: boolean; policies: number }>(
    `select c.relname as name, c.relrowsecurity as walled, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname = $1 order by 1`, [testSchema]))
  expect(rows.filter((one) => !one.walled).map(({ name }) => name)).toEqual(Object.keys(open).sort())
  expect(rows.filter((one) => one.walled && one.policies === 0).map(({ name }) => name)).toEqual([])
})

describe('with the application’s password', () => {
  test.each([
    ['the journal is not rewritten', `update ${testSchema}.ledger_journal set actor = 'x'`],
    ['nothing is taken out of the ledger', `delete from ${testSchema}.ledger_entry`],
    ['nor emptied', `truncate ${testSchema}.ledger_entry`],
    ['the head is not moved', `update ${testSchema}.ledger_head set number = 0`],
    ['a line of the journal is not written past the posting', `insert into ${testSchema}.ledger_journal select * from ${testSchema}.ledger_journal`],
    ['a change of a card stays', `delete from ${testSchema}.register_change`],
    ['who saw a number stays', `update ${testSchema}.register_reveal set reason = ''`],
    ['a consent stays', `update ${testSchema}.rights_consent set given = true`],
    ['a request does not move but by a new state', `update ${testSchema}.rights_request_state set state = 'carried-out'`],
    ['nobody is erased without a request', `select ${testSchema}.register_erase(gen_random_uuid(), now(), '{}')`],
    ['nor the tie to the ledger', `select ${testSchema}.ledger_erase('person', gen_random_uuid())`],
    ['a receipt stays', `update ${testSchema}.figures_receipt set body = ''`],
    ['nobody gives herself a grant', `insert into public.accounts_grant select * from public.accounts_grant`],
    ['nor ends one past its function', 'update public.accounts_grant set ended_at = now()'],
    ['no account changes its name or its home', `update public.accounts_account set user_name = 'x', home_workspace = null`],
    ['no table is made beside the others', `create table ${testSchema}.mine (id int)`],
    ['nor in public', 'create table public.mine (id int)'],
    ['no function of the same name is put before', `create function ${testSchema}.sha256(bytea) returns bytea language sql as 'select $1'`],
    ['no rule or trigger is hung on', `create trigger t before insert on ${testSchema}.ledger_entry for each row execute function suppress_redundant_updates_trigger()`],
    ['the owner’s role is not taken', 'set role postgres'],
    ['nor the session’s', 'set session authorization postgres'],
    ['the ledger is not handed over', `alter table ${testSchema}.ledger_entry owner to ${testApp.role}`],
    ['triggers are not switched off', `set session_replication_role = replica`],
    ['no file of the machine is read', `select pg_read_file('postgresql.conf')`],
    ['no program is run', `copy (select 1) to program 'true'`],
    ['the chain’s number is not turned back', `select setval('${testSchema}.ledger_posting_seq', 1)`],
  ])('%s', async (_, statement) => {
    await expect(app.query(statement).then(() => 'done', (error: { code: string }) => error.code)).resolves.toMatch(/^(42501|0LP01|22023|42704)$/)
  })

  test('a look-alike on the search path does not stand in for the posting’s own tables', async () => {
    await app.query('begin')
    await app.query('create temp table ledger_head (id int, number bigint, at timestamptz, hash bytea) on commit drop')
    await app.query(`insert into pg_temp.ledger_head values (1, 41, now(), '\\x00')`)
    await app.query(`set local search_path to pg_temp, ${testSchema}, public`)
    const { rows } = await app.query(`select number from ${testSchema}.ledger_append(1, 'account:x', gen_random_uuid(), 'test', 0, '\\x00')`).catch((error: Error) => ({ rows: [{ number: error.message }] }))
    await app.query('rollback')
    expect(String(rows[0].number)).not.toBe('42')
  })
})
