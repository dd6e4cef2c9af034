import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isRefusal } from '#kernel/refusal.ts'
import { keyFileOrNew, readKeyFile } from '../backup/key-file.ts'
import { checkBackup, makeBackup } from '../backup/make.ts'
import { exit, orRefused, UsageError, type Cli, type Verb } from './verb.ts'

/** An instant as people read it, to the minute. */
export const minuteOf = (at: string): string => at.slice(0, 16).replace('T', ' ')

/** A line on stderr for each table that is worth one. */
export const tableLines = (cli: Cli) => (table: string, rows: number): void => {
  if (rows >= 10_000) cli.progress(cli.text('cli.backup.table', { table, rows }))
}

export const backupVerb: Verb = {
  name: 'backup',
  usage: '<file> --key <key file> [--verify]',
  summary: 'cli.backup',
  async run(cli, args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { key: { type: 'string' }, verify: { type: 'boolean', default: false } } })
    const [named] = positionals
    if (!named || positionals.length !== 1) throw new UsageError(cli.text('cli.usage'))
    if (!values.key) throw new UsageError(cli.text('cli.backup.needs-key'))
    const [file, keyFile] = [resolve(named), resolve(values.key)]
    if (values.verify) {
      const { head: _, ...found } = orRefused(await checkBackup(file, orRefused(readKeyFile(keyFile))))
      cli.answer({ ok: true, ...found })
      cli.say(cli.text('cli.backup.whole', { ...found, at: minuteOf(found.at), megabytes: Math.ceil(found.bytes / 1_000_000) }))
      return exit.done
    }
    const key = orRefused(keyFileOrNew(keyFile))
    if (key.made) cli.progress(cli.text('cli.backup.key-made', { file: keyFile }))
    const made = await makeBackup(await cli.installation(), file, key.key, tableLines(cli))
    if (isRefusal(made)) return cli.refused(made)
    const { at, workspaces, tables, rows, bytes } = made
    cli.answer({ file, keyFile, keyMade: key.made, at, workspaces, tables, rows, bytes })
    cli.say(cli.text('cli.backup.made', { file, workspaces, rows, megabytes: Math.ceil(bytes / 1_000_000) }))
    return exit.done
  },
}
