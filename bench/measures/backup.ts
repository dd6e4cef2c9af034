import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isRefusal } from '#kernel/refusal.ts'
import { copyOut, inWholeSnapshot } from '#platform/database/whole.ts'
import { makeBackup } from '#main/backup/make.ts'
import { restoreBackup } from '#main/backup/restore.ts'
import { interleaved, took } from '../load.ts'
import { alone, compared, type Line } from '../report.ts'
import { folder, type World } from '../world.ts'

const quiet = () => {}

/** All rows of the installation into a sealed file that is read back, and out of it again into an empty database; beside copying a file of the same rows. */
export async function backup(world: World): Promise<Line[]> {
  const place = join(folder, 'backup')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  const [rows, copy, key] = [join(place, 'rows'), join(place, 'copy'), randomBytes(32)]
  try {
    const plain = createWriteStream(rows)
    await world.installation.asOwner((owner) => inWholeSnapshot(owner, async (tables) => {
      for (const table of tables) await copyOut(owner, table, (piece) => (plain.write(piece) ? undefined : new Promise<void>((resolve) => plain.once('drain', resolve))))
    }))
    await new Promise<void>((done) => plain.end(done))
    const megabytes = statSync(rows).size / 1_000_000
    const perSecond = async (work: () => Promise<unknown>) => megabytes / ((await took(async () => {
      const answer = await work()
      if (isRefusal(answer)) throw new Error(`${answer.refused} ${JSON.stringify(answer.facts)}`)
    })) / 1000)
    const copied = () => perSecond(() => pipeline(createReadStream(rows, { highWaterMark: 1024 * 1024 }), createWriteStream(copy, { flush: true })))
    let n = 0
    const fresh = (name: string) => join(place, `${name}-${(n += 1)}`)
    const file = fresh('backup')
    const made = await interleaved(3, () => perSecond(() => makeBackup(world.installation, fresh('backup'), key, quiet)), copied)
    await makeBackup(world.installation, file, key, quiet)
    const restored = await interleaved(2, async () => {
      const name = `run_${process.pid}_restore`
      await world.owner.query(`drop database if exists "${name}" with (force)`)
      await world.owner.query(`create database "${name}"`)
      const databaseUrl = Object.assign(new URL(world.ownerUrl), { pathname: `/${name}` }).href
      try {
        return await perSecond(() => restoreBackup({ ...world.installation.config, databaseUrl, dataFolder: fresh('data') }, { path: file, key, replay: async () => 0, language: 'en', log: quiet, progress: quiet }))
      } finally {
        await world.owner.query(`drop database "${name}" with (force)`)
      }
    }, copied)
    const what = `of ${Math.round(megabytes).toLocaleString('en')} MB of rows`
    return [
      compared(`backup ${what}, sealed and read back, against copying a file of the same rows`, 'MB/s', made, null),
      compared(`restore ${what} with all checks, against copying a file of the same rows`, 'MB/s', restored, null),
      alone(`backup ${what}: size of the file`, 'MB', [statSync(file).size / 1_000_000], null),
    ]
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
