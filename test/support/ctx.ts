import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everywhere, rangeOf, type Actor, type Role } from '../../src/kernel/actor.ts'
import { dayIn } from '../../src/kernel/dates.ts'
import { uuidv7 } from '../../src/kernel/ids.ts'
import { inSnapshot } from '../../src/platform/database/transaction.ts'
import type { Ctx } from '../../src/platform/http/ctx.ts'
import { unitByCode, type Workspace } from '../../src/modules/organisation/index.ts'
import type { TestDatabase } from './database.ts'

/** A data folder of a test's own. */
export function testFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'qiaoshou-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** What a verb is given: an officer (or another role) of the unit with that code, on a day. Each call is a request of its own. */
export async function testCtx(db: TestDatabase, workspace: Workspace, of: { unit?: string; roles?: readonly Role[]; now?: string; dataFolder: string; requestId?: string }): Promise<Ctx> {
  const place = { pool: db.pool, schema: workspace.schema, reach: everywhere }
  const everything = [rangeOf('cn.')]
  const unit = (await inSnapshot(place, (tx) => unitByCode(tx, everything, of.unit ?? workspace.topCode)))!
  const now = Temporal.Instant.from(of.now ?? '2026-11-22T02:00:00Z')
  const actor: Actor = { id: `account:${unit.code}`, name: unit.name, roles: of.roles ?? ['officer'], reach: [rangeOf(unit.path)], unitPath: unit.path, unitId: unit.id }
  return {
    db: { ...place, reach: actor.reach }, workspace, actor, now, today: dayIn(workspace.timeZone, now), levels: [{ id: 'county', unitLevel: 3, atWork: true }], language: 'zh-Hans', address: 'test',
    requestId: of.requestId ?? uuidv7(now.epochMilliseconds), dataFolder: of.dataFolder, log: { info() {}, error() {} },
  }
}
