import { existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, fsyncSync, closeSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { literal, openDuck } from '#platform/columnar/duck.ts'
import '#platform/database/pool.ts'
import { makeDictionaries, makeEntries, readFiles } from './build.store.ts'
import { formVersion } from './shape.ts'
import { copyOut, joinView, lockBuilder, openView } from './source.store.ts'

/** What a builder is told. `wait`: wait for another builder's end instead of leaving it the work. */
export type BuildOrder = { databaseUrl: string; schema: string; folder: string; wait: boolean; threads: number; memoryMb: number }
/** What came of it; `bytes` of the file, `seconds` of the work. */
export type Built = { file: string; number: number; entries: number; special: number; bytes: number; seconds: number }

/** The folder of one workspace's files. */
export const workspaceFolder = (folder: string, schema: string): string => join(folder, schema)

/** The files of one workspace that this program can read, the newest first. */
export function segmentFiles(folder: string): { file: string; number: number }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const found = /^(\d+)-(\d+)\.duckdb$/.exec(name)
    return found && Number(found[2]) === formVersion ? [{ file: join(folder, name), number: Number(found[1]) }] : []
  }).sort((a, b) => b.number - a.number)
}

/**
 * Makes a workspace's file up to its journal's head: reads the ledger in one frozen view of PostgreSQL, writes a file beside and renames it into
 * place when it is whole and on the disk. Older files go then; who reads them reads on. Null: another builder is at work.
 */
export async function buildSegment(order: BuildOrder, progress: (step: string) => void): Promise<Built | null> {
  const began = performance.now()
  const folder = workspaceFolder(order.folder, order.schema)
  const [client, beside] = [clientOf(order), clientOf(order)]
  await client.connect()
  const place = join(folder, `build.${process.pid}.${Math.floor(began)}`)
  try {
    if (!(await lockBuilder(client, order.schema, order.wait))) return null
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Whoever left these has no lock any more: killed.
    for (const name of readdirSync(folder)) if (name.startsWith('build.')) rmSync(join(folder, name), { recursive: true, force: true })
    mkdirSync(place)
    const head = await openView(client, order.schema)
    const files = { entries: [1, 2, 3, 4].map((i) => join(place, `entries-${i}.csv`)), acts: join(place, 'acts.csv'), journal: join(place, 'journal.csv') }
    progress('read')
    await beside.connect()
    await joinView(beside, order.schema, head)
    await copyOut([client, beside], files)
    await beside.end()
    await client.query('rollback')
    const made = await write(order, place, files, head, progress)
    const file = join(folder, `${head.number}-${formVersion}.duckdb`)
    renameSync(join(place, 'segment.duckdb'), file)
    sync(folder)
    for (const name of readdirSync(folder)) if (name.includes('.duckdb') && join(folder, name) !== file) rmSync(join(folder, name), { force: true, recursive: true })
    return { ...made, file, number: head.number, bytes: statSync(file).size, seconds: Math.round((performance.now() - began) / 10) / 100 }
  } finally {
    rmSync(place, { recursive: true, force: true })
    await Promise.all([client, beside].map((one) => one.end().catch(() => {})))
  }
}

function clientOf(order: BuildOrder): pg.Client {
  const client = new pg.Client({ connectionString: order.databaseUrl, options: '-c TimeZone=UTC' })
  client.on('error', () => {})
  return client
}

async function write(order: BuildOrder, place: string, files: Parameters<typeof copyOut>[1], head: { number: number; hash: string }, progress: (step: string) => void): Promise<{ entries: number; special: number }> {
  const duck = await openDuck({ threads: order.threads, memoryMb: order.memoryMb, tempFolder: join(place, 'spill') })
  const segment = join(place, 'segment.duckdb')
  try {
    await duck.run(`attach ${literal(segment)} as seg`)
    await duck.run(`attach ${literal(join(place, 'work.duckdb'))} as work`)
    progress('load')
    // What is thrown away in a minute is not worth packing.
    await duck.run("set force_compression = 'uncompressed'")
    await readFiles(duck, files)
    await duck.run('reset force_compression')
    for (const file of Object.values(files).flat()) rmSync(file)
    progress('dictionaries')
    await makeDictionaries(duck, head)
    progress('sort')
    const made = await makeEntries(duck)
    await duck.run('checkpoint seg')
    await duck.run('detach seg')
    sync(segment)
    return made
  } finally {
    duck.close()
  }
}

/** Waits until a file, or the names in a folder, are on the disk. */
function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
