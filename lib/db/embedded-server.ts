import { spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { env } from '../env'
import { postgresBinaries } from './embedded-binaries'
import { type PostgresUser, postgresUser } from './embedded-user'
import { commandLine, markOf, runningPids, workingFolder } from './process-mark'

// The npm package's own class is not used: it ends the server through exit hooks that cannot be taken
// away, ties it to our terminal and knows nothing of a server that is already running.

type Remembered = { port: number; ownerPassword: string }
const startLimitMs = 60_000
const stopLimitMs = 30_000
const logLimitBytes = 10_000_000

/** Makes sure that one server runs on `dataFolder`. The caller holds the folder's lock. */
export async function startServer(
  dataFolder: string,
  remembered: Remembered,
  durable: boolean,
): Promise<{ port: number; started: boolean }> {
  const running = await adopt(dataFolder, remembered.ownerPassword)
  if (running !== undefined) return { port: running, started: false }
  const binaries = postgresBinaries()
  const user = postgresUser(dataFolder, binaries.folder)
  if (!existsSync(join(dataFolder, 'PG_VERSION')))
    makeDataFolder(dataFolder, binaries.initdb, user, remembered.ownerPassword)
  const port = (await isFree(remembered.port)) ? remembered.port : await freePort()
  const flags = ['-D', dataFolder, '-p', String(port), ...settings(durable).flatMap((setting) => ['-c', setting])]
  await launch(dataFolder, [binaries.postgres, ...flags], user, { port, ownerPassword: remembered.ownerPassword })
  return { port, started: true }
}

/** Asks for a fast shutdown without waiting for it; answers the process asked. */
export function signalServer(dataFolder: string): number | undefined {
  const pid = postmaster(dataFolder)?.pid
  if (pid === undefined || !isServer(pid)) return undefined
  process.kill(pid, 'SIGINT')
  return pid
}

/** Fast shutdown: open transactions are rolled back, committed ones are on disk. Immediate after 30 s. */
export async function stopServer(dataFolder: string): Promise<void> {
  const pid = signalServer(dataFolder)
  if (pid === undefined) return
  if (await isGone(pid, stopLimitMs)) return
  process.kill(pid, 'SIGQUIT')
  await isGone(pid, 5_000)
}

function settings(durable: boolean): string[] {
  const loss = durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  return [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
    // Its log quotes whole rows otherwise, of every statement that a constraint refuses.
    'log_error_verbosity=terse',
    ...loss,
  ]
}

/** The port of a server already running on this folder, once it answers; undefined when there is none. */
async function adopt(dataFolder: string, password: string): Promise<number | undefined> {
  const deadline = Date.now() + startLimitMs
  while (Date.now() < deadline) {
    const found = postmaster(dataFolder)
    if (!found) return undefined
    if (await answers({ port: found.port, ownerPassword: password })) return found.port
    if (!isServer(found.pid) && !hasOrphans(dataFolder)) {
      // Left by a crash. The file stays for PostgreSQL to judge, which reads in it whether shared memory is still
      // in use, unless its number now belongs to another program: then PostgreSQL would refuse to start for ever.
      if (markOf(found.pid) !== undefined) rmSync(join(dataFolder, 'postmaster.pid'), { force: true })
      return undefined
    }
    // Starting, recovering, shutting down, or its last backends have not noticed yet that it died: all of these end.
    await sleep(100)
  }
  throw new Error(
    `A PostgreSQL runs on ${dataFolder} but has not answered for ${startLimitMs / 1000} s. See ${logFile(dataFolder)}`,
  )
}

/** Process and port written by the running server (first and fourth line of postmaster.pid). */
function postmaster(dataFolder: string): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    return pid > 0 ? { pid, port: port > 0 ? port : 0 } : undefined
  } catch {
    // No such file: no server.
    return undefined
  }
}

/** True while the server of this folder is a living process; it need not answer yet. */
export function isServerRunning(dataFolder: string): boolean {
  const pid = postmaster(dataFolder)?.pid
  return pid !== undefined && isServer(pid)
}

/**
 * Processes of a server whose first process was killed work on in the data folder until they notice. A second
 * server beside them would destroy the data, so nothing starts before they are gone.
 */
function hasOrphans(dataFolder: string): boolean {
  return runningPids().some((pid) => workingFolder(pid) === dataFolder && commandLine(pid).includes('postgres'))
}

const isServer = (pid: number) => markOf(pid) !== undefined && commandLine(pid).includes('postgres')

async function isGone(pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs
  while (markOf(pid) !== undefined) {
    if (Date.now() > deadline) return false
    await sleep(20)
  }
  return true
}

async function answers({ port, ownerPassword }: Remembered): Promise<boolean> {
  if (port === 0) return false
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: ownerPassword,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  })
  // A refusal is the answer "no"; the listener keeps it from ending the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** Made aside and moved into place, so that a crash in the middle leaves nothing half made. */
function makeDataFolder(dataFolder: string, initdb: string, user: PostgresUser, password: string): void {
  const draft = `${dataFolder}.new`
  const passwordFile = `${dataFolder}.pw`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid)
  const [program, ...words] = [...(user?.prefix ?? []), initdb]
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const flags = ['-D', draft, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale]
  const result = spawnSync(program, [...words, ...flags], {
    ...user?.spawnAs,
    cwd: '/',
    env: serverEnv(),
    encoding: 'utf8',
  })
  rmSync(passwordFile, { force: true })
  if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? result.stderr.trim()}`)
  rmSync(dataFolder, { recursive: true, force: true })
  renameSync(draft, dataFolder)
}

/** Starts it apart from our terminal and pipes, so that Ctrl-C and our death do not reach it before we have finished. */
async function launch(dataFolder: string, command: string[], user: PostgresUser, address: Remembered): Promise<void> {
  const log = openLog(dataFolder)
  const [program = '', ...words] = [...(user?.prefix ?? []), ...command]
  const child = spawn(program, words, {
    ...user?.spawnAs,
    cwd: '/',
    env: serverEnv(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  let failure: string | undefined
  child.once('error', (error) => {
    failure = error.message
  })
  child.once('exit', (code, signal) => {
    failure ??= `it ended with ${signal ?? code}`
  })
  const deadline = Date.now() + startLimitMs
  while (!(await answers(address))) {
    if (failure !== undefined || Date.now() > deadline) {
      const tail = readFileSync(logFile(dataFolder), 'utf8').trim().split('\n').slice(-5).join('\n')
      throw new Error(
        `PostgreSQL did not start: ${failure ?? 'no answer'}. The end of ${logFile(dataFolder)}:\n${tail}`,
      )
    }
    await sleep(15)
  }
}

const logFile = (dataFolder: string) => join(dirname(dataFolder), 'postgres.log')

function openLog(dataFolder: string): number {
  const path = logFile(dataFolder)
  if (existsSync(path) && statSync(path).size > logLimitBytes) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}

/** Only what a server needs: our secrets are none of its business, PG* variables would change what it does. */
function serverEnv(): NodeJS.ProcessEnv {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return { NODE_ENV: env().NODE_ENV, PATH: path, LC_ALL: 'C', TZ: 'UTC' }
}

function isFree(port: number): Promise<boolean> {
  if (port === 0) return Promise.resolve(false)
  return listenOn(port).then(
    () => true,
    () => false,
  )
}

const freePort = () => listenOn(0)

/** Opens and closes a loopback port; answers its number. */
function listenOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
