import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { logger } from '../../logger'
import { processSingleton } from '../../singleton'

type Redis = ReturnType<typeof createClient>

/** The first requests of a process wait so long to be counted with those of the others. */
const firstLimitMs = 1_000
const longestPauseMs = 5_000

/** The connection of this process to Redis. It is made in the background, and made again for ever. */
export function redisOf(url: string): Redis {
  return processSingleton(`redis.${url}`, () => connect(url))
}

/** Resolves when the first connection stands, or when a first request should no longer wait for it. */
export async function firstConnection(client: Redis): Promise<void> {
  if (client.isReady) return
  await Promise.race([once(client, 'ready').catch(() => undefined), sleep(firstLimitMs, undefined, { ref: false })])
}

/** A new connection in place of one whose other end has silently gone: what is written to it would never be answered. */
export function reconnect(client: Redis): void {
  client.destroy()
  open(client)
}

function connect(url: string): Redis {
  const client: Redis = createClient({
    url,
    // What cannot be asked now is counted in this process instead, and must not be asked later.
    disableOfflineQueue: true,
    // Idle for less long than the limit below, which ends a connection whose other end says nothing from the start.
    pingInterval: 1_000,
    socket: {
      connectTimeout: 2_000,
      socketTimeout: 3_000,
      reconnectStrategy: (tries) => Math.min(100 * 2 ** Math.min(tries, 10), longestPauseMs),
    },
  })
  client.on('error', (error: unknown) => logger.debug('Redis cannot be reached', { error }))
  open(client)
  return client
}

function open(client: Redis): void {
  client.connect().catch((error: unknown) => logger.warn('Redis was given up', { error }))
}
