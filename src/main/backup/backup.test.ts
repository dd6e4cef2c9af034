import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { boxIn } from '#platform/crypto/box.ts'
import { headBytes } from '#platform/crypto/frames.ts'
import { isRefusal } from '#kernel/refusal.ts'
import { projectRoot, secrets } from '#platform/config/index.ts'
import { appliedIn, rebuild } from '#platform/database/migrate.ts'
import { openPool } from '#platform/database/pool.ts'
import { copyOut, inWholeSnapshot, inWholeTransaction } from '#platform/database/whole.ts'
import { replayErasures } from '#modules/rights/index.ts'
import { configOf, lived, saidOf, scratchFolder } from '../../../test/support/installed.ts'
import { appRole, openInstallation, withOwner, type Installation } from '../installation.ts'
import { readBackup, writeBackup, type BackupHead } from './format.ts'
import { keyFileOrNew, readKeyFile } from './key-file.ts'
import { checkBackup, makeBackup } from './make.ts'
import { restoreBackup } from './restore.ts'

// Whole databases are made here, beside whatever else the machine does.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const quiet = () => {}
const scratch = scratchFolder('backup')
const backup = join(scratch, 'backup.qb')
const key = randomBytes(32)
let source: Installation
let before: Awaited<ReturnType<typeof saidOf>>

beforeAll(async () => {
  source = await openInstallation(configOf(join(scratch, 'source')), quiet, { supervise: false })
  await lived(source)
  await source.asOwner(async (owner) => {
    await owner.query(`insert into accounts_account (id, user_name, user_name_key, display_name, created_at) values ('019aa000-0000-7000-8000-000000000009', 'pei', 'pei', 'pei', now())`)
    await owner.query(`insert into accounts_session (token_sha256, account_id, created_at, last_seen_at, address, device) values (sha256('x'), '019aa000-0000-7000-8000-000000000009', now(), now(), '', '')`)
    await owner.query(`insert into accounts_link (token_sha256, account_id, made_at, made_by, expires_at) values (sha256('l'), '019aa000-0000-7000-8000-000000000009', now(), 'operator:cli', now() + interval '72 hours')`)
  })
  before = await saidOf(source)
  expect(before.figures.length).toBeGreaterThan(5)
  expect(before.figures.some((one) => JSON.stringify(one).includes('1115'))).toBe(true)
  const made = await makeBackup(source, backup, key, quiet)
  expect(made).toMatchObject({ workspaces: 1 })
})
afterAll(async () => {
  await source.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** An empty database in the source's cluster: what is no matter of the embedded one is sooner tried there. */
const elsewhere = (): Promise<string> => source.asOwner(async (owner) => {
  const name = `elsewhere_${(count += 1)}`
  await owner.query(`create database ${name}`)
  return `postgres://postgres:${secrets(source.config.dataFolder).databaseOwnerPassword}@127.0.0.1:${(owner as unknown as { port: number }).port}/${name}`
})
let count = 0
const fresh = () => join(scratch, `target-${(count += 1)}`)
const restore = (dataFolder: string, more: Partial<Parameters<typeof restoreBackup>[1]> = {}, databaseUrl: string | null = null) =>
  restoreBackup(configOf(dataFolder, databaseUrl), { path: backup, key, replay: replayErasures, language: 'en', log: quiet, progress: quiet, ...more })

describe('a backup', () => {
  test('is for its owner only, holds nobody in clear, and is checked from end to end', async () => {
    expect(statSync(backup).mode & 0o777).toBe(0o600)
    const names = (before.persons as { persons: { name: string }[] }).persons.map(({ name }) => name)
    const bytes = readFileSync(backup)
    expect(names.filter((name) => bytes.includes(name))).toEqual([])
    expect(await checkBackup(backup, key)).toMatchObject({ workspaces: 1, head: { secrets: secrets(source.config.dataFolder) } })
    expect(readdirSync(scratch).filter((name) => name.includes('draft'))).toEqual([])
  })
  test('holds every table of every schema, as the catalogue has them', async () => {
    const seen: string[] = []
    await readBackup(backup, key, { table: async ({ schema, table }) => void seen.push(`${schema}.${table}`) })
    const there = await source.asOwner((owner) => owner.query<{ name: string }>(`select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'ws_pei') and tablename <> 'platform_migration'`))
    expect(seen.toSorted()).toEqual(there.rows.map(({ name }) => name).toSorted())
  })
  test('is noted in the log of every workspace, and so is a restore', async () => {
    const { rows } = await source.asOwner((owner) => owner.query<{ verb: string; actor: string; file: string }>(`select verb, actor, facts ->> 'file' as file from ws_pei.audit_line where verb like 'platform.%'`))
    expect(rows).toEqual([{ verb: 'platform.backup', actor: 'operator:cli', file: 'backup.qb' }])
  })
  test('is not written over another', async () => {
    expect(await makeBackup(source, backup, key, quiet)).toMatchObject({ refused: 'backup-file-exists' })
  })
  test('needs a folder that is there; what a killed one left beside it goes; a full disk is a fault and leaves nothing', async () => {
    expect(await makeBackup(source, join(scratch, 'no/such/backup.qb'), key, quiet)).toMatchObject({ refused: 'folder-missing' })
    const [gone, living] = [join(scratch, 'next.qb.999999999-0123abcd.draft'), join(scratch, `next.qb.${process.pid}-0123abcd.draft`)]
    for (const name of [gone, living]) writeFileSync(name, 'x')
    expect(await makeBackup(source, join(scratch, 'next.qb'), key, quiet)).toMatchObject({ workspaces: 1 })
    expect([existsSync(gone), existsSync(living)]).toEqual([false, true])
    rmSync(living)
    const table = { schema: 'public', table: 'x', columns: ['a'], partitioned: false }
    const { head } = (await checkBackup(backup, key)) as unknown as { head: BackupHead }
    const full = writeBackup({ head, tables: [table], sequences: async () => [], async rows(_, take) { for (let i = 0; i < 100; i += 1) await take(randomBytes(500_000)); return 1 } }, key, createWriteStream('/dev/full'))
    await expect(full).rejects.toMatchObject({ code: 'ENOSPC' })
  })
  test('is one moment: what is written beside it is in it whole or not at all', async () => {
    let stop = false
    const writing = (async () => {
      for (let n = 0; !stop; n += 1) await source.asOwner((owner) => owner.query(`begin; insert into accounts_attempt (user_name_key, address, at) values ('twin-${n}', 'a', now()); insert into accounts_attempt (user_name_key, address, at) values ('twin-${n}', 'b', now()); commit`))
    })()
    const path = join(scratch, 'beside.qb')
    expect(await makeBackup(source, path, key, quiet)).toMatchObject({ workspaces: 1 })
    stop = true
    await writing
    let twins = ''
    await readBackup(path, key, { async rows(table, pieces) {
      let text = ''
      for await (const piece of pieces) text += piece.toString('utf8')
      if (table.table === 'accounts_attempt') twins = text
      return text.split('\n').length - 1
    } })
    const seen = Map.groupBy(twins.match(/twin-\d+/g) ?? [], (name) => name)
    expect([...seen.values()].filter((pair) => pair.length !== 2)).toEqual([])
  })
})

describe('a key file', () => {
  test('is made once, for its owner only; what is no key is refused', () => {
    const path = join(scratch, 'key')
    const made = keyFileOrNew(path)
    expect(made).toMatchObject({ made: true })
    expect(keyFileOrNew(path)).toEqual({ ...made, made: false })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readKeyFile(join(scratch, 'none'))).toMatchObject({ refused: 'key-file-missing' })
    writeFileSync(path, 'hello')
    expect(keyFileOrNew(path)).toMatchObject({ refused: 'key-file-unreadable' })
  })
})

describe('restored', () => {
  const opened: Installation[] = []
  const open = async (dataFolder: string, databaseUrl: string | null = null) => {
    const installation = await openInstallation(configOf(dataFolder, databaseUrl), quiet, { supervise: false })
    opened.push(installation)
    return installation
  }
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
  })

  test('into an empty data folder: every figure, receipt, hash and card as it was, and work goes on', async () => {
    const target = fresh()
    const done = await restore(target)
    expect(done).toMatchObject({ workspaces: [{ slug: 'pei', faults: 0, receipts: 1, journal: before.verified.journal }] })
    expect(secrets(target)).toEqual(secrets(source.config.dataFolder))
    const restored = await open(target)
    expect(await saidOf(restored)).toEqual(before)
    const noted = await restored.asOwner((owner) => owner.query(`select 1 from ws_pei.audit_line where verb = 'platform.restore'`))
    expect(noted.rows).toHaveLength(1)
    expect((await restored.asOwner((owner) => owner.query('select ended_at is null as stands from accounts_session'))).rows).toEqual([{ stands: false }])
    expect((await restored.asOwner((owner) => owner.query('select over_at is null as stands from accounts_link'))).rows).toEqual([{ stands: false }])
    const sealed = await restored.asOwner((owner) => owner.query<{ c: Buffer }>('select id_cipher as c from ws_pei.register_person limit 1'))
    expect(boxIn(target).open('idNumber', sealed.rows[0]!.c)).toMatch(/^\d{17}[\dX]$/)
    // Sequences stand where they stood: the next posting takes a number of its own.
    await lived(restored, 'feng')
    expect((await saidOf(restored, 'feng')).verified.faults).toEqual([])
    expect((await saidOf(restored)).verified.faults).toEqual([])
  })

  test('into an empty database of the operator’s; one that is not empty is refused', async () => {
    const url = await elsewhere()
    const target = fresh()
    expect(await restore(target, {}, url)).toMatchObject({ workspaces: [{ slug: 'pei', faults: 0 }] })
    const restored = await open(target, url)
    expect(await saidOf(restored)).toEqual(before)
    expect(await restore(fresh(), {}, url)).toMatchObject({ refused: 'restore-database-not-empty' })
  })

  test('only where nothing is: another’s data stays', async () => {
    expect(await restore(source.config.dataFolder)).toMatchObject({ refused: 'restore-folder-not-empty' })
    const target = fresh()
    mkdirSync(target)
    writeFileSync(join(target, 'letter.txt'), 'mine')
    expect(await restore(target)).toMatchObject({ refused: 'restore-folder-not-empty' })
    expect(readdirSync(target)).toEqual(['letter.txt'])
  })

  test('the erasures that lie beside it are handed on by workspace; what cannot be read stops it', async () => {
    const target = fresh()
    mkdirSync(join(target, 'erasures'), { recursive: true })
    const line = { person: '019aa000-0000-7000-8000-000000000001', at: '2026-11-22T01:00:00Z', request: '019aa000-0000-7000-8000-000000000002' }
    writeFileSync(join(target, 'erasures', 'pei.jsonl'), `${JSON.stringify(line)}\n`)
    const told: unknown[] = []
    const done = await restore(target, { replay: async (ctx, lines) => { told.push([ctx.workspace.slug, lines]); return lines.length } }, await elsewhere())
    expect([done, told]).toMatchObject([{ workspaces: [{ slug: 'pei', erased: 1 }] }, [['pei', [line]]]])
    expect(existsSync(join(target, 'erasures', 'pei.jsonl'))).toBe(true)

    const named = join(scratch, 'named')
    mkdirSync(named)
    writeFileSync(join(named, 'pei.jsonl'), `${JSON.stringify(line)}\nhalf a li`)
    const other = fresh()
    expect(await restore(other, { erasures: named, replay: async () => 0 })).toMatchObject({ refused: 'erasures-unreadable', facts: { line: 2 } })
    expect(await restore(other, { erasures: join(scratch, 'nowhere') })).toMatchObject({ refused: 'folder-missing' })
  })

  test('a woman who was erased after the backup does not come back; the figures stay', async () => {
    const { rows: [her] } = await source.asOwner((owner) => owner.query<{ id: string; name: string }>(
      `select p.id, p.name from ws_pei.register_person p where (select count(*) from ws_pei.register_person q where strpos(q.name, p.name) > 0) = 1 and not exists (select 1 from ws_pei.register_household h where strpos(h.head_name, p.name) > 0) order by p.id limit 1`))
    const target = fresh()
    mkdirSync(join(target, 'erasures'), { recursive: true })
    writeFileSync(join(target, 'erasures', 'pei.jsonl'), `${JSON.stringify({ person: her!.id, at: '2026-11-22T01:00:00Z', request: '019aa000-0000-7000-8000-000000000002' })}\n`)
    const url = await elsewhere()
    expect(await restore(target, {}, url)).toMatchObject({ workspaces: [{ slug: 'pei', erased: 1, faults: 0 }] })
    const restored = await open(target, url)
    const held = async (installation: Installation) => {
      let text = ''
      await installation.asOwner((owner) => inWholeSnapshot(owner, async (tables) => {
        for (const table of tables) await copyOut(owner, table, (piece) => void (text += piece.toString('utf8')))
      }))
      return text.includes(her!.name)
    }
    expect([await held(source), await held(restored)]).toEqual([true, false])
    const valuesOf = ({ figures }: typeof before) => figures.map((one) => ({ ...one, asOf: null }))
    expect(valuesOf(await saidOf(restored))).toEqual(valuesOf(before))
  })

  test('one that fails at its last step leaves nothing; one that was cut off cannot be started, and is done anew', async () => {
    const target = fresh()
    mkdirSync(join(target, 'erasures'), { recursive: true })
    const failing = restore(target, { replay: async () => { throw new Error('no') } })
    await expect(failing).rejects.toThrow('no')
    expect(readdirSync(target)).toEqual(['erasures'])

    // What a kill leaves: everything but the end.
    expect(await restore(target)).not.toHaveProperty('refused')
    const database = realpathSync(join(target, 'postgres'))
    writeFileSync(join(target, 'restoring.json'), JSON.stringify({ pid: 999_999_999, started: '1' }))
    await expect(openInstallation(configOf(target), quiet, { supervise: false })).rejects.toThrow('not whole')
    expect(await restore(target)).toMatchObject({ workspaces: [{ faults: 0 }] })
    expect(existsSync(join(database, 'PG_VERSION'))).toBe(database === realpathSync(join(target, 'postgres')))
    expect(existsSync(join(target, 'restoring.json'))).toBe(false)
    const own = { pid: process.pid, started: readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ')[19] }
    writeFileSync(join(target, 'restoring.json'), JSON.stringify(own))
    expect(await restore(target)).toMatchObject({ refused: 'restore-running' })
  })

  test('killed at any moment: the folder is not taken for whole, and the next restore is', async () => {
    const target = fresh()
    const keyFile = join(scratch, 'kill-key')
    writeFileSync(keyFile, key.toString('base64'))
    const seen: string[] = []
    for (const milliseconds of [500, 900, 1_400, 2_000]) {
      const child = spawn(process.execPath, ['bin/qiaoshou', 'restore', backup, '--key', keyFile], { cwd: projectRoot, stdio: 'ignore', env: { ...process.env, QIAOSHOU_DATA: target, DATABASE_URL: '' } })
      const ended = once(child, 'exit')
      await after(milliseconds)
      child.kill('SIGKILL')
      await ended
      const begun = existsSync(join(target, 'restoring.json'))
      seen.push(begun ? 'begun' : existsSync(join(target, 'secrets.json')) ? 'whole' : 'nothing')
      if (begun) await expect(openInstallation(configOf(target), quiet, { supervise: false })).rejects.toThrow('not whole')
      if (seen.at(-1) === 'whole') break
    }
    if (seen.at(-1) !== 'whole') expect(await restore(target)).toMatchObject({ workspaces: [{ faults: 0 }] })
    expect(await saidOf(await open(target))).toEqual(before)
  })

  test('one of an older version: by the migrations of then, and then by the newer ones', async () => {
    const older = await elsewhere()
    const [shared, all] = await source.asOwner(async (owner) => [await appliedIn(owner, 'public'), await appliedIn(owner, 'ws_pei')] as const)
    const then = all.filter(({ name }) => !name.includes('_figures_'))
    await withOwner(older, async (owner) => {
      await inWholeTransaction(owner, () => rebuild(owner, [{ schema: 'public', applied: shared }, { schema: 'ws_pei', applied: then }], { role: appRole, password: secrets(source.config.dataFolder).databaseAppPassword }))
      await owner.query(`insert into public.organisation_workspace values ('pei', 'ws_pei', 'xuzhou-666', 'x', 'cn', '沛县', 'Asia/Shanghai', 1, '320322', 3, 'cn.u1.', '[]', '2026-01-01', now())`)
    })
    const path = join(scratch, 'older.qb')
    const pool = openPool(older, 1)
    const made = await makeBackup({ ...source, pool, asOwner: (work) => withOwner(older, work) }, path, key, quiet)
    await pool.end()
    expect(made).toMatchObject({ workspaces: 1 })
    const [target, url] = [fresh(), await elsewhere()]
    expect(await restore(target, { path }, url)).toMatchObject({ workspaces: [{ slug: 'pei', receipts: 0, faults: 0 }] })
    const restored = await open(target, url)
    expect(await restored.asOwner((owner) => appliedIn(owner, 'ws_pei'))).toEqual(all)
  })

  test('a ledger that was not in order stands again as it was, and is named', async () => {
    const path = join(scratch, 'tampered.qb')
    await source.asOwner((owner) => owner.query('update ws_pei.ledger_entry set count = count + 1 where posting = (select min(posting) from ws_pei.ledger_entry) and line = 1'))
    try {
      expect(await makeBackup(source, path, key, quiet)).not.toHaveProperty('refused')
    } finally {
      await source.asOwner((owner) => owner.query('update ws_pei.ledger_entry set count = count - 1 where posting = (select min(posting) from ws_pei.ledger_entry) and line = 1'))
    }
    const done = await restore(fresh(), { path }, await elsewhere())
    expect(isRefusal(done) ? done : done.workspaces[0]!.faults).toBeGreaterThan(0)
  })
})

describe('what was done to a backup is found before anything is restored', () => {
  const changed = join(scratch, 'changed.qb')
  const refusedAs = async (bytes: Buffer): Promise<string> => {
    writeFileSync(changed, bytes)
    const answer = await checkBackup(changed, key)
    return isRefusal(answer) ? answer.refused : 'taken'
  }
  test('a byte flipped at 400 places, the head and the end among them', async () => {
    const bytes = readFileSync(backup)
    const places = [...Array(headBytes + 24).keys(), ...Array.from({ length: 300 }, (_, i) => Math.floor((bytes.length * i) / 300)), ...Array.from({ length: 40 }, (_, i) => bytes.length - 1 - i)]
    const taken: number[] = []
    for (const at of places) {
      const one = Buffer.from(bytes)
      one[at]! ^= 1 << (at % 8)
      if (!['backup-damaged', 'backup-key-wrong'].includes(await refusedAs(one))) taken.push(at)
    }
    expect(taken).toEqual([])
  })
  test('cut off at every frame and between, or added to', async () => {
    const bytes = readFileSync(backup)
    const ends: number[] = [0, 1, headBytes - 1, headBytes]
    for (let at = headBytes; at < bytes.length; at += 20 + (bytes.readUInt32BE(at) & 0x7fffffff)) ends.push(at, at + 3, at + 20)
    for (const end of ends.filter((one) => one < bytes.length)) expect([end, await refusedAs(bytes.subarray(0, end))]).toEqual([end, 'backup-damaged'])
    expect(await refusedAs(Buffer.concat([bytes, Buffer.of(0)]))).toBe('backup-damaged')
  })
  test.each([
    ['another key', { key: randomBytes(32) }, 'backup-key-wrong'],
    ['no file', { path: join(scratch, 'no.qb') }, 'backup-not-found'],
    ['a folder', { path: scratch }, 'backup-not-found'],
    ['another file', { path: join(import.meta.dirname, 'make.ts') }, 'backup-damaged'],
  ])('%s: a refusal, and no trace in the target', async (_, more, code) => {
    const target = fresh()
    expect(await restore(target, more)).toMatchObject({ refused: code })
    expect(existsSync(target)).toBe(false)
  })
  test('a flipped one is refused by restore as well, with nothing left', async () => {
    const target = fresh()
    copyFileSync(backup, changed)
    const bytes = readFileSync(changed)
    bytes[bytes.length - 2_000]! ^= 1
    writeFileSync(changed, bytes)
    expect(await restore(target, { path: changed })).toMatchObject({ refused: 'backup-damaged' })
    expect(existsSync(target)).toBe(false)
  })
  test('a migration that this version does not have', async () => {
    await source.asOwner((owner) => owner.query(`insert into ws_pei.platform_migration (number, name, sha256) values (9999, '9999_later.sql', 'x')`))
    const path = join(scratch, 'later.qb')
    await makeBackup(source, path, key, quiet)
    await source.asOwner((owner) => owner.query(`delete from ws_pei.platform_migration where number = 9999`))
    expect(await restore(fresh(), { path })).toMatchObject({ refused: 'backup-of-another-version', facts: { migration: '9999_later.sql' } })
  })
})

