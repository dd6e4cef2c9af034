import type { ClientBase } from 'pg'
import { rangeOf, type Actor } from '#kernel/actor.ts'
import type { GrantedRole } from '#kernel/abilities.ts'
import { dayIn, instantText } from '#kernel/dates.ts'
import { uuidv7, type Uuid } from '#kernel/ids.ts'
import { txOver, type Tx } from '#platform/database/transaction.ts'
import { childrenOf, levelNames, unitByCode, unitById, unitsBelow, type LevelName, type Unit, type Workspace } from '#modules/organisation/index.ts'
import { operatorId, userNameKey } from './model.ts'
import { hashPassword } from './password.ts'
import { demoPassword } from './sign-in.ts'
import * as store from './store.ts'

export type DemoAccount = { readonly id: string; readonly name: string; readonly displayName: string; readonly password: string; readonly unit: string; readonly level: LevelName; readonly roles: readonly GrantedRole[] }

/** Who acts on the command line: whoever runs it on the machine reaches the whole workspace. */
export function operatorActor(workspace: Pick<Workspace, 'country' | 'topPath' | 'topUnitId'>): Actor {
  return { id: operatorId, name: 'operator', roles: ['operator'], reach: [rangeOf(`${workspace.country}.`)], unitPath: workspace.topPath, unitId: workspace.topUnitId }
}

/**
 * Makes an account with a password, where its name is free, and gives it roles for a unit from today, by the rules that hold for
 * everybody. For the owner's connection: demos and tests; people get one-time links. `personId` is a member's card.
 * Out: whether the account is new; the password of an old one stays as it was. Throws where a rule forbids a role.
 */
export async function grantAccount(
  tx: Tx,
  wanted: { name: string; displayName: string; password: string; roles: readonly GrantedRole[]; workspace: Workspace; unit: Unit; now: Temporal.Instant; personId?: Uuid },
): Promise<{ id: string; made: boolean }> {
  const { name, workspace, unit, now } = wanted
  const at = instantText(now)
  const account = await store.ensureAccount(tx, {
    id: uuidv7(now.epochMilliseconds), name: name.normalize('NFC').trim(), key: userNameKey(name), displayName: wanted.displayName,
    passwordHash: await hashPassword(wanted.password), at, home: workspace.slug,
  })
  const today = dayIn(workspace.timeZone, now)
  for (const role of wanted.roles) {
    const answer = await store.giveGrant(tx, {
      id: uuidv7(now.epochMilliseconds), accountId: account.id, workspace: workspace.slug, unitId: unit.id, unitCode: unit.code, role, validFrom: today, validTo: null,
      personId: role === 'member' ? (wanted.personId ?? null) : null, by: operatorId, at, today,
    })
    if (answer !== 'done' && answer !== 'grant-stands') throw new Error(`${name} cannot be ${role} of ${unit.name}: ${answer}`)
  }
  return account
}

/**
 * The accounts of a demo: one for the whole workspace; for one county of it (沛县 where it is there, else the first real one) an officer, and a
 * checker, since nobody checks what she wrote down herself; the three administrators, who set up a second factor when they first sign in.
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
    const named = (name: string) => (inXuzhou ? name : `${workspace.slug}-${name}`)
    const ofCounty = inXuzhou && county?.code === '320322' ? 'peixian' : `${workspace.slug}-county`
    const [system, security, audit] = workspace.country === 'cn' ? ['系统管理员', '安全管理员', '审计管理员'] : ['Quản trị hệ thống', 'Quản trị bảo mật', 'Quản trị kiểm toán']
    const unitName = (unit: Unit) => (workspace.country === 'cn' ? `${unit.name}妇联` : `Hội LHPN ${unit.name}`)
    const people: { name: string; displayName: string; unit: Unit; roles: GrantedRole[] }[] = [
      { name: workspace.slug, displayName: unitName(top), unit: top, roles: ['officer', 'checker', 'leader'] },
      ...(county ? [
        { name: ofCounty, displayName: unitName(county), unit: county, roles: ['officer'] as GrantedRole[] },
        { name: `${ofCounty}-check`, displayName: workspace.country === 'cn' ? `${unitName(county)}核验` : `${unitName(county)} – kiểm tra`, unit: county, roles: ['checker'] as GrantedRole[] },
      ] : []),
      { name: named('xitong'), displayName: system!, unit: top, roles: ['system-admin'] },
      { name: named('anquan'), displayName: security!, unit: top, roles: ['security-admin'] },
      { name: named('shenji'), displayName: audit!, unit: top, roles: ['audit-admin'] },
    ]
    const made: DemoAccount[] = []
    for (const { name, displayName, unit, roles } of people) {
      const { id } = await grantAccount(tx, { name, displayName, password: demoPassword, roles, workspace, unit, now })
      made.push({ id, name, displayName, password: demoPassword, unit: unit.name, level: levelNames[unit.level], roles })
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
