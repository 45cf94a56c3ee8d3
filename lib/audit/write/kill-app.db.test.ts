import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { setEnv } from '../../env'
import { useDatabase } from '../../testing/database'
import { openTcpProxy } from '../../testing/tcp-proxy'
import { spoolFolder } from './spool-folder'

const database = useDatabase()
const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'daybook-kill-'))
const ledger = join(folder, 'acknowledged')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kills = 12
/** For a slow machine; it takes about 8 s. */
const battleMs = 30_000

/** A process that logs as fast as it can and notes every acknowledged id, or (`replay`) brings the spool home. */
function start(mode: 'flood' | 'replay'): ChildProcess {
  const words = ['--import', join(root, 'bin/resolve.ts'), join(root, 'lib/testing/audit-flood.ts'), ledger, mode]
  return spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

type Acknowledged = { id: string; stored: string }

function acknowledged(): Acknowledged[] {
  const lines = readIfThere().split('\n')
  // A line cut off by the kill was acknowledged to nobody.
  return lines.slice(0, -1).map((line) => {
    const [id = '', stored = ''] = line.split(' ')
    return { id, stored }
  })
}

function readIfThere(): string {
  return readdirSync(folder).length > 0 ? readFileSync(ledger, 'utf8') : ''
}

async function killAtRandom(): Promise<void> {
  const before = readIfThere().length
  const child = start('flood')
  const ended = once(child, 'exit')
  const deadline = Date.now() + 8_000
  while (readIfThere().length === before && Date.now() < deadline) await sleep(20)
  await sleep(Math.random() * 400)
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
}

test('what a killed process had acknowledged is in the table once, wherever the kill met it', async () => {
  const proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url, DATABASE_POOL_MAX: '5', LOG_LEVEL: 'error' })
  const battle = new AbortController()
  const weather = (async () => {
    while (!battle.signal.aborted) {
      await sleep(300 + Math.random() * 500)
      await (Math.random() < 0.7 ? proxy.cut() : Promise.resolve(proxy.freeze()))
      await sleep(200 + Math.random() * 500)
      await proxy.restore()
    }
  })()
  const startedMs = Date.now()
  let done = 0
  const fighter = async () => {
    while (done < kills && Date.now() - startedMs < battleMs) {
      done += 1
      await killAtRandom()
    }
  }
  await Promise.all([fighter(), fighter()])
  battle.abort()
  await weather
  expect(done).toBeGreaterThanOrEqual(10)

  const heir = start('replay')
  expect(await once(heir, 'exit')).toEqual([0, null])
  await proxy.close()
  expect(readdirSync(spoolFolder()).filter((name) => !name.endsWith('.torn'))).toEqual([])

  const all = acknowledged()
  const ids = all.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(all.filter(({ stored }) => stored === 'database').length).toBeGreaterThan(0)
  expect(all.filter(({ stored }) => stored === 'spool').length).toBeGreaterThan(0)
  expect(all.filter(({ stored }) => stored === 'log')).toEqual([])
  const missing = await database.ownerQuery(
    `SELECT id FROM unnest($1::uuid[]) AS id WHERE (SELECT count(*) FROM "AuditLog" a WHERE a."id" = id.id) <> 1`,
    [ids],
  )
  expect(missing).toEqual([])
}, 60_000)
