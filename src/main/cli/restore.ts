import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isRefusal } from '#kernel/refusal.ts'
import { replayErasures } from '#modules/rights/index.ts'
import { readKeyFile } from '../backup/key-file.ts'
import { restoreBackup } from '../backup/restore.ts'
import { minuteOf, tableLines } from './backup.ts'
import { exit, orRefused, UsageError, type Verb } from './verb.ts'

export const restoreVerb: Verb = {
  name: 'restore',
  usage: '<file> --key <key file> [--erasures <folder>]',
  summary: 'cli.restore',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { key: { type: 'string' }, erasures: { type: 'string' } } })
    const [named] = positionals
    if (!named || positionals.length !== 1) throw new UsageError(cli.text('cli.usage'))
    if (!values.key) throw new UsageError(cli.text('cli.backup.needs-key'))
    const done = await restoreBackup(cli.config, {
      path: resolve(named), key: orRefused(readKeyFile(resolve(values.key))), replay: replayErasures, language: cli.language, log: cli.progress, progress: tableLines(cli),
      ...(values.erasures === undefined ? {} : { erasures: resolve(values.erasures) }),
    })
    if (isRefusal(done)) return cli.refused(done)
    cli.answer(done)
    cli.say(cli.text('cli.restore.done', { at: minuteOf(done.at), rows: done.rows }))
    for (const { slug, journal, entries, receipts, erased, faults } of done.workspaces) {
      cli.say(cli.text(faults > 0 ? 'cli.restore.workspace-bad' : 'cli.restore.workspace', { slug, journal, entries, receipts, erased }))
    }
    // What was backed up stands again as it was; where its ledger was not in order then, that is said now.
    return done.workspaces.some(({ faults }) => faults > 0) ? exit.fault : exit.done
  },
}
