/**
 * Proofs at large: `npm run prove -- races --seed 7 --n 10000`. Prints one JSON line a proof; exit 1 where one did not pass.
 * A stopped run goes on when it is asked for again. README.md beside this file tells the rest.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openCluster } from './cluster.ts'
import { prove } from './proof.ts'
import { proofs } from './proofs.ts'

const folder = join(import.meta.dirname, '../.tmp/prove')
const say = (line: string) => void process.stderr.write(`${line}\n`)
const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string', default: '20261122' }, n: { type: 'string' }, case: { type: 'string' } } })
const wanted = proofs.filter(({ id }) => positionals.includes(id))
const numbers = [values.seed, values.n, values.case].filter((text) => text !== undefined)
if (wanted.length === 0 || wanted.length < positionals.length || numbers.some((text) => !/^\d{1,9}$/.test(text))) {
  say(`usage: npm run prove -- ${proofs.map(({ id }) => id).join(' | ')} [--seed N] [--n M] [--case I]`)
  process.exit(1)
}
const close = await openCluster(join(folder, 'data'), say)
try {
  for (const proof of wanted) {
    const { failures, ...line } = await prove(proof, { seed: Number(values.seed), n: Number(values.n ?? proof.proofSize), folder, say, ...(values.case === undefined ? {} : { only: Number(values.case) }) })
    process.stdout.write(`${JSON.stringify(line)}\n`)
    if (!line.pass) process.exitCode = 1
  }
} finally {
  await close()
}
process.exit()
