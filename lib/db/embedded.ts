import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { env, isGiven, setEnv } from '../env'
import { logger } from '../logger'
import { withClient } from './direct'
import { type Cluster, ensureClusterDatabase, openCluster, rememberedCluster } from './embedded-cluster'

/** The database this process works with. */
export type DatabaseHandle = {
  /** `embedded` has the data folder in `.daybook`; `external` was given by DATABASE_URL. */
  kind: 'embedded' | 'external'
  /** One sentence for people. */
  description: string
  /** Looks every second whether the embedded server has died (killed, out of memory) and starts it again. */
  supervise(): void
  /** Gives the embedded database up; the last process that does so stops it. Does nothing for an external one. */
  stop(): Promise<void>
  /** The same without waiting, for a process that must end this instant. */
  stopNow(): void
}

const databaseName = 'daybook'

/**
 * Makes sure that there is a database and that the environment names it: with DATABASE_URL nothing is
 * started, without it the embedded PostgreSQL is. Then DATABASE_URL (the application's login),
 * DATABASE_OWNER_URL (for migrations), NEXTAUTH_SECRET, AUDIT_SIGNING_KEY, SECRETS_KEY and the trial's defaults are set for this process.
 * Throws a sentence when an external one refuses the connection. Call it before anything reads the environment.
 */
export async function ensureDatabase(): Promise<DatabaseHandle> {
  const { DATABASE_URL, NEXTAUTH_SECRET, AUTH_SECRET } = env()
  if (!DATABASE_URL) return startEmbedded()
  const secret = NEXTAUTH_SECRET ?? AUTH_SECRET
  if (secret) setEnv({ NEXTAUTH_SECRET: secret })
  const { host } = new URL(DATABASE_URL)
  await withClient(DATABASE_URL, async () => {}).catch((cause: unknown) => {
    throw new Error(
      `The database at ${host} refuses the connection: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  })
  return {
    kind: 'external',
    description: `external PostgreSQL at ${host}`,
    supervise: () => {},
    stop: async () => {},
    stopNow: () => {},
  }
}

async function startEmbedded(): Promise<DatabaseHandle> {
  const folder = dataFolder()
  mkdirSync(folder, { recursive: true })
  const cluster = await openCluster(folder)
  await ensureClusterDatabase(cluster, databaseName)
  const { NEXTAUTH_SECRET, AUTH_SECRET, AUDIT_SIGNING_KEY, SECRETS_KEY } = env()
  setEnv({
    DATABASE_URL: cluster.appUrl(databaseName),
    DATABASE_OWNER_URL: cluster.ownerUrl(databaseName),
    NEXTAUTH_SECRET: NEXTAUTH_SECRET ?? AUTH_SECRET ?? storedSecret(folder, 'authSecret'),
    AUDIT_SIGNING_KEY: AUDIT_SIGNING_KEY ?? storedSecret(folder, 'auditSigningKey'),
    SECRETS_KEY: SECRETS_KEY ?? storedSecret(folder, 'secretsKey'),
    ...(isGiven('DAYBOOK_TRIAL') ? {} : { DAYBOOK_TRIAL: 'true' }),
    ...(isGiven('HEALTH_PUBLIC_DETAIL') ? {} : { HEALTH_PUBLIC_DETAIL: 'full' }),
  })
  const supervisor = new Supervisor(cluster)
  const how = cluster.started ? 'started' : 'already running'
  return {
    kind: 'embedded',
    description: `embedded PostgreSQL on port ${cluster.port}, ${how}`,
    supervise: () => supervisor.watch(),
    stop: async () => {
      await supervisor.stop()
      await cluster.release()
    },
    stopNow: () => cluster.releaseNow(),
  }
}

const superviseEveryMs = 1_000

/** One look at a time; the next one a second after the last has ended. */
class Supervisor {
  private readonly cluster: Cluster
  private timer: NodeJS.Timeout | undefined
  private look: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(cluster: Cluster) {
    this.cluster = cluster
  }

  watch(): void {
    if (this.stopped) return
    this.timer = setTimeout(() => {
      this.look = this.revive().finally(() => this.watch())
    }, superviseEveryMs)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.look
  }

  private async revive(): Promise<void> {
    try {
      if (await this.cluster.revive()) logger.warn('The embedded database had died and was started again')
    } catch (error) {
      logger.error('The embedded database has died and could not be started again; the next try follows', { error })
    }
  }
}

/** Runs `fn` with a database and gives it up afterwards: what commands are wrapped in. */
export async function withDatabase<T>(fn: (database: DatabaseHandle) => Promise<T>): Promise<T> {
  const database = await ensureDatabase()
  try {
    return await fn(database)
  } finally {
    await database.stop()
  }
}

/** The addresses in use without starting anything; undefined before the first start of an embedded database. */
export function databaseUrls(): { app: string; owner: string } | undefined {
  const { DATABASE_URL, DATABASE_OWNER_URL, DATABASE_DIRECT_URL } = env()
  if (DATABASE_URL) return { app: DATABASE_URL, owner: DATABASE_OWNER_URL ?? DATABASE_DIRECT_URL ?? DATABASE_URL }
  const cluster = rememberedCluster(dataFolder())
  return cluster && { app: cluster.appUrl(databaseName), owner: cluster.ownerUrl(databaseName) }
}

/** Absolute path of the folder that holds everything Daybook keeps on this machine. */
export function dataFolder(): string {
  return resolve(env().DAYBOOK_DATA_DIR)
}

/** A random value made once and kept in `secrets.json` (0600) of the data folder. */
export function storedSecret(folder: string, name: string): string {
  const path = join(folder, 'secrets.json')
  const secrets: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const known = secrets[name]
  if (known) return known
  const made = randomBytes(32).toString('base64url')
  writeFileSync(path, `${JSON.stringify({ ...secrets, [name]: made }, null, 2)}\n`, { mode: 0o600 })
  return made
}
