import { refuse, type Refusal } from '#kernel/refusal.ts'
import { changeCipherKeys, newCipherKey, secrets } from '#platform/config/secrets.ts'
import { boxIn, forgetBox } from '#platform/crypto/box.ts'
import type { SealedColumn } from '#platform/crypto/sealed.ts'
import { liveLeases } from '#platform/database/embedded.lock.ts'
import { cipherColumns, resealColumn, seeAllRows, valuesByKey } from '#platform/database/reseal.ts'
import { accountsSealed } from '#modules/accounts/sealed.ts'
import { registerSealed, resealStaged, stagedByKey } from '#modules/register/index.ts'
import { noteEverywhere } from './audited.ts'
import { listWorkspaces, type Installation } from './installation.ts'

/** Every column that holds sealed values: each module names its own. */
const sealedColumns: readonly SealedColumn[] = [...accountsSealed, ...registerSealed]

export type KeyCount = { readonly number: number; readonly newest: boolean; readonly values: number; readonly files: number }
export type Rotated = { readonly number: number; readonly values: number; readonly files: number; readonly dropped: readonly number[] }
type Owner = Parameters<typeof seeAllRows>[0]

/** Each sealed column in each schema that has it. */
async function places(installation: Installation) {
  const schemas = (await listWorkspaces(installation.pool)).map(({ schema }) => schema)
  return sealedColumns.flatMap((sealed) => (sealed.scope === 'public' ? ['public'] : schemas).map((schema) => ({ schema, sealed })))
}

async function counts(installation: Installation, owner: Owner): Promise<KeyCount[]> {
  await seeAllRows(owner)
  const { dataFolder } = installation.config
  const values = new Map<number, number>()
  for (const { schema, sealed } of await places(installation)) {
    for (const [number, count] of await valuesByKey(owner, schema, sealed)) values.set(number, (values.get(number) ?? 0) + count)
  }
  const files = await stagedByKey(dataFolder)
  const known = secrets(dataFolder).cipherKeys.map(({ number }) => number)
  const strange = [...values.keys(), ...files.keys()].filter((number) => number !== 0 && !known.includes(number))
  return [...new Set([...known, ...strange])].map((number) => ({ number, newest: number === known.at(-1), values: values.get(number) ?? 0, files: files.get(number) ?? 0 }))
}

/** The keys by number, oldest first, and how much is sealed under each: values in the database, staged files. */
export function listKeys(installation: Installation): Promise<KeyCount[]> {
  return installation.asOwner((owner) => counts(installation, owner))
}

/**
 * Makes a new key, seals everything anew under it, and drops the old keys once nothing is under them. Cut off, it goes on from where it
 * was when it is asked again, under the key that it had made. Refuses `keys-in-use` while another process works on the data folder: it
 * would go on sealing under a key that is dropped.
 */
export async function rotateKeys(installation: Installation, progress: (values: number) => Promise<void> | void): Promise<Rotated | Refusal> {
  const { dataFolder } = installation.config
  const others = () => liveLeases(dataFolder) - 1
  if (others() > 0) return refuse('keys-in-use')
  await installation.asOwner((owner) => allDeclared(installation, owner))
  const before = secrets(dataFolder).cipherKeys
  // More than one: the last rotation was cut off, and its key is taken on.
  const keys = before.length > 1 ? before : [...before, newCipherKey(before)]
  changeCipherKeys(dataFolder, keys)
  forgetBox(dataFolder)
  // Who came between may have read the keys of before; whoever comes from now on has them all.
  if (others() > 0) return refuse('keys-in-use')
  const box = boxIn(dataFolder)
  return installation.asOwner(async (owner) => {
    await seeAllRows(owner)
    let values = 0
    for (const { schema, sealed } of await places(installation)) {
      await resealColumn(owner, schema, sealed, box, (count) => {
        values += count
        return progress(values)
      })
    }
    const files = await resealStaged(dataFolder, box)
    const left = new Set((await counts(installation, owner)).filter((one) => one.values + one.files > 0).map(({ number }) => number))
    const kept = keys.filter(({ number }) => number === box.newest || left.has(number))
    await noteEverywhere(installation, 'platform.rotate-keys', { key: box.newest, values, files })
    changeCipherKeys(dataFolder, kept)
    forgetBox(dataFolder)
    return { number: box.newest, values, files, dropped: keys.filter((one) => !kept.includes(one)).map(({ number }) => number) }
  })
}

/** A sealed column that nobody declared would be unreadable once its key is dropped: better a fault before. */
async function allDeclared(installation: Installation, owner: Owner): Promise<void> {
  const schemas = ['public', ...(await listWorkspaces(installation.pool)).map(({ schema }) => schema)]
  const strange = (await cipherColumns(owner, schemas)).filter((name) => !sealedColumns.some(({ table, column }) => name === `${table}.${column}`))
  if (strange.length > 0) throw new Error(`not among the sealed columns of src/main/keys.ts: ${strange.join(', ')}`)
}
