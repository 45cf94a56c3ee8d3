import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import { withClient } from '../db/direct'
import { type Cluster, openCluster } from '../db/embedded-cluster'
import { migrate } from '../db/migrate'
import { migrationFiles } from '../db/migration-files'

const projectFolder = resolve(import.meta.dirname, '../..')
const base = join(projectFolder, '.daybook-test')
const templateLock = 4_201_077

/** The cluster of the tests: kept between runs, shared by runs at the same time, without fsync. */
export async function openTestCluster(): Promise<Cluster> {
  try {
    return await openCluster(base, { durable: false })
  } catch {
    // Without fsync a power cut may leave a broken folder, and nothing in it is worth keeping.
    rmSync(join(base, 'postgres'), { recursive: true, force: true })
    return openCluster(base, { durable: false })
  }
}

/** Name of the migrated database all others are cloned from; made when the migrations changed. */
export async function ensureTemplate(cluster: Cluster): Promise<string> {
  const folder = join(projectFolder, 'prisma/migrations')
  const hash = createHash('sha256').update(`queue:${packageJson.dependencies['pg-boss']};`)
  for (const file of migrationFiles(folder)) hash.update(`${file.name}:${file.checksum};`)
  const name = `template_${hash.digest('hex').slice(0, 16)}`
  const draft = `${name}_draft`
  await withClient(cluster.ownerUrl('postgres'), async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [templateLock])
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount) return
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${draft}`)
    await migrate({ ownerUrl: cluster.ownerUrl(draft), appUrl: cluster.appUrl(draft), folder })
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
  })
  return name
}

/** Drops what earlier runs left: their databases (unless somebody is connected) and templates of other migrations. */
export async function dropLeftovers(cluster: Cluster, template: string): Promise<void> {
  await withClient(cluster.ownerUrl('postgres'), async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database d
       WHERE (datname LIKE 'test\\_%' OR datname LIKE 'template\\_%') AND datname <> $1
         AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datid = d.oid)`,
      [template],
    )
    for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`)
  })
}
