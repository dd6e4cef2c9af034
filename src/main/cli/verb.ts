import { isRefusal, type Refusal } from '#kernel/refusal.ts'
import type { Language } from '#kernel/languages.ts'
import type { Config } from '#platform/config/index.ts'
import { refusalText, translate, type Facts } from '#platform/i18n/index.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { getWorkspace, openInstallation, type Installation } from '../installation.ts'

/** Exit codes: done (also with refused rows) · a fault · nothing kept. */
export const exit = { done: 0, fault: 1, nothingKept: 2 } as const

/** What a verb of the command line is given. Human text goes to stdout, or one JSON object where `json`; progress to stderr always. */
export type Cli = {
  readonly config: Config
  readonly json: boolean
  readonly language: Language
  /** A line of the answer for people; silent under --json. */
  say(line: string): void
  /** The answer as one object; silent without --json. */
  answer(object: object): void
  /** Progress, on stderr. */
  progress(line: string): void
  /** Opens the installation once; closed when the command ends. */
  installation(): Promise<Installation>
  /** The operator's context in a workspace; throws `Refused` with `workspace-not-found`. */
  ctx(slug: string): Promise<Ctx>
  /** The sentence of a key. */
  text(key: string, facts?: Facts): string
  /** Says a refusal in the reader's language (and as JSON) and answers the exit code for it. */
  refused(refusal: Refusal): number
}

/** One verb: how it is typed and what it does. `run` answers the exit code. */
export type Verb = {
  readonly name: string
  /** What stands after the name: `<slug> roster <file> [--dry-run]`. */
  readonly usage: string
  /** Key of the sentence that says what it is for. */
  readonly summary: string
  run(cli: Cli, args: string[]): Promise<number>
}

/** A refusal on its way up to `main`. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

/** The value, or out with the refusal. */
export function orRefused<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Refused(value)
  return value as T
}

/** A command line that cannot be read. */
export class UsageError extends Error {}

/** Makes the `Cli` of one run; `close` gives the database back. */
export function openCli(config: Config, language: Language, json: boolean): { cli: Cli; close(): Promise<void> } {
  let opened: Promise<Installation> | undefined
  const progress = (line: string) => void process.stderr.write(`${line}\n`)
  const cli: Cli = {
    config, json, language, progress,
    say: (line) => void (json || process.stdout.write(`${line}\n`)),
    answer: (object) => void (json && process.stdout.write(`${JSON.stringify(object)}\n`)),
    installation: () => (opened ??= openInstallation(config, progress, { supervise: false })),
    async ctx(slug) {
      const installation = await cli.installation()
      const workspace = await getWorkspace(installation.pool, slug)
      if (!workspace) throw new Refused({ refused: 'workspace-not-found', facts: { slug } })
      return installation.operatorCtx(workspace, language)
    },
    text: (key, facts = {}) => translate(language, key, facts),
    refused(refusal) {
      const sentence = refusalText(language, refusal)
      cli.answer({ error: { code: refusal.refused, facts: refusal.facts, message: sentence } })
      progress(sentence)
      return exit.nothingKept
    },
  }
  return { cli, close: async () => opened && (await opened.catch(() => undefined))?.close() }
}
