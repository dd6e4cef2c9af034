import { cpSync, existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isUuid } from '#kernel/ids.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { ErasureLine } from '#modules/rights/index.ts'
import { erasuresFolder } from './marker.ts'

/** The erasures of all workspaces: slug → lines. Refuses `erasures-unreadable` with the file and line. */
export function readErasures(folder: string): Map<string, ErasureLine[]> | Refusal {
  const found = new Map<string, ErasureLine[]>()
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonl')).sort()) {
    const lines: ErasureLine[] = []
    for (const [index, text] of readFileSync(join(folder, name), 'utf8').split('\n').entries()) {
      if (text === '') continue
      const line = parsed(text)
      if (!line) return refuse('erasures-unreadable', { file: join(folder, name), line: index + 1 })
      lines.push(line)
    }
    if (lines.length > 0) found.set(name.slice(0, -'.jsonl'.length), lines)
  }
  return found
}

function parsed(text: string): ErasureLine | null {
  try {
    const line = JSON.parse(text) as Partial<ErasureLine>
    return isUuid(line.person ?? '') && (line.also ?? []).every((one) => isUuid(one)) && isUuid(line.request ?? '') && typeof line.at === 'string' ? (line as ErasureLine) : null
  } catch {
    return null
  }
}

/** Where the erasures are read from: the folder that was named, or the one in the data folder where there is one. Refuses `folder-missing`. */
export function erasuresAt(dataFolder: string, named: string | undefined): string | null | Refusal {
  if (named !== undefined) return existsSync(named) ? named : refuse('folder-missing', { folder: named })
  const own = join(dataFolder, erasuresFolder)
  return existsSync(own) ? own : null
}

/** Keeps erasures that came from elsewhere with the restored data, for the next restore. */
export function keepErasures(from: string, dataFolder: string): void {
  const own = join(dataFolder, erasuresFolder)
  if (existsSync(own) && realpathSync(own) === realpathSync(from)) return
  cpSync(from, own, { recursive: true })
}
