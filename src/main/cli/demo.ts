import { parseArgs } from 'node:util'
import { makeDemo } from '../demo.ts'
import { exit, orRefused, type Verb } from './verb.ts'

export const demoVerb: Verb = {
  name: 'demo',
  usage: '[slug]',
  summary: 'cli.demo',
  async run(cli, args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
    const demo = orRefused(await makeDemo(await cli.installation(), positionals[0] ?? 'xuzhou', cli))
    cli.answer(demo)
    for (const { name, password, unit } of demo.accounts) cli.say(cli.text('cli.demo.account', { name, password, unit }))
    return exit.done
  },
}
