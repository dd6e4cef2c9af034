// A program that uses the database of the data folder it is given, for the tests that kill it: says where the database is,
// keeps it until SIGTERM, gives it back. With `plain` it listens to no signal, like any short verb.
import { openDatabase } from './embedded.ts'

const started = performance.now()
const database = await openDatabase({ databaseUrl: null, dataFolder: process.argv[2]! }, (line) => process.stderr.write(`${line}\n`))
database.watch((ownerUrl) => process.stdout.write(`${JSON.stringify({ restarted: ownerUrl })}\n`))
process.stdout.write(`${JSON.stringify({ ownerUrl: database.ownerUrl, milliseconds: performance.now() - started })}\n`)
const alive = setInterval(() => {}, 60_000)
if (process.argv[3] !== 'plain') process.once('SIGTERM', () => void database.release().finally(() => clearInterval(alive)))
