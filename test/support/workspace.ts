import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefusal } from '../../src/kernel/refusal.ts'
import { createWorkspace, type Workspace } from '../../src/modules/organisation/index.ts'
import { testApp } from './template.ts'
import type { TestDatabase } from './database.ts'

/** A workspace with real units in a test database: `{ slug: 'pei', units: '320322' }`. A county takes about a fifth of a second. */
export async function testWorkspace(
  db: TestDatabase,
  wanted: { slug: string; units: string; programme?: string; now?: Temporal.Instant },
): Promise<Workspace> {
  const programmes = wanted.programme ? undefined : mkdtempSync(join(tmpdir(), 'qiaoshou-programmes-'))
  if (programmes) writeFileSync(join(programmes, 'test.yaml'), 'country: cn\nname: 试办计划\n')
  const now = wanted.now ?? Temporal.Instant.from('2026-11-22T00:00:00Z')
  try {
    const made = await db.asOwner((owner) =>
      createWorkspace(owner, { slug: wanted.slug, units: wanted.units, programme: wanted.programme ?? 'test', now, app: { role: testApp.role }, ...(programmes ? { programmes } : {}) }),
    )
    if (isRefusal(made)) throw new Error(`${made.refused} ${JSON.stringify(made.facts)}`)
    return made.workspace
  } finally {
    if (programmes) rmSync(programmes, { recursive: true })
  }
}
