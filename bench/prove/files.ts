import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { uuidv7 } from '#kernel/ids.ts'
import { letGo, readSheets } from '#platform/spreadsheets/index.ts'
import { settled } from '../../src/modules/register/import-jobs.ts'
import { idNumber, personName, random } from '../../test/support/people.ts'
import { smallRoster, type SmallRow } from '../../test/support/small-roster.ts'
import { mutators } from './files.mutate.ts'
import { drawOf, each, type Proof, type Report } from './proof.ts'
import { codeOf, served, type Served } from './serving.ts'

/** A world takes so many files, then a new one is made; a run may go on from there. */
const filesOfWorld = 2_000
const hangMilliseconds = 10_000
const settledStates = ['columns', 'ready', 'refused', 'failed', 'left']
const sample = join(import.meta.dirname, '../../src/modules/register/roster/samples/roster-peixian-clean.xlsx')

/** A right roster of thirty women of one village, and its rows as text. */
async function whole(world: Served, cookie: string): Promise<{ bytes: Buffer; rows: string[][] }> {
  const get = async (path: string) => JSON.parse((await world.tell(cookie, 'GET', path)).text)
  const { unit } = await get('/api/me')
  const town = (await get(`/api/units/${unit.id}/children`)).units[0]
  const village = (await get(`/api/units/${town.id}/children`)).units[0]
  const [pick, used] = [random(11), new Set<string>()]
  const women = Array.from({ length: 30 }, (_, i): SmallRow => ({
    '镇（街道）': town.name, '村（社区）': village.name, 户编号: `H${i}`, 姓名: personName(pick), 身份证号: idNumber(pick, '320322', '1980-05-14', used), 劳动能力: '有', 就业意愿: '有', 困难类型: pick.of(['低保', '残疾', '低保、残疾']), 联系电话: `138${String(pick.below(1e8)).padStart(8, '0')}`, 建档日期: '2026-11-01',
  }))
  const path = await smallRoster(world.dataFolder, women, '2026-11-01')
  const rows: string[][] = []
  for await (const part of readSheets(path)) for (const { cells } of part.rows) rows.push(cells.map((cell) => (cell === null ? '' : String(cell))))
  return { bytes: readFileSync(path), rows }
}

/** Sends one file and waits until the import says what became of it. */
async function bring(world: Served, cookie: string, bytes: Buffer, name: string, index: number, report: Report): Promise<void> {
  const [id, since] = [uuidv7(), performance.now()]
  const took = () => performance.now() - since
  const staged = await world.tell(cookie, 'POST', `/api/imports?filename=${encodeURIComponent('名册.xlsx')}&id=${id}`, bytes)
  if (staged.status !== 200) {
    report.add(codeOf(staged))
    if (codeOf(staged) !== 'file-empty') report.fail('crashes', index, `${name}: ${staged.status} ${staged.text}`)
    return
  }
  for (;;) {
    // Asking again and again over HTTP would cost more than the reading: first wait until nothing is being done for it.
    await settled(id, hangMilliseconds)
    const { status, text } = await world.tell(cookie, 'GET', `/api/imports/${id}`)
    const { state, progress, refusal } = status === 200 ? JSON.parse(text) : { state: 'failed', progress: null, refusal: null }
    if (settledStates.includes(state) && progress === null) {
      report.add(state)
      report.most('longestMs', took())
      const faults = world.faults.splice(0)
      if (refusal?.facts?.why === 'process') report.add('readersLost')
      if (refusal?.refused === 'file-timeout') report.fail('hangs', index, `${name}: file-timeout`)
      else if (took() > hangMilliseconds) report.fail('hangs', index, `${name}: ${Math.round(took())} ms`)
      if (state === 'failed' || faults.length > 0) report.fail('crashes', index, `${name}: ${state} ${faults.map((fault) => (fault instanceof Error ? fault.stack : String(fault))).join(' | ').slice(0, 500)}`)
      return
    }
    if (took() > 3 * hangMilliseconds) return report.fail('hangs', index, `${name}: still ${state}`)
    await new Promise((done) => setTimeout(done, 8))
  }
}

/** What the database holds of files that were refused as a whole, and of persons whom nobody filed. */
async function kept(world: Served): Promise<number> {
  const { schema } = world.workspace
  const { rows } = await world.db.asOwner((owner) => owner.query<{ kept: string }>(`select ((select count(*) from ${schema}.register_person) + (select count(*) from ${schema}.ledger_entry) + (select count(*) from ${schema}.register_import_row r join ${schema}.register_import i on i.id = r.import_id where i.state = 'refused'))::text as kept`))
  return Number(rows[0]!.kept)
}

/** Broken and hostile spreadsheets, each brought as an import: rows to look over or a refusal, soon, and nothing kept of what is refused. */
export const files: Proof = {
  id: 'files', suiteSize: 800, proofSize: 100_000,
  target: { crashes: 0, hangs: 0, kept: 0 },
  async run(seed, n, from, report) {
    for (let first = from; first < n; ) {
      const last = Math.min(n, first - (first % filesOfWorld) + filesOfWorld)
      const world = await served()
      try {
        const { cookie } = await world.visitor('pei')
        const { bytes, rows } = await whole(world, cookie)
        const all = Object.entries(mutators(bytes, readFileSync(sample), rows))
        await each(first, last, 2, async (index) => {
          const [pick, [name, mutate]] = [drawOf(seed, index), all[index % all.length]!]
          await bring(world, cookie, mutate(pick), name, index, report)
        })
        report.add('kept', await kept(world))
        // What came after all of them is read as before.
        await bring(world, cookie, bytes, 'a right file', last, { ...report, add: (what, by) => (what === 'ready' || what === 'kept' ? report.add(what === 'ready' ? 'rightAfter' : what, by) : report.fail('crashes', last, `a right file: ${what}`)) })
      } finally {
        letGo()
        await world.close()
      }
      first = last
      report.done(first)
    }
  },
}
