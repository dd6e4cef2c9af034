import { parseArgs } from 'node:util'
import { isRefusal } from '#kernel/refusal.ts'
import { listKeys, rotateKeys } from '../keys.ts'
import { exit, UsageError, type Verb } from './verb.ts'

export const keysVerb: Verb = {
  name: 'keys',
  usage: 'list | rotate',
  summary: 'cli.keys',
  async run(cli, args) {
    const { positionals } = parseArgs({ args, allowPositionals: true })
    const [act] = positionals
    if ((act !== 'list' && act !== 'rotate') || positionals.length !== 1) throw new UsageError(cli.text('cli.usage'))
    const installation = await cli.installation()
    if (act === 'list') {
      const keys = await listKeys(installation)
      cli.answer({ keys })
      for (const { number, newest, values, files } of keys) cli.say(cli.text(newest ? 'cli.keys.newest' : 'cli.keys.key', { number: String(number), values, files }))
      return exit.done
    }
    let said = 0
    const done = await rotateKeys(installation, (values) => {
      if (values - said < 50_000) return
      said = values
      cli.progress(cli.text('cli.keys.progress', { values }))
    })
    if (isRefusal(done)) return cli.refused(done)
    cli.answer(done)
    cli.say(cli.text('cli.keys.rotated', { number: String(done.number), values: done.values, files: done.files, dropped: done.dropped.join(', ') || '–' }))
    return exit.done
  },
}
