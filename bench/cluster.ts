import { join } from 'node:path'
import { withClient } from '../lib/db/direct'
import { type Cluster, ensureClusterDatabase, openCluster } from '../lib/db/embedded-cluster'
import { migrate } from '../lib/db/migrate'
import { setEnv } from '../lib/env'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.daybook-bench')
const database = 'bench'

/** A cluster of its own with fsync on and an empty, migrated database; stopped afterwards. */
export async function withBenchDatabase<T>(fn: () => Promise<T>): Promise<T> {
  const cluster = await openCluster(folder)
  try {
    await makeFresh(cluster)
    const urls = { DATABASE_URL: cluster.appUrl(database), DATABASE_OWNER_URL: cluster.ownerUrl(database) }
    setEnv({ ...urls, AUDIT_SPOOL_DIR: join(folder, 'spool'), LOG_LEVEL: 'error' })
    await migrate()
    const { closePool } = await import('../lib/db/pool')
    try {
      return await fn()
    } finally {
      await closePool()
    }
  } finally {
    await cluster.release()
  }
}

async function makeFresh(cluster: Cluster): Promise<void> {
  await withClient(cluster.ownerUrl('postgres'), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
  )
  await ensureClusterDatabase(cluster, database)
}
