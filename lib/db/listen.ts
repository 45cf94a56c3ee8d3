import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { env } from '../env'
import { logger } from '../logger'
import { classifyDbError } from './error-codes'

const maxPauseMs = 30_000

/**
 * Calls `heard` with what every notification on `channel` says, and with nothing whenever the connection is made (again),
 * since what was told before is lost. One connection outside of the pool, which a transaction pooler could not give; kept up until `signal`.
 */
export async function listen(
  channel: string,
  heard: (payload?: string) => void,
  signal: AbortSignal,
  firstPauseMs = 500,
): Promise<void> {
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    try {
      await listenOnce(channel, signal, (payload) => {
        pauseMs = firstPauseMs
        heard(payload)
      })
    } catch (error) {
      // Nothing is missed: who listens also looks by itself every few seconds.
      logger.warn('DB_LISTEN_LOST', { channel, code: classifyDbError(error)?.logCode, retryInMs: pauseMs, error })
    }
    await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal, ref: false }).catch(() => {})
    pauseMs = Math.min(maxPauseMs, pauseMs * 2)
  }
}

/** Resolves when `signal` fires, rejects when the connection is lost. */
async function listenOnce(channel: string, signal: AbortSignal, heard: (payload?: string) => void): Promise<void> {
  const { DATABASE_DIRECT_URL, DATABASE_URL } = env()
  const client = new pg.Client({
    connectionString: DATABASE_DIRECT_URL ?? DATABASE_URL,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'daybook-listen',
  })
  const over = Promise.withResolvers<void>()
  // Lost before anybody waits for it: the failing call below tells.
  over.promise.catch(() => {})
  client.on('error', over.reject)
  client.on('end', () => over.reject(new Error('The database closed the connection that listens')))
  client.on('notification', ({ payload }) => heard(payload ?? ''))
  const stop = () => over.resolve()
  signal.addEventListener('abort', stop)
  try {
    await client.connect()
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
    heard()
    await over.promise
  } finally {
    signal.removeEventListener('abort', stop)
    // Not waited for: a server that vanished never says goodbye.
    client.end().catch(() => {})
  }
}
