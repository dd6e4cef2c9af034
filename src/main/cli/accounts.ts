import { parseArgs } from 'node:util'
import { grantedRoles, type GrantedRole } from '#kernel/abilities.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { blockAccount, endGrant, giveGrant, listAccounts, makeAccount, operatorAct, readAccount, removeFactor, resetAccount, unblockAccount } from '#modules/accounts/index.ts'
import { unitByCode } from '#modules/organisation/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import type { Installation } from '../installation.ts'
import { houseOf } from '../modules.ts'
import { exit, orRefused, Refused, UsageError, type Cli, type Verb } from './verb.ts'

const options = {
  workspace: { type: 'string' }, 'display-name': { type: 'string' }, phone: { type: 'string' }, unit: { type: 'string' }, role: { type: 'string' },
  from: { type: 'string' }, to: { type: 'string' }, person: { type: 'string' }, reason: { type: 'string' },
} as const
type Values = { [Name in keyof typeof options]?: string | undefined }
type Job = { cli: Cli; installation: Installation; ctx: Ctx; name: string; values: Values }

/** The operator's own context for an act: its name stands in the audit log. */
const acting = (ctx: Ctx, verb: string): Ctx => (ctx.db.who ? { ...ctx, db: { ...ctx.db, who: { ...ctx.db.who, verb, written: { lines: 0 } } } } : ctx)

/** The account of a user name in the workspace. */
async function accountOf({ ctx, name }: Job): Promise<string> {
  for (let page = 1; ; page += 1) {
    const { rows, total, pageSize } = await listAccounts(ctx, { q: name, page })
    const found = rows.find((row) => row.name.toLowerCase() === name.normalize('NFKC').trim().toLowerCase())
    if (found) return found.id
    if (page * pageSize >= total) throw new Refused({ refused: 'account-not-found', facts: {} })
  }
}

async function give(job: Job, accountId: string): Promise<void> {
  const { ctx, installation, values, cli } = job
  if (!values.role) return
  if (!(grantedRoles as readonly string[]).includes(values.role)) throw new UsageError(`${cli.text('cli.accounts.roles')} ${grantedRoles.join(' ')}`)
  const code = values.unit
  const unit = code ? await inSnapshot(ctx.db, (tx) => unitByCode(tx, ctx.actor.reach, code)) : { id: ctx.workspace.topUnitId }
  if (!unit) throw new Refused({ refused: 'unit-not-found', facts: {} })
  const asked = { id: uuidv7(), role: values.role as GrantedRole, unitId: unit.id, validFrom: values.from, validTo: values.to, personId: values.person }
  const refused = await installation.asOwner((owner) => operatorAct<Refusal | null>(owner, ctx, 'accounts.give-grant', (tx) => giveGrant(ctx, accountId, asked, tx)))
  if (isRefusal(refused)) throw new Refused(refused)
  cli.say(cli.text('cli.accounts.granted', { name: job.name, role: values.role }))
}

function sayLink(cli: Cli, name: string, link: { path: string; expiresAt: string }, more: object = {}): void {
  cli.answer({ name, link: link.path, expiresAt: link.expiresAt, ...more })
  cli.say(cli.text('cli.accounts.link', { name, path: link.path, until: link.expiresAt.slice(0, 16).replace('T', ' ') }))
}

const acts: Record<string, (job: Job) => Promise<void>> = {
  async add(job) {
    const { cli, ctx, name, values, installation } = job
    const id = uuidv7()
    const made = orRefused(await makeAccount(acting(ctx, 'accounts.make'), { id, name, displayName: values['display-name'] ?? name, phone: values.phone }, houseOf(installation.pool, cli.config)))
    await give(job, id)
    // An administrator's role ends the links that stood before it; the operator hands over a new one.
    const account = values.role ? orRefused(await readAccount(ctx, id, houseOf(installation.pool, cli.config))) : null
    const link = account?.administrator ? orRefused(await resetAccount(acting(ctx, 'accounts.reset'), id, houseOf(installation.pool, cli.config))) : made.link
    sayLink(cli, name, link, { id })
  },
  async grant(job) {
    if (!job.values.role) throw new UsageError(`${job.cli.text('cli.accounts.roles')} ${grantedRoles.join(' ')}`)
    await give(job, await accountOf(job))
    job.cli.answer({ name: job.name, role: job.values.role })
  },
  async 'end-grant'(job) {
    const { cli, ctx, installation, values, name } = job
    const id = await accountOf(job)
    const account = orRefused(await readAccount(ctx, id, houseOf(installation.pool, cli.config)))
    const chosen = account.grants.filter((g) => g.state !== 'over' && (!values.role || g.role === values.role) && (!values.unit || g.unit.code === values.unit))
    if (chosen.length === 0) throw new Refused({ refused: 'grant-not-found', facts: {} })
    for (const grant of chosen) {
      const refused = await installation.asOwner((owner) => operatorAct<Refusal | null>(owner, ctx, 'accounts.end-grant', (tx) => endGrant(ctx, id, grant.id, tx)))
      if (isRefusal(refused)) throw new Refused(refused)
      cli.say(cli.text('cli.accounts.ended', { name, role: grant.role, unit: grant.unit.code }))
    }
    cli.answer({ name, ended: chosen.map((g) => ({ role: g.role, unit: g.unit.code })) })
  },
  async block(job) {
    if (!job.values.reason) throw new UsageError(job.cli.text('cli.accounts.reason'))
    orRefused(await blockAccount(acting(job.ctx, 'accounts.block'), await accountOf(job), job.values.reason))
    done(job)
  },
  async unblock(job) {
    orRefused(await unblockAccount(acting(job.ctx, 'accounts.unblock'), await accountOf(job)))
    done(job)
  },
  async reset(job) {
    sayLink(job.cli, job.name, orRefused(await resetAccount(acting(job.ctx, 'accounts.reset'), await accountOf(job), houseOf(job.installation.pool, job.cli.config))))
  },
  async 'remove-factor'(job) {
    orRefused(await removeFactor(acting(job.ctx, 'accounts.remove-factor'), await accountOf(job)))
    done(job)
  },
}

function done({ cli, name }: Job): void {
  cli.answer({ name, done: true })
  cli.say(cli.text('cli.accounts.done', { name }))
}

async function list(cli: Cli, ctx: Ctx): Promise<void> {
  const all = []
  for (let page = 1; ; page += 1) {
    const { rows, total, pageSize } = await listAccounts(ctx, { page })
    all.push(...rows)
    if (page * pageSize >= total) break
  }
  cli.answer({ accounts: all })
  for (const one of all) cli.say([one.name, one.displayName, one.state, one.factor ? 'factor' : '-', one.roles.join(' ') || '-', one.lastSignInAt?.slice(0, 10) ?? '-'].join('\t'))
}

export const accountsVerb: Verb = {
  name: 'accounts',
  usage: 'list | add <name> [--display-name <name>] [--phone <number>] [--role <role> [--unit <code>] [--person <card>]] | grant <name> --role <role> [--unit <code>] [--from <day>] [--to <day>] [--person <card>] | end-grant <name> [--role <role>] [--unit <code>] | block <name> --reason <why> | unblock <name> | reset <name> | remove-factor <name>, each with --workspace <slug>',
  summary: 'cli.accounts',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    const [act = '', name] = positionals
    if (!values.workspace) throw new UsageError(cli.text('cli.accounts.workspace'))
    const work = acts[act]
    if (act !== 'list' && (!work || !name || positionals.length !== 2)) throw new UsageError(cli.text('cli.usage'))
    const ctx = await cli.ctx(values.workspace)
    if (work && name) await work({ cli, installation: await cli.installation(), ctx, name, values })
    else await list(cli, ctx)
    return exit.done
  },
}
