import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BuildOrder, Built } from './build.ts'

const childFile = fileURLToPath(new URL('./build.child.ts', import.meta.url))

/**
 * Makes a workspace's file in a process of its own, so that whoever asks is not held up and the memory it takes is given back. Null: another
 * builder is at work. Throws where it failed or was ended (`signal`); what stood before then still stands.
 */
export async function buildInChild(order: BuildOrder, progress: (step: string) => void = () => {}, signal?: AbortSignal): Promise<Built | null> {
  const child = spawn(process.execPath, ['--no-warnings', '--max-old-space-size=512', childFile], { stdio: ['pipe', 'pipe', 'pipe'], env: {}, ...(signal ? { signal, killSignal: 'SIGKILL' as const } : {}) })
  // Being ended is told by its end.
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.stdin.end(JSON.stringify(order))
  let errors = ''
  child.stderr.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString()).slice(-2_000)))
  const ended = new Promise<number | null>((done) => child.once('close', done))
  let built: Built | null | undefined
  let fault: string | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { step?: string; built?: Built | null; fault?: string }
    if (said.step) progress(said.step)
    if (said.built !== undefined) built = said.built
    if (said.fault) fault = said.fault
  }
  const code = await ended
  if (built === undefined) throw new Error(`the builder of the read model ended (${code ?? 'killed'}): ${fault ?? errors}`)
  return built
}
