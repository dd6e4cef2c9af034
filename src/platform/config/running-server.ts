import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { isRunning, processFacts } from '../database/embedded.process.ts'
import type { Config } from './index.ts'

type Place = Pick<Config, 'dataFolder' | 'host' | 'port'>

/**
 * Before a server listens: is its port free, does a server of this very data folder already listen there (`ours`), or does
 * another program hold it (`taken`)? Port 0 is always free.
 */
export async function portState(place: Place): Promise<'free' | 'ours' | 'taken'> {
  if (place.port === 0 || (await isFree(place))) return 'free'
  const [pid, startedTicks] = readNote(noteFile(place, place.port)).split(' ')
  return isRunning(Number(pid)) && processFacts(Number(pid))?.startedTicks === startedTicks ? 'ours' : 'taken'
}

/** Notes that this process serves the data folder on `port`; the returned function takes the note away again. */
export function noteServer(place: Pick<Config, 'dataFolder'>, port: number): () => void {
  const file = noteFile(place, port)
  mkdirSync(join(place.dataFolder, 'servers'), { recursive: true })
  writeFileSync(file, `${process.pid} ${processFacts(process.pid)?.startedTicks ?? ''}`)
  return () => rmSync(file, { force: true })
}

const noteFile = (place: Pick<Config, 'dataFolder'>, port: number): string => join(place.dataFolder, 'servers', String(port))

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '0'
  }
}

function isFree({ host, port }: Place): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => answer(true)))
  })
}
