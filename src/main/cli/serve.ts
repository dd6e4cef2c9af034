import { parseArgs } from 'node:util'
import { serve } from '../server.ts'
import type { Verb } from './verb.ts'

export const serveVerb: Verb = {
  name: 'serve',
  usage: '[--demo]',
  summary: 'cli.serve',
  async run(cli, args) {
    const { values } = parseArgs({ args, options: { demo: { type: 'boolean', default: false } } })
    return serve(cli, { demo: values.demo })
  },
}
