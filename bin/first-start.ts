import { withClient } from '../lib/db/direct'
import { databaseUrls } from '../lib/db/embedded'
import { createFounder, hasMember } from './founder'

/** Who can sign in after the first start; the password only when it was made up just now. */
export type FirstStart = { founder?: { email: string; password?: string } }

/** Any number, the same in all instances. */
const lockNumber = 7_203_160_144_002n

/**
 * Called by `daybook start` and `daybook dev` after the migrations and before serving: makes the founder
 * when there is nobody. Does nothing on later starts. Instances that start at once take turns, so that one
 * of them does it.
 */
export async function firstStart(): Promise<FirstStart> {
  return takingTurns(async () => {
    if (await hasMember()) return {}
    return { founder: await createFounder() }
  })
}

/** The lock belongs to a transaction, which also works through a pooler, and ends with the process. */
async function takingTurns<T>(fn: () => Promise<T>): Promise<T> {
  const urls = databaseUrls()
  if (!urls) throw new Error('There is no database')
  return withClient(urls.owner, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockNumber])
    const result = await fn()
    await client.query('COMMIT')
    return result
  })
}
