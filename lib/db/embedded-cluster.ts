import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { withClient } from './direct'
import { isServerRunning, signalServer, startServer, stopServer } from './embedded-server'
import { withFileLock } from './file-lock'
import { isRunning, markOf, parseMark } from './process-mark'

/** A running embedded cluster, as one of the processes that use it sees it. */
export type Cluster = {
  port: number
  /** False when it was already running, left by a crash or used by another command. */
  started: boolean
  ownerUrl(database: string): string
  appUrl(database: string): string
  /** Starts the server again, at the same address, if it has died; answers whether it had to. */
  revive(): Promise<boolean>
  /** Gives up this process's share; the last process that leaves stops the server. */
  release(): Promise<void>
  /** The same without waiting for the lock or the server. */
  releaseNow(): void
}

/** What is remembered beside the data folder, readable by its owner only. */
export type ClusterFacts = { port: number; ownerPassword: string; appPassword: string }

/** The login of the application: no superuser, no ownership; what it may do is granted by the migrations. */
export const appRole = 'daybook_app'
const ownerRole = 'postgres'

/**
 * Opens the cluster in `<base>/postgres`, making, starting, adopting or recovering it as needed.
 * Any number of processes may hold it at once; there is never more than one server per folder.
 * `durable: false` switches fsync off and is for tests only.
 */
export async function openCluster(base: string, { durable = true }: { durable?: boolean } = {}): Promise<Cluster> {
  const folder = resolve(base)
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, 'postgres.lock')
  const holder = join(folder, 'postgres.holders', String(process.pid))
  return withFileLock(lock, async () => {
    const remembered = readFacts(folder)
    const server = await startServer(join(folder, 'postgres'), remembered, durable)
    const facts = { ...remembered, port: server.port }
    writeFacts(folder, facts)
    mkdirSync(dirname(holder), { recursive: true })
    writeFileSync(holder, JSON.stringify(markOf(process.pid)))
    await ensureAppRole(facts)
    return {
      port: facts.port,
      started: server.started,
      ownerUrl: (database) => address(ownerRole, facts.ownerPassword, facts.port, database),
      appUrl: (database) => address(appRole, facts.appPassword, facts.port, database),
      revive: async () => !isServerRunning(join(folder, 'postgres')) && revive(folder, lock, facts, durable),
      release: () =>
        withFileLock(lock, async () => {
          rmSync(holder, { force: true })
          if (liveHolders(dirname(holder)) === 0) await stopServer(join(folder, 'postgres'))
        }),
      releaseNow: () => {
        rmSync(holder, { force: true })
        if (liveHolders(dirname(holder)) === 0) signalServer(join(folder, 'postgres'))
      },
    }
  })
}

async function revive(folder: string, lock: string, facts: ClusterFacts, durable: boolean): Promise<boolean> {
  return withFileLock(lock, async () => {
    const { port, started } = await startServer(join(folder, 'postgres'), facts, durable)
    if (port !== facts.port)
      throw new Error(`The database came back on port ${port} instead of ${facts.port}: start again`)
    return started
  })
}

/** The addresses of the cluster in `<base>` if one was ever made there; it may not be running. */
export function rememberedCluster(base: string): Pick<Cluster, 'ownerUrl' | 'appUrl'> | undefined {
  const folder = resolve(base)
  if (!existsSync(factsFile(folder))) return undefined
  const facts = readFacts(folder)
  return {
    ownerUrl: (database) => address(ownerRole, facts.ownerPassword, facts.port, database),
    appUrl: (database) => address(appRole, facts.appPassword, facts.port, database),
  }
}

/** Makes a database unless it is there. */
export async function ensureClusterDatabase(cluster: Cluster, database: string): Promise<void> {
  await withClient(cluster.ownerUrl('postgres'), async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  })
}

/** The role survives in the data folder, its password in our file: made the same again on every start. */
async function ensureAppRole({ port, ownerPassword, appPassword }: ClusterFacts): Promise<void> {
  await withClient(address(ownerRole, ownerPassword, port, 'postgres'), async (client) => {
    const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appRole])
    if (found.rowCount) return
    await client.query(
      `CREATE ROLE ${appRole} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(appPassword)}`,
    )
  })
}

function address(user: string, password: string, port: number, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
}

const factsFile = (folder: string) => join(folder, 'postgres.json')

function readFacts(folder: string): ClusterFacts {
  if (!existsSync(factsFile(folder))) {
    const fresh = { port: 0, ownerPassword: secret(), appPassword: secret() }
    writeFacts(folder, fresh)
    return fresh
  }
  const facts: Partial<ClusterFacts> = JSON.parse(readFileSync(factsFile(folder), 'utf8'))
  const { port, ownerPassword, appPassword } = facts
  if (port === undefined || !ownerPassword || !appPassword)
    throw new Error(`${factsFile(folder)} is damaged: port or passwords are missing`)
  return { port, ownerPassword, appPassword }
}

const writeFacts = (folder: string, facts: ClusterFacts) =>
  writeFileSync(factsFile(folder), `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 })

const secret = () => randomBytes(24).toString('base64url')

function liveHolders(folder: string): number {
  let live = 0
  for (const name of readdirSync(folder)) {
    const file = join(folder, basename(name))
    const mark = parseMark(JSON.parse(readFileSync(file, 'utf8')))
    if (mark && isRunning(mark)) live += 1
    else rmSync(file, { force: true })
  }
  return live
}
