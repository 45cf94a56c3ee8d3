import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type Cluster, ensureClusterDatabase, openCluster } from '../lib/db/embedded-cluster'
import { migrate } from '../lib/db/migrate'
import { setEnv } from '../lib/env'
import { type World, worldIn } from './world'

/** A world with a server of its own, which keeps what it commits and may be killed. */
export type OwnWorld = World & { cluster: Cluster; dataFolder: string; close(isKept?: boolean): Promise<void> }

const root = join(import.meta.dirname, '..')
const database = 'battery'

/**
 * Makes a cluster with fsync, and an empty, migrated database in it, which the environment names from now on. Of this
 * process alone, so that two runs at the same time never kill each other's server. `close` removes it unless it is to be kept.
 */
export async function openOwnWorld(name: string): Promise<OwnWorld> {
  const folder = join(root, `.daybook-test/battery-${name}-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const cluster = await openCluster(folder)
  await ensureClusterDatabase(cluster, database)
  setEnv({
    DATABASE_URL: cluster.appUrl(database),
    DATABASE_OWNER_URL: cluster.ownerUrl(database),
    DATABASE_DIRECT_URL: '',
    AUDIT_SPOOL_DIR: join(folder, 'spool'),
    AUDIT_SIGNING_KEY: Buffer.from('a signing key for the tests only').toString('base64'),
    SECRETS_KEY: Buffer.alloc(32, 'test').toString('base64'),
    NEXTAUTH_SECRET: 'a secret for tests only, 32 chars',
    LOG_LEVEL: 'error',
  })
  await migrate()
  const close = async (isKept = false) => {
    await cluster.release()
    if (!isKept) rmSync(folder, { recursive: true, force: true })
  }
  return { ...worldIn(folder), cluster, dataFolder: join(folder, 'postgres'), close }
}

/** An empty database on another server of its own, for a copy. */
export async function openCopyTarget(): Promise<{ ownerUrl: string; appUrl: string; close(): Promise<void> }> {
  const folder = join(root, `.daybook-test/battery-copy-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  const cluster = await openCluster(folder)
  await ensureClusterDatabase(cluster, database)
  return {
    ownerUrl: cluster.ownerUrl(database),
    appUrl: cluster.appUrl(database),
    close: async () => {
      await cluster.release()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
