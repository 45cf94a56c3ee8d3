import { withClient } from '../lib/db/direct'
import { databaseUrls } from '../lib/db/embedded'

/** Any number, the same in all instances. */
const lockNumber = 7_203_160_144_002n

/**
 * Runs `fn` while no other instance runs one of these: what happens once per database (the founder, the sample
 * data). The lock belongs to a transaction, which also works through a pooler, and ends with the process.
 */
export async function takingTurns<T>(fn: (ownerUrl: string) => Promise<T>): Promise<T> {
  const urls = databaseUrls()
  if (!urls) throw new Error('There is no database')
  return withClient(urls.owner, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockNumber])
    const result = await fn(urls.owner)
    await client.query('COMMIT')
    return result
  })
}
