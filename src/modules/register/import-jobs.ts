import type { ImportDetail } from './imports.contract.ts'
import type { Uuid } from '#kernel/ids.ts'

type Doing = NonNullable<ImportDetail['progress']>
type Job = { last: Promise<void>; waiting: number; progress: Doing | null }
/** Told how far a step is: rows done, of how many where that is known. */
type Progress = (step: Doing['step'], done: number, total: number | null) => void

/** What this process does for imports at this moment; after a restart there is nothing here, and the import says what to do again. */
const jobs = new Map<Uuid, Job>()

/** Runs work for an import after what was asked for it before. The promise never rejects: work keeps its own faults. */
export function enqueue(id: Uuid, work: (progress: Progress) => Promise<void>): Promise<void> {
  const job = jobs.get(id) ?? { last: Promise.resolve(), waiting: 0, progress: null }
  jobs.set(id, job)
  job.waiting += 1
  job.last = job.last
    .then(() => work((step, done, total) => (job.progress = { step, done, total })))
    .catch(() => {})
    .finally(() => {
      job.waiting -= 1
      job.progress = null
      if (job.waiting === 0) jobs.delete(id)
    })
  return job.last
}

/** How far the work on an import is; null where nothing is being done. */
export function progressOf(id: Uuid): Doing | null {
  const job = jobs.get(id)
  return job ? (job.progress ?? { step: 'reading', done: 0, total: null }) : null
}

/** Waits until nothing is being done for an import, at most so long. */
export async function settled(id: Uuid, milliseconds: number): Promise<void> {
  const job = jobs.get(id)
  if (!job) return
  let timer: NodeJS.Timeout | undefined
  await Promise.race([job.last, new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))])
  clearTimeout(timer)
}
