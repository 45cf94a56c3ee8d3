import pg from 'pg'
import { env } from '../env'
import { logger } from '../logger'
import { processSingleton } from '../singleton'
import { classifyDbError } from './error-codes'
import { SilenceWatch } from './silence-watch'
import { watchSlowQueries } from './slow-queries'

/** How long a caller waits for a free connection, and how long a connection may take to open. */
const poolWaitMs = 2_500

/** The one pool of this process; Prisma's adapter and the hot paths share it. */
export const getPool = (): pg.Pool => watchedPool().pool

/** True for a second after the server was found not to answer at all: nobody else need wait to find out. */
export const isDatabaseGone = (): boolean => watchedPool().watch.isGone

const watchedPool = () => processSingleton('db.pool', makePool)

function makePool(): { pool: pg.Pool; watch: SilenceWatch } {
  const { DATABASE_URL, DATABASE_POOL_MAX } = env()
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: start Daybook with `npm start`, which provides one')
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    max: DATABASE_POOL_MAX,
    connectionTimeoutMillis: poolWaitMs,
    idleTimeoutMillis: 30_000,
    // A server that vanished without a word: an idle connection to it ends after about 20 s, not two hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'daybook',
    // A statement that outlives this is broken; nothing on a request path may hold a connection longer.
    statement_timeout: 30_000,
    // For what the watch below cannot judge (a pooler in between): a query on a dead connection must end nevertheless.
    query_timeout: 32_000,
    idle_in_transaction_session_timeout: 30_000,
  })
  // An idle connection that the server closed: the pool replaces it, so a warning is enough.
  pool.on('error', (error) =>
    logger.warn('An idle database connection was lost', { code: classifyDbError(error)?.logCode, error }),
  )
  // One in use fails its query as well, which is where it is reported; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  watchSlowQueries(pool)
  return { pool, watch: new SilenceWatch(pool, discardIdle) }
}

/** Numbers of the pool at this moment. */
export function poolCounts(): { total: number; idle: number; waiting: number; max: number } {
  const pool = getPool()
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, max: env().DATABASE_POOL_MAX }
}

/** Destroys the connections that nobody uses at this moment; the pool opens new ones as needed. */
export function discardIdle(): void {
  const pool = getPool()
  for (let left = pool.idleCount; left > 0; left -= 1) pool.connect().then(destroy, () => {})
}

/** With a query under way the driver drops the socket instead of saying goodbye to a server that may not listen. */
function destroy(client: pg.PoolClient): void {
  client.query('SELECT 1').catch(() => {})
  client.release(true)
}

/** Closes the pool unless that was done; later queries fail. For shutdown and tests. */
export async function closePool(): Promise<void> {
  const pool = getPool()
  if (!pool.ending) await pool.end()
}
