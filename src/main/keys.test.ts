import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { isRefusal } from '#kernel/refusal.ts'
import { projectRoot, secrets } from '#platform/config/index.ts'
import { boxIn, forgetBox } from '#platform/crypto/box.ts'
import { seal } from '#platform/crypto/frames.ts'
import { listOfPersons } from '#modules/register/index.ts'
import { configOf, lived, saidOf, scratchFolder } from '../../test/support/installed.ts'
import { getWorkspace, openInstallation, type Installation } from './installation.ts'
import { listKeys, rotateKeys } from './keys.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const quiet = () => {}
const scratch = scratchFolder('keys')
const dataFolder = join(scratch, 'data')
let installation: Installation
let values: number
const open = async () => (installation = await openInstallation(configOf(dataFolder), quiet, { supervise: false }))
/** All id numbers and phones, opened, in the order of the cards. */
async function numbers(): Promise<string[]> {
  const box = boxIn(dataFolder)
  const { rows } = await installation.asOwner((owner) => owner.query<{ i: Buffer; p: Buffer | null }>('select id_cipher as i, phone_cipher as p from ws_pei.register_person order by id'))
  return rows.flatMap(({ i, p }) => [box.open('idNumber', i), p === null ? '' : box.open('phone', p)])
}

beforeAll(async () => {
  await open()
  await lived(installation)
  mkdirSync(join(dataFolder, 'imports/one'), { recursive: true })
  await pipeline([Buffer.from('a roster')], seal(boxIn(dataFolder).newFile()), createWriteStream(join(dataFolder, 'imports/one/roster')))
  const [only, ...none] = await listKeys(installation)
  expect([only, none]).toMatchObject([{ number: 1, newest: true, files: 1 }, []])
  values = only!.values
  expect(values).toBeGreaterThan(1_500)
})
afterAll(async () => {
  await installation.close()
  rmSync(scratch, { recursive: true, force: true })
})

test('a new key seals everything anew, and the old one is dropped', async () => {
  const [before, said] = [await numbers(), await saidOf(installation)]
  expect(await rotateKeys(installation, quiet)).toEqual({ number: 2, values, files: 1, dropped: [1] })
  expect(await listKeys(installation)).toEqual([{ number: 2, newest: true, values, files: 1 }])
  expect(secrets(dataFolder).cipherKeys.map(({ number }) => number)).toEqual([2])
  expect(await numbers()).toEqual(before)
  expect(await saidOf(installation)).toEqual(said)
  // Found by the whole number, as before: the key that finds is another one.
  const ctx = installation.operatorCtx((await getWorkspace(installation.pool, 'pei'))!, 'en')
  expect(await listOfPersons(ctx, { q: before[0]!, page: 1, sort: 'place' } as never)).toMatchObject({ total: 1, searchedBy: 'id-number' })
})

test('refused while another process works on the data folder', async () => {
  const server = await openInstallation(configOf(dataFolder), quiet, { supervise: false })
  try {
    expect(await rotateKeys(installation, quiet)).toMatchObject({ refused: 'keys-in-use' })
    expect(secrets(dataFolder).cipherKeys).toHaveLength(1)
  } finally {
    await server.close()
  }
})

test('killed in the middle: everything opens, and asked again it goes on under the same key', async () => {
  const before = await numbers()
  await installation.close()
  const file = (path: string) => JSON.stringify(pathToFileURL(join(projectRoot, path)).href)
  const died = spawnSync(process.execPath, ['--input-type=module', '-e', `
    const { openInstallation } = await import(${file('src/main/installation.ts')})
    const { rotateKeys } = await import(${file('src/main/keys.ts')})
    const installation = await openInstallation(${JSON.stringify(configOf(dataFolder))}, () => {}, { supervise: false })
    await rotateKeys(installation, () => process.kill(process.pid, 'SIGKILL'))`], { cwd: projectRoot, encoding: 'utf8' })
  expect([died.signal, died.stderr]).toEqual(['SIGKILL', ''])
  forgetBox(dataFolder)
  await open()
  const [old, fresh] = await listKeys(installation)
  expect([old, fresh]).toMatchObject([{ number: 2, newest: false }, { number: 3, newest: true }])
  expect([old!.values > 0, fresh!.values > 0, old!.values + fresh!.values]).toEqual([true, true, values])
  expect(await numbers()).toEqual(before)
  const done = await rotateKeys(installation, quiet)
  expect(isRefusal(done) ? done : [done.number, done.dropped, done.values]).toEqual([3, [2], old!.values])
  expect(await listKeys(installation)).toEqual([{ number: 3, newest: true, values, files: 1 }])
  expect(await numbers()).toEqual(before)
})

test('a sealed column that no module names stops a rotation before anything is sealed anew', async () => {
  await installation.asOwner((owner) => owner.query('alter table ws_pei.register_person add column address_cipher bytea'))
  await expect(rotateKeys(installation, quiet)).rejects.toThrow('register_person.address_cipher')
  expect((await listKeys(installation)).map(({ number, values: under }) => [number, under])).toEqual([[3, values]])
})
