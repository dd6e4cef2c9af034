import { parseArgs } from 'node:util'
import { createWorkspace } from '#modules/organisation/index.ts'
import { listWorkspaces } from '../installation.ts'
import { exit, orRefused, UsageError, type Verb } from './verb.ts'

export const workspaceVerb: Verb = {
  name: 'workspace',
  usage: 'create <slug> --programme <file in programmes/> --units <code> | list',
  summary: 'cli.workspace',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { programme: { type: 'string' }, units: { type: 'string' } } })
    const [act, slug] = positionals
    if (act === 'list' && positionals.length === 1) {
      const workspaces = await listWorkspaces((await cli.installation()).pool)
      cli.answer({ workspaces: workspaces.map((w) => ({ slug: w.slug, programme: w.programme, country: w.country, units: w.topCode, name: w.name, createdAt: w.createdAt })) })
      for (const workspace of workspaces) cli.say(`${workspace.slug}\t${workspace.name}\t${workspace.topCode}\t${workspace.programme}`)
      if (workspaces.length === 0) cli.say(cli.text('cli.workspace.none'))
      return exit.done
    }
    if (act !== 'create' || !slug || positionals.length !== 2) throw new UsageError(cli.text('cli.usage'))
    const { programme, units } = values
    if (!programme || !units) throw new UsageError(cli.text('cli.workspace.needs'))
    const { asOwner, app } = await cli.installation()
    const made = orRefused(await asOwner((owner) => createWorkspace(owner, {
      slug, programme, units, now: Temporal.Now.instant(), app,
      progress: (done, of) => cli.progress(cli.text('cli.workspace.progress', { done, of })),
    })))
    cli.answer({ slug: made.slug, units: made.units, former: made.former, top: made.top })
    cli.say(cli.text('cli.workspace.made', { slug: made.slug, units: made.units, top: made.top.name }))
    return exit.done
  },
}
