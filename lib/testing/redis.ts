import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { freePort } from './free-port'

const binary = '/usr/bin/redis-server'

/** A Redis of a test's own: empty, on loopback, nothing on the disk. */
export type TestRedis = { url: string; stop(): Promise<void> }

/** Starts Debian's Redis, installed where that is possible. Throws when there is none. */
export async function openTestRedis(): Promise<TestRedis> {
  installRedis()
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: '/tmp' })
  await untilReady(child)
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

function installRedis(): void {
  if (!existsSync(binary) && process.platform === 'linux' && process.getuid?.() === 0) {
    const quiet = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get']
    const aptGet = (...args: string[]) => spawnSync('env', [...quiet, ...args], { stdio: 'ignore', timeout: 300_000 })
    aptGet('update', '-q')
    aptGet('install', '-y', '-q', '--no-install-recommends', 'redis-server')
  }
  if (!existsSync(binary))
    throw new Error(
      `Counting across instances is tested with a real Redis: install redis-server (${binary}) and try again.`,
    )
}

async function untilReady(child: ChildProcess): Promise<void> {
  let said = ''
  for await (const piece of child.stdout ?? []) {
    said += String(piece)
    if (said.includes('Ready to accept connections')) break
  }
  if (!said.includes('Ready to accept connections')) throw new Error(`Redis did not start: ${said}`)
}
