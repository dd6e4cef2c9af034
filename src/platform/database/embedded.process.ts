import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What /proc says of a process: whether it still runs, when it started (ticks since boot), its program's name. */
export type ProcessFacts = { readonly zombie: boolean; readonly startedTicks: string; readonly program: string }

/** Null where no such process exists. A zombie exists, but runs nothing. */
export function processFacts(pid: number): ProcessFacts | null {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return null
  }
  // pid (program) state ppid …: the program's name may itself hold spaces and brackets
  const close = stat.lastIndexOf(')')
  const fields = stat.slice(close + 2).split(' ')
  return {
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    startedTicks: fields[19] ?? '',
    program: stat.slice(stat.indexOf('(') + 1, close),
  }
}

export function isRunning(pid: number): boolean {
  const facts = processFacts(pid)
  return facts !== null && !facts.zombie
}

/**
 * The name a cluster's processes carry in their command line. Command lines are readable by everybody, while the
 * working folder of another user's process is hidden even from root in a container without CAP_SYS_PTRACE.
 */
export function clusterName(clusterFolder: string): string {
  return `qiaoshou-${createHash('sha256').update(clusterFolder).digest('hex').slice(0, 12)}`
}

/** True where the process is a running postgres of this cluster, started by us or by hand. */
export function servesCluster(pid: number, clusterFolder: string): boolean {
  const facts = processFacts(pid)
  if (facts === null || facts.zombie || facts.program !== 'postgres') return false
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (commandLine.includes(clusterName(clusterFolder)) || commandLine.split('\0').includes(clusterFolder)) return true
    return readlinkSync(`/proc/${pid}/cwd`) === clusterFolder
  } catch {
    return false
  }
}

/** All running postgres processes of this cluster. After a postmaster was killed its backends may live on for a while. */
export function clusterProcesses(clusterFolder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => servesCluster(pid, clusterFolder))
}

/** All processes that name a folder on their command line: an initdb that its starter's death left running, and what it started. */
export function processesNaming(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })
}

/** Sends a signal; a process that is gone or not ours to signal is no fault. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // gone in between
  }
}

export const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

/** Asks every `everyMilliseconds` until `holds` is true; false after the limit. */
export async function waitUntil(holds: () => boolean, limitMilliseconds: number, everyMilliseconds = 20): Promise<boolean> {
  const end = performance.now() + limitMilliseconds
  while (!holds()) {
    if (performance.now() > end) return false
    await sleep(everyMilliseconds)
  }
  return true
}
