import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { exportLedger } from '#modules/figures/index.ts'
import { auditedAs } from '../audited.ts'
import { exit, orRefused, UsageError, type Verb } from './verb.ts'

export const exportVerb: Verb = {
  name: 'export',
  usage: '<slug> <folder>',
  summary: 'figures:cli.export',
  async run(cli, args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
    const [slug, folder] = positionals
    if (!slug || !folder || positionals.length !== 2) throw new UsageError(cli.text('cli.usage'))
    const manifest = orRefused(await exportLedger(auditedAs(await cli.ctx(slug), 'figures.export-ledger', { look: true }), resolve(folder), everySecond((done, of) => cli.progress(cli.text('figures:cli.journal', { done, of })))))
    cli.answer({ folder, ...manifest })
    for (const [name, file] of Object.entries(manifest.files)) cli.say(`${name}\t${file.lines}\t${file.sha256}`)
    cli.say(cli.text('figures:cli.exported', { journal: manifest.head.number, hash: manifest.head.hash }))
    return exit.done
  },
}

/** Passes progress on at most once a second. */
export function everySecond(tell: (done: string, of: string) => void): (done: bigint, of: bigint) => void {
  let last = Date.now()
  return (done, of) => {
    if (Date.now() - last < 1000) return
    last = Date.now()
    tell(String(done), String(of))
  }
}
