import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { withClient } from '../lib/db/direct'
import { type Cluster, ensureClusterDatabase, openCluster } from '../lib/db/embedded-cluster'
import { migrate } from '../lib/db/migrate'
import { setEnv } from '../lib/env'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.daybook-bench')
const spool = join(folder, 'spool')
const database = 'bench'

/** A cluster of its own with fsync on; stopped afterwards. */
export async function withBenchCluster<T>(fn: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await openCluster(folder)
  try {
    setEnv({ AUDIT_SPOOL_DIR: spool, LOG_LEVEL: 'error', AUDIT_SIGNING_KEY: signingKey })
    return await fn(cluster)
  } finally {
    await cluster.release()
  }
}

/** Nothing that is sealed here is evidence. */
const signingKey = Buffer.alloc(32, 'bench').toString('base64')

/** An empty, migrated database of that cluster, in which `fn` writes and reads. */
export async function withFreshDatabase<T>(cluster: Cluster, fn: () => Promise<T>): Promise<T> {
  await withClient(cluster.ownerUrl('postgres'), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
  )
  await ensureClusterDatabase(cluster, database)
  // Checkpoints of another trail would contradict this one.
  rmSync(spool, { recursive: true, force: true })
  setEnv({ DATABASE_URL: cluster.appUrl(database), DATABASE_OWNER_URL: cluster.ownerUrl(database) })
  await migrate()
  const { openDatabase } = await import('./databases')
  const open = await openDatabase(cluster, database)
  try {
    return await open.use(fn)
  } finally {
    await open.close()
  }
}
