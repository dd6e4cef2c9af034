import { BeyondExact } from '#kernel/exact.ts'
import { refuse } from '#kernel/refusal.ts'
import { negotiateLanguage, type Language } from '#kernel/languages.ts'
import { ConfigError, readConfig } from '#platform/config/index.ts'
import { translate } from '#platform/i18n/index.ts'
import { accountsVerb } from './accounts.ts'
import { agenciesVerb } from './agencies.ts'
import { backupVerb } from './backup.ts'
import { auditVerb } from './audit.ts'
import { demoVerb } from './demo.ts'
import { exportVerb } from './export.ts'
import { exportsVerb } from './exports.ts'
import { figuresVerb } from './figures.ts'
import { importVerb } from './import.ts'
import { indicatorsVerb } from './indicators.ts'
import { keysVerb } from './keys.ts'
import { receiptVerb } from './receipt.ts'
import { restoreVerb } from './restore.ts'
import { rightsVerb } from './rights.ts'
import { serveVerb } from './serve.ts'
import { unitsVerb } from './units.ts'
import { exit, openCli, Refused, UsageError, type Verb } from './verb.ts'
import { verifyVerb } from './verify.ts'
import { workspaceVerb } from './workspace.ts'

/** All verbs, in the order in which a newcomer meets them. */
const verbs: readonly Verb[] = [serveVerb, demoVerb, workspaceVerb, accountsVerb, importVerb, unitsVerb, agenciesVerb, indicatorsVerb, figuresVerb, receiptVerb, verifyVerb, auditVerb, exportVerb, exportsVerb, rightsVerb, backupVerb, restoreVerb, keysVerb]

/** `zh_CN.UTF-8` and the like; English where the terminal says nothing of Chinese or Vietnamese. */
function languageOfTerminal(env: NodeJS.ProcessEnv): Language {
  const asked = env['QIAOSHOU_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en'
  return /^(zh|vi)/.test(asked) ? negotiateLanguage(asked.split('.')[0]!.replace('_', '-')) : 'en'
}

function help(language: Language, name: string | undefined, json: boolean): number {
  const lines = verbs.map((one) => `  qiaoshou ${one.name} ${one.usage}\n      ${translate(language, one.summary)}`).join('\n')
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    process.stdout.write(`${lines}\n\n${translate(language, 'cli.common')}\n`)
    return exit.done
  }
  process.stderr.write(`${translate(language, 'cli.unknown', { name })}\n${lines}\n`)
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message: translate(language, 'cli.unknown', { name }) } })}\n`)
  return exit.fault
}

/** What went wrong, in words: a sentence where the operator can mend it, the whole trace where only an engineer can. */
function fault(error: unknown, verb: Verb, json: boolean): number {
  const typed = error instanceof UsageError || String((error as { code?: string }).code ?? '').startsWith('ERR_PARSE_ARGS')
  const { message, stack } = error as Error
  const words = typed ? `${message}\nqiaoshou ${verb.name} ${verb.usage}` : error instanceof ConfigError ? message : (stack ?? message)
  process.stderr.write(`${words}\n`)
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: typed ? 'usage' : 'fault', message } })}\n`)
  return exit.fault
}

/** A reader that closes early (`… | head`) is not a fault: stop writing and end. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(exit.done)
  })
}

/** Runs one command. Out: the exit code: 0 done, 2 nothing kept, 1 a fault. Never throws. */
export async function main(argv: string[]): Promise<number> {
  endWithReader()
  const language = languageOfTerminal(process.env)
  const json = argv.includes('--json')
  const [name, ...rest] = argv.filter((word) => word !== '--json')
  const verb = verbs.find((one) => one.name === name)
  if (!verb) return help(language, name, json)
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`qiaoshou ${verb.name} ${verb.usage} [--json]\n${translate(language, verb.summary)}\n`)
    return exit.done
  }
  let close: () => Promise<void> = async () => {}
  try {
    const opened = openCli(readConfig(process.env), language, json)
    close = async () => void (await opened.close())
    return await verb.run(opened.cli, rest).catch((error: unknown) => {
      if (error instanceof Refused) return opened.cli.refused(error.refusal)
      if (error instanceof BeyondExact) return opened.cli.refused(refuse('sum-too-large'))
      throw error
    })
  } catch (error) {
    return fault(error, verb, json)
  } finally {
    await close()
  }
}
