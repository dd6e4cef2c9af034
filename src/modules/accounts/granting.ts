import type { ClientBase } from 'pg'
import { rangeOf } from '#kernel/actor.ts'
import { dayIn, instantText } from '#kernel/dates.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { txOver, type Tx } from '#platform/database/transaction.ts'
import { childrenOf, levelNames, unitByCode, unitById, unitsBelow, type LevelName, type Unit, type Workspace } from '#modules/organisation/index.ts'
import type { GrantedRole } from '#kernel/abilities.ts'
import { userNameKey } from './model.ts'
import { hashPassword } from './password.ts'
import * as store from './store.ts'

/** Printed by `demo` and on the sign-in help of a demo; an installation with real people makes its own accounts. */
export const demoPassword = 'qiaoshou-demo-2026'

export type DemoAccount = { readonly name: string; readonly displayName: string; readonly password: string; readonly unit: string; readonly level: LevelName }

/**
 * Makes an account, where its name is free, and gives it roles for a unit from today. For the owner, who alone may grant.
 * Out: whether the account is new; the password of an old one stays as it was.
 */
export async function grantAccount(
  tx: Tx,
  wanted: { name: string; displayName: string; password: string; roles: readonly GrantedRole[]; workspace: Workspace; unit: Unit; now: Temporal.Instant },
): Promise<{ id: string; made: boolean }> {
  const { name, workspace, unit, now } = wanted
  const account = await store.ensureAccount(tx, {
    id: uuidv7(now.epochMilliseconds), name: name.normalize('NFC').trim(), key: userNameKey(name), displayName: wanted.displayName,
    passwordHash: await hashPassword(wanted.password), at: instantText(now),
  })
  const validFrom = dayIn(workspace.timeZone, now)
  for (const role of wanted.roles) await store.ensureGrant(tx, { accountId: account.id, workspace: workspace.slug, unitId: unit.id, unitCode: unit.code, role, validFrom })
  return account
}

/**
 * The two accounts of a demo: one for the whole workspace, one for one county of it (沛县 where it is there, else the first real one).
 * In: the owner's connection, outside any transaction. Out: what to print. Doing it again changes nothing.
 */
export async function demoAccounts(owner: ClientBase, workspace: Workspace, now: Temporal.Instant): Promise<DemoAccount[]> {
  await owner.query(`begin; set local search_path to "${workspace.schema}", public`)
  try {
    const tx = txOver(owner)
    const all = [rangeOf(`${workspace.country}.`)]
    const top = (await unitById(tx, all, workspace.topUnitId))!
    const county = await demoCounty(tx, top)
    const inXuzhou = workspace.slug === 'xuzhou'
    const people: { name: string; unit: Unit; roles: GrantedRole[] }[] = [{ name: workspace.slug, unit: top, roles: ['officer', 'checker', 'leader'] }]
    if (county) people.push({ name: inXuzhou && county.code === '320322' ? 'peixian' : `${workspace.slug}-county`, unit: county, roles: ['officer', 'checker'] })
    const made: DemoAccount[] = []
    for (const { name, unit, roles } of people) {
      const displayName = workspace.country === 'cn' ? `${unit.name}妇联` : `Hội LHPN ${unit.name}`
      await grantAccount(tx, { name, displayName, password: demoPassword, roles, workspace, unit, now })
      made.push({ name, displayName, password: demoPassword, unit: unit.name, level: levelNames[unit.level] })
    }
    await owner.query('commit')
    return made
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  }
}

async function demoCounty(tx: Tx, top: Unit): Promise<Unit | undefined> {
  const reach = [rangeOf(top.path)]
  const pei = await unitByCode(tx, reach, '320322')
  if (pei && pei.id !== top.id) return pei
  const children = await childrenOf(tx, reach, top.id)
  if (top.level >= 2) return children.find((unit) => !unit.pseudo)
  return (await unitsBelow(tx, reach, { path: top.path, levels: [3] })).find((unit) => !unit.pseudo) ?? children.find((unit) => !unit.pseudo)
}
