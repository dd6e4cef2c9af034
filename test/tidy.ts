/** A file of code over this many lines holds more than one idea. */
export const lineLimit = 300

/** Files that may be longer, each with its own ceiling, which may only sink: data and tables of words, mostly. */
const longer: Record<string, number> = {}

export function lineLimitOf(file: string): number {
  return longer[file] ?? (/\.test\.tsx?$|^test\/|^bench\/|\.css$/.test(file) ? 400 : lineLimit)
}

type Ban = {
  /** What must not stand in a line, in files that `in` names. */
  readonly pattern: RegExp
  readonly in: RegExp
  readonly except?: RegExp
  /** A file and text that break it: the ban has been seen to work. */
  readonly planted: readonly [string, string]
}

const anywhere = /./
const code = /\.(ts|tsx|js|mjs)$/

/** What must not stand in the tree; the name says what to do instead. */
export const bans: Readonly<Record<string, Ban>> = {
  'nothing is left open: do it or file it': { pattern: /\b(TODO|FIXME|XXX)\b/, in: code, except: /^test\/tidy/, planted: ['src/a.ts', '// TO' + 'DO later'] },
  'tests all run': { pattern: /\b(test|it|describe)\.(only|skip|todo)\(/, in: /\.test\.tsx?$/, except: /^test\/tidy/, planted: ['src/a.test.ts', 'test' + '.only("x")'] },
  'no path of a machine': { pattern: /(^|[\s"'`(=:])\/(work|home|root|Users)\//, in: anywhere, except: /^test\/tidy/, planted: ['README.md', 'see ' + '/work/' + 'main'] },
  'no registry is named': { pattern: /registry\.npmjs|npmmirror|deb\.debian\.org/, in: anywhere, except: /^test\/tidy/, planted: ['docs/a.md', 'from registry.' + 'npmjs.org'] },
  'SQL text is never put together: use the sql tag': { pattern: /sql\.raw\(\s*[^'"`)]/, in: code, except: /^test\/|\.test\.ts$|^src\/platform\/database\//, planted: ['src/modules/a/store.ts', 'sql.raw(' + 'order)'] },
  'no clock in a rule: now is an argument': { pattern: /Date\.now\(\)|new Date\(\)|Temporal\.Now/, in: /(^|\/|\.)(model|policy|entries)\.ts$/, planted: ['src/modules/a/model.ts', 'const t = Date.now' + '()'] },
  'chance is seeded, or comes from node:crypto': { pattern: /Math\.random\(/, in: code, except: /^test\/tidy/, planted: ['src/a.ts', 'Math.random' + '()'] },
  'sentences stand in messages, not in screens': { pattern: /[\u4e00-\u9fff]/, in: /\/ui\/.*\.tsx$|^src\/web\/.*\.tsx$/, except: /\.test\.tsx$/, planted: ['src/modules/a/ui/List.tsx', '<b>' + '户册</b>'] },
  'nothing is printed past the command line and the log': { pattern: /\bconsole\.(log|error|warn|info)\(/, in: /^src\/.*\.tsx?$/, planted: ['src/a.ts', 'console.' + 'log(1)'] },
}

export type Fault = { ban: string; file: string; line: number; text: string }

/** Every ban that a file's text breaks, by line. Comments count for words that must not stand anywhere; Chinese in comments of screens does not. */
export function faultsOfText(file: string, text: string): Fault[] {
  const lines = text.split('\n')
  return Object.entries(bans)
    .filter(([, ban]) => ban.in.test(file) && !ban.except?.test(file))
    .flatMap(([name, ban]) => lines.flatMap((line, index) => {
      const said = name.startsWith('sentences') ? line.replace(/\/\/.*$|\/?\*.*$|\{\/\*.*?\*\/\}/g, '') : line
      return ban.pattern.test(said) ? [{ ban: name, file, line: index + 1, text: line.trim().slice(0, 120) }] : []
    }))
}
