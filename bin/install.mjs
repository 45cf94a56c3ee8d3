// Runs before anything is installed, on whatever Node is there: plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const markFile = join(root, 'node_modules', '.daybook-lock-hash')

/** Which lock file, for which kind of machine. */
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex')

if (!isInstalled()) install()
checkNode()

/** By our own mark, else by what npm itself wrote down about the folder (somebody ran npm ci by hand). */
function isInstalled() {
  if (existsSync(markFile) && readFileSync(markFile, 'utf8') === wanted) return true
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const locked = Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages)
  const complete = locked.every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  )
  if (complete) writeFileSync(markFile, wanted)
  return complete
}

function install() {
  const startedMs = Date.now()
  console.log('Installing dependencies (npm ci); the first time takes about a minute …')
  const npm = process.env.npm_execpath
  const [program, ...words] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  // NODE_ENV=production would leave out what builds and tests need.
  const env = { ...process.env, NODE_ENV: '' }
  const result = spawnSync(
    program,
    [...words, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
    { cwd: root, env, stdio: 'inherit' },
  )
  if (result.status !== 0) {
    fail(
      'npm ci failed (see above). Daybook needs the npm registry, or a mirror set with "npm config set registry", to install.',
    )
  }
  writeFileSync(markFile, wanted)
  console.log(`Dependencies installed (${Math.round((Date.now() - startedMs) / 1000)} s).`)
}

/** Where npm has no Node 24 package for this machine, the one that runs us must be able to run TypeScript. */
function checkNode() {
  if (existsSync(join(root, 'node_modules', '.bin', 'node'))) return
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return
  fail(
    `Daybook needs Node 22.18 or newer on ${process.platform}-${process.arch}; this is ${process.version}. Install it from https://nodejs.org or with your version manager.`,
  )
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
