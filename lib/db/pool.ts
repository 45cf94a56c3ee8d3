import pg from 'pg'
import { env } from '../env'
import { logger } from '../logger'
import { processSingleton } from '../singleton'
import { classifyDbError } from './error-codes'

/** How long a caller waits for a free connection, and how long a connection may take to open. */
const poolWaitMs = 2_500

/** The one pool of this process; Prisma's adapter and the hot paths share it. */
export function getPool(): pg.Pool {
  return processSingleton('db.pool', makePool)
}

function makePool(): pg.Pool {
  const { DATABASE_URL, DATABASE_POOL_MAX } = env()
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: start Daybook with `npm start`, which provides one')
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    max: DATABASE_POOL_MAX,
    connectionTimeoutMillis: poolWaitMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'daybook',
    // A statement that outlives this is broken; nothing on a request path may hold a connection longer.
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
  })
  // An idle connection that the server closed: the pool replaces it, so a warning is enough.
  pool.on('error', (error) =>
    logger.warn('An idle database connection was lost', { code: classifyDbError(error)?.logCode, error }),
  )
  return pool
}

/** Numbers of the pool at this moment. */
export function poolCounts(): { total: number; idle: number; waiting: number; max: number } {
  const pool = getPool()
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, max: env().DATABASE_POOL_MAX }
}

/** Closes the pool; later queries fail. For shutdown and tests. */
export async function closePool(): Promise<void> {
  await getPool().end()
}
