import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the product answers, and the folder it keeps its data in. */
    journeys: { address: string; dataFolder: string }
  }
}

const root = join(import.meta.dirname, '../../..')

/** Starts the product as an operator does, on an empty data folder and a free port, and waits until it says that it is ready. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // shards run beside each other: each has its own server and its own data
  const dataFolder = join(root, `test/.tmp/journeys${project.vitest.config.shard ? `-${project.vitest.config.shard.index}` : ''}`)
  // a server that somebody already keeps running, while journeys are being written, and where it keeps its data
  const running = process.env['JOURNEYS_AT']
  if (running) {
    project.provide('journeys', { address: running, dataFolder: process.env['JOURNEYS_DATA'] ?? dataFolder })
    return async () => {}
  }
  rmSync(dataFolder, { recursive: true, force: true })
  mkdirSync(dataFolder, { recursive: true })
  const server = spawn(join(root, 'bin/qiaoshou'), ['serve', '--demo'], { env: { ...process.env, QIAOSHOU_DATA: dataFolder, PORT: '0', QIAOSHOU_LANG: 'en' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await ready(server)
  project.provide('journeys', { address, dataFolder })
  return async () => {
    server.kill('SIGINT')
    await new Promise((done) => server.once('close', done))
  }
}

function ready(server: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = ''
    server.stdout!.on('data', (part: Buffer) => {
      said += part.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (address) done(address[0])
    })
    server.once('close', (code) => failed(new Error(`the server ended (${code}) before it was ready: ${said}`)))
  })
}
