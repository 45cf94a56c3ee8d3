import type pg from 'pg'
import { discardIdle, getPool, isDatabaseGone, onceGivenBack } from '../../db'
import { env } from '../../env'
import { sqlState } from './refusal'

/**
 * Runs `fn` on a connection whose commits are on disk when they are answered. At the limit the connection is
 * destroyed and the promise rejects: whether the work was committed is then not known (a mere cancel would be
 * answered as a success while the commit waits for a standby). Rejects at once when it was just found to be away.
 */
export async function onDurableConnection<T>(limitMs: number, fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  if (isDatabaseGone()) throw new Error('The database fell silent a moment ago')
  const late = Promise.withResolvers<never>()
  let giveBack: ReturnType<typeof onceGivenBack> | undefined
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    giveBack?.('broken')
    // They lead to the same silent server.
    discardIdle()
    late.reject(new Error(`The database has not answered within ${limitMs} ms`))
  }, limitMs)
  const work = async () => {
    const client = await getPool().connect()
    giveBack = onceGivenBack(client)
    try {
      if (!isLate) await makeDurable(client)
      if (isLate) throw new Error('A connection came when nobody waited for it any more')
      const result = await fn(client)
      giveBack('usable')
      return result
    } catch (error) {
      // After an answer of PostgreSQL the connection is as good as before, but for those that say goodbye.
      const state = sqlState(error)
      giveBack(isLate || state === undefined || /^(08|57P)/.test(state) ? 'broken' : 'usable')
      throw error
    }
  }
  try {
    return await Promise.race([late.promise, work()])
  } finally {
    clearTimeout(timer)
  }
}

const known = new WeakSet<pg.PoolClient>()

/** Asked once per connection. A stronger setting than `on` stays; a server without fsync is refused outside of tests. */
const durableText = `SELECT current_setting('fsync') AS fsync, set_config('synchronous_commit',
  CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false)`

async function makeDurable(client: pg.PoolClient): Promise<void> {
  if (known.has(client)) return
  const { rows } = await client.query<{ fsync: string }>(durableText)
  if (rows[0]?.fsync === 'off' && env().NODE_ENV !== 'test')
    throw new Error('The database runs with fsync off: it forgets commits in a power cut and is not taken for evidence')
  known.add(client)
}
