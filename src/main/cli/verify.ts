import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { noWitnesses, readWitnesses, verify } from '#modules/figures/index.ts'
import { sayLogs, verifyLogs } from './audit.ts'
import { everySecond } from './export.ts'
import { exit, orRefused, UsageError, type Verb } from './verb.ts'

export const verifyVerb: Verb = {
  name: 'verify',
  usage: '<slug> [--against <receipt, export folder, or heads file>]…',
  summary: 'figures:cli.verify',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { against: { type: 'string', multiple: true } } })
    const [slug] = positionals
    if (!slug || positionals.length !== 1) throw new UsageError(cli.text('cli.usage'))
    let witnesses = noWitnesses
    for (const path of values.against ?? []) {
      const read = await readWitnesses(resolve(path), slug)
      if ('refused' in read) {
        cli.refused(read)
        return exit.fault
      }
      witnesses = { heads: [...witnesses.heads, ...read.heads], receipts: [...witnesses.receipts, ...read.receipts] }
    }
    const ctx = orRefused(await cli.ctx(slug))
    const result = await verify(ctx, witnesses, everySecond((done, of) => cli.progress(cli.text('figures:cli.journal', { done, of }))))
    const [firstBad] = result.faults
    const audit = await verifyLogs(ctx)
    const auditAgrees = Object.values(audit).every(({ faults }) => faults.length === 0)
    cli.answer({ ok: !firstBad && auditAgrees, ...result, firstBad: firstBad ?? null, audit })
    cli.say(cli.text('figures:cli.verified', { journal: result.journal, entries: result.entries, receipts: result.receipts, witnesses: result.witnesses }))
    for (const { journal, fault, receipt } of result.faults.slice(0, 20)) cli.say(cli.text(`figures:fault.${fault}`, { journal, receipt: receipt ?? '' }))
    sayLogs(cli, audit)
    cli.say(cli.text(firstBad || !auditAgrees ? 'figures:cli.verify.bad' : 'figures:cli.verify.good'))
    return firstBad || !auditAgrees ? exit.fault : exit.done
  },
}
