import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefusal } from '../../src/kernel/refusal.ts'
import { projectRoot, type Config } from '../../src/platform/config/index.ts'
import { startWork } from '../../src/modules/care/index.ts'
import { figureJson, figures, issueReceipt, noWitnesses, verify } from '../../src/modules/figures/index.ts'
import { createWorkspace, getWorkspace, type Workspace } from '../../src/modules/organisation/index.ts'
import { importRoster, listOfPersons } from '../../src/modules/register/index.ts'
import type { Installation } from '../../src/main/installation.ts'

/** A folder below the system's own for what is temporary; the database's account may go there. */
export function scratchFolder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `qiaoshou-${name}-`))
  chmodSync(path, 0o755)
  return path
}

/** Settings of an installation in that data folder. */
export const configOf = (dataFolder: string, databaseUrl: string | null = null): Config => ({ port: 0, host: '127.0.0.1', dataFolder, databaseUrl, projectRoot })

/** Pei county with the clean sample filed, some starts of work and a receipt. */
export async function lived(installation: Installation, slug = 'pei'): Promise<Workspace> {
  const made = await installation.asOwner((owner) => createWorkspace(owner, { slug, programme: 'xuzhou-666', units: '320322', now: Temporal.Now.instant(), app: installation.app }))
  if (isRefusal(made)) throw new Error(made.refused)
  const workspace = (await getWorkspace(installation.pool, slug))!
  const ctx = () => installation.operatorCtx(workspace, 'zh-Hans')
  const filed = await importRoster(ctx(), { path: join(projectRoot, 'src/modules/register/roster/samples/roster-peixian-messy.xlsx') }, { importId: null })
  if (isRefusal(filed)) throw new Error(filed.refused)
  const list = await listOfPersons(ctx(), { page: 1, sort: 'place' } as never)
  if (isRefusal(list)) throw new Error(list.refused)
  const act = ctx()
  const work = await startWork(act, { id: act.requestId, personIds: list.persons.filter(({ ability, wish }) => ability !== 'none' && wish !== 'none').slice(0, 5).map(({ id }) => id), trade: 'handicraft', startedOn: '2018-05-03' })
  if (isRefusal(work)) throw new Error(work.refused)
  const receipt = await issueReceipt(ctx(), { indicator: 'persons-filed' })
  if (isRefusal(receipt)) throw new Error(receipt.refused)
  return workspace
}

/** All that can be said of a workspace: every figure, every receipt's proof, the chain. */
export async function saidOf(installation: Installation, slug = 'pei') {
  const workspace = (await getWorkspace(installation.pool, slug))!
  const ctx = { ...installation.operatorCtx(workspace, 'zh-Hans'), today: '2026-11-22' }
  const answers = await figures(ctx, [], { by: 'unit' } as never).then(async (found) => (isRefusal(found) ? figures(ctx, [], {} as never) : found))
  if (isRefusal(answers)) throw new Error(answers.refused)
  const persons = await listOfPersons(ctx, { page: 1, sort: 'place' } as never)
  return { figures: answers.map((one) => figureJson(one, (names) => JSON.stringify(names))), verified: await verify(ctx, noWitnesses, () => {}), persons }
}
