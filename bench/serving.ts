import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import packageJson from '../package.json' with { type: 'json' }
import { load } from './http-load'
import { type Comparison, compare } from './rounds'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.daybook-bench')
const next = join(root, 'node_modules/next/dist/bin/next')

const connections = 64
const rounds = 7
const roundMs = 1_500
const warmUpMs = 6_000
/** A build of Daybook may have to be made first. */
const startLimitMs = 300_000

/** What Daybook does to a request, against a Next app that does nothing to it: each a production server of its own. */
export async function measureServing(): Promise<Comparison[]> {
  const empty = await start('/api/empty', buildEmptyApp())
  const daybook = await start('/ready', {
    args: ['bin/daybook.ts', 'start'],
    env: {
      DAYBOOK_DATA_DIR: join(folder, 'served'),
      RATE_LIMIT_ENABLED: 'false',
      NEXTAUTH_URL: '',
      LOG_LEVEL: 'info',
      // Those of the other rows: their checkpoints are of another trail.
      AUDIT_SPOOL_DIR: '',
      AUDIT_SIGNING_KEY: '',
    },
  })
  const reference = 'an empty Next route handler'
  const nothing = new URL('/api/empty', empty.address)
  const health = new URL('/api/system/health', daybook.address)
  const ping = new URL('/api/ping', daybook.address)
  try {
    // Code that has run a few thousand times only is not yet the code that serves.
    for (const url of [nothing, health, ping]) await load(url, connections, warmUpMs)
    return [
      await compare(
        {
          what: `/api/system/health, ${connections} connections`,
          reference,
          unit: 'requests/s',
          target: { atLeast: 0.8 },
        },
        async () => (await load(health, connections, roundMs)).perSecond,
        async () => (await load(nothing, connections, roundMs)).perSecond,
        rounds,
      ),
      await compare(
        { what: 'an anonymous route without database, p50', reference, unit: 'ms', target: { atMost: 1.3 } },
        async () => (await load(ping, 1, roundMs)).p50Ms,
        async () => (await load(nothing, 1, roundMs)).p50Ms,
        rounds,
      ),
    ]
  } finally {
    await Promise.all([empty.stop(), daybook.stop()])
  }
}

type Program = { args: string[]; env: Record<string, string> }
type Running = { address: string; stop(): Promise<void> }

/** One route, no layout of ours, no instrumentation, no proxy. Outside of Turbopack, which would take those of the folders above. */
function buildEmptyApp(): Program {
  const app = join(folder, `empty-app-${packageJson.dependencies.next}`)
  mkdirSync(join(app, 'app/api/empty'), { recursive: true })
  const files = {
    'package.json': '{ "private": true, "type": "module" }',
    'next.config.mjs': 'export default { poweredByHeader: false }',
    'app/layout.js': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>',
    'app/api/empty/route.js': `export const dynamic = 'force-dynamic'\nexport const GET = () => Response.json({ ok: true })\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text)
  if (!existsSync(join(app, '.next/BUILD_ID'))) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build', '--webpack', app], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`The empty app could not be built:\n${stdout}\n${stderr}`)
  }
  return { args: [next, 'start', app], env: {} }
}

async function start(path: string, { args, env }: Program): Promise<Running> {
  const { freePort } = await import('../lib/testing/free-port')
  const address = `http://localhost:${await freePort()}`
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, PORT: new URL(address).port, DATABASE_URL: '', DATABASE_OWNER_URL: '' },
    stdio: 'ignore',
  })
  const isReady = () =>
    fetch(address + path)
      .then(({ ok }) => ok)
      .catch(() => false)
  for (const deadline = performance.now() + startLimitMs; !(await isReady()); await sleep(200))
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${args.join(' ')} did not start`)
  return { address, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
