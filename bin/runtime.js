// The first lines that run on a fresh clone, under whatever Node the system has (18 or newer) and before anything is
// installed: therefore plain CommonJS and nothing but Node's own modules.
'use strict'
const { spawn } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const net = require('node:net')
const path = require('node:path')

const root = path.dirname(path.dirname(fs.realpathSync(__filename)))
const pinnedNode = path.join(root, 'node_modules', 'node', 'bin', 'node')

/** The sentence why node_modules is not what package-lock.json says, or null where it is. */
function installFault() {
  const wanted = readJson(path.join(root, 'package-lock.json'))
  const found = readJson(path.join(root, 'node_modules', '.package-lock.json'))
  if (!wanted) throw new Error('package-lock.json is missing or broken; get the whole project again.')
  if (!found || !fs.existsSync(pinnedNode)) return 'Installing what the project needs; once, this takes a minute or two.'
  for (const [name, entry] of Object.entries(wanted.packages)) {
    if (name === '' || entry.link) continue
    const have = found.packages[name]
    // An optional package that is not there belongs to another kind of machine.
    if (have ? have.version !== entry.version : !(entry.optional || entry.peer || entry.devOptional)) {
      return `Installing what has changed (${name.replace(/^node_modules\//, '')}).`
    }
  }
  return null
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Installs where something is missing. Two that start at once: the second waits for the first. */
async function ensureInstalled() {
  if (installFault() === null) return
  const { unlock, descriptor } = await lock()
  try {
    const fault = installFault()
    if (fault === null) return
    process.stderr.write(`${fault}\n`)
    // npm may replace the Node that lives in node_modules: it must not run on that one.
    const outside = (process.env.PATH || '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'))
    const env = { ...process.env, PATH: outside.join(path.delimiter) }
    delete env.npm_execpath
    delete env.npm_node_execpath
    delete env.NODE_ENV
    // Where an earlier install was cut short, what lies there cannot be trusted; while this one runs, nothing says it is whole.
    const modules = path.join(root, 'node_modules')
    const hidden = path.join(modules, '.package-lock.json')
    fs.rmSync(fs.existsSync(hidden) ? hidden : modules, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    // Not `npm ci`: it refuses a lockfile that lacks the packages of other machines, which some registries do not carry.
    // This takes the locked versions as well, checks their digests, and leaves package-lock.json as it is.
    await run('npm', ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], env, descriptor)
    if (!fs.existsSync(pinnedNode)) await run('npm', ['rebuild', '--ignore-scripts=false', 'node'], env, descriptor)
    if (!fs.existsSync(pinnedNode)) throw new Error('npm installed everything except the project\'s own Node. Is "ignore-scripts" set in your npm settings?')
  } finally {
    unlock()
  }
}

function run(program, args, env, lockDescriptor) {
  return new Promise((done, failed) => {
    // What npm prints goes to stderr: stdout belongs to the answer, which may be JSON.
    // It also holds the lock: if we are killed and npm goes on, the next command waits for it instead of working against it.
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 2, 2, lockDescriptor] })
    child.once('error', (error) => failed(error.code === 'ENOENT' ? new Error(`"${program}" is not installed. On Debian: apt-get install npm`) : error))
    child.once('close', (code) => (code === 0 ? done() : failed(new Error(`"${program} ${args[0]}" failed (${code}); its own words stand above.`))))
  })
}

/** An abstract socket's name: the kernel gives it to one process at a time and takes it back when that process dies. */
async function lock() {
  const name = `\0qiaoshou-install-${createHash('sha256').update(root).digest('hex').slice(0, 32)}`
  for (let tries = 0; ; tries += 1) {
    const server = net.createServer((socket) => socket.destroy())
    const fault = await new Promise((answer) => {
      server.once('error', (error) => answer(error.code))
      server.listen(name, () => answer(null))
    })
    if (fault === null) return { unlock: () => server.close(), descriptor: server._handle.fd }
    if (fault !== 'EADDRINUSE') return { unlock: () => {}, descriptor: 'ignore' }
    if (tries === 5) process.stderr.write('Another command is installing; waiting for it.\n')
    await new Promise((done) => setTimeout(done, 200))
  }
}

/** True where this very process runs on the major version that package.json pins. */
function isPinned() {
  const { version } = readJson(path.join(root, 'node_modules', 'node', 'package.json'))
  return process.versions.node.split('.')[0] === version.split('.')[0]
}

/** Left to itself Node lets young garbage grow to 64 MB on a large machine; with 8 an import of 100,000 rows stays under 300 MB and is no slower. */
const flags = ['--max-semi-space-size=8']

/** Runs the pinned Node and ends as it ends: same terminal, same signals, same exit code. */
function handOver(args) {
  const child = spawn(pinnedNode, [...flags, ...args], { stdio: 'inherit' })
  // A terminal's Ctrl-C reaches the child by itself; sent twice, it does no harm, because stopping happens once.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  child.once('error', (error) => fail(error))
  child.once('close', (code, signal) => {
    if (signal === null) process.exit(code)
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

function fail(error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

module.exports = { root, pinnedNode, ensureInstalled, isPinned, handOver, fail }
