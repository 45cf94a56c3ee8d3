import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { say, seconds } from '../bin/say'
import { withClient } from '../lib/db/direct'
import type { Cluster } from '../lib/db/embedded-cluster'
import { ensureClusterDatabase } from '../lib/db/embedded-cluster'
import { migrate } from '../lib/db/migrate'
import { setEnv } from '../lib/env'
import { sealAtOnce } from './seal-at-once'
import { insertTrail, type TrailShape } from './trail-data'

const root = join(import.meta.dirname, '..')
const poolKey = Symbol.for('daybook.db.pool')
/** Made on that pool, so it goes with it. */
const prismaKey = Symbol.for('daybook.db.prisma')

/** A database that the verbs of Daybook read while `use` runs; several can be open at once. */
export type OpenDatabase = { use: <T>(fn: () => Promise<T>) => Promise<T>; close: () => Promise<void> }

/** Opens a database of the cluster with a pool of its own, which is the process's pool inside of `use`. */
export async function openDatabase(cluster: Cluster, name: string): Promise<OpenDatabase> {
  const urls = { DATABASE_URL: cluster.appUrl(name), DATABASE_OWNER_URL: cluster.ownerUrl(name) }
  const { getPool } = await import('../lib/db/pool')
  let [own, pool]: [unknown, pg.Pool | undefined] = [undefined, undefined]
  const use: OpenDatabase['use'] = async (fn) => {
    setEnv(urls)
    Reflect.set(globalThis, poolKey, own)
    pool = getPool()
    own = Reflect.get(globalThis, poolKey)
    try {
      return await fn()
    } finally {
      Reflect.deleteProperty(globalThis, poolKey)
      Reflect.deleteProperty(globalThis, prismaKey)
    }
  }
  return { use, close: async () => pool?.end() }
}

/**
 * A database with such a trail, sealed and indexed for search. Kept for the next run as long as nothing that it is made
 * with has changed: ten million events take half an hour.
 */
export async function openTrail(cluster: Cluster, name: string, shape: TrailShape): Promise<OpenDatabase> {
  const mark = `${shape.events} events by ${fingerprint()}`
  if ((await markOf(cluster, name)) !== mark) await make(cluster, name, shape, mark)
  return openDatabase(cluster, name)
}

async function markOf(cluster: Cluster, name: string): Promise<string | undefined> {
  return withClient(cluster.ownerUrl('postgres'), async (client) => {
    const { rows } = await client.query<{ mark: string }>(
      `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = $1`,
      [name],
    )
    return rows[0]?.mark
  })
}

async function make(cluster: Cluster, name: string, shape: TrailShape, mark: string): Promise<void> {
  const startedMs = performance.now()
  const step = (what: string) => say(`  ${name}: ${what} (${seconds(startedMs)})`)
  await withClient(cluster.ownerUrl('postgres'), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  )
  await ensureClusterDatabase(cluster, name)
  setEnv({ DATABASE_URL: cluster.appUrl(name), DATABASE_OWNER_URL: cluster.ownerUrl(name) })
  await migrate()
  await withClient(cluster.ownerUrl(name), async (client) => {
    await client.query('SELECT daybook_ensure_partitions(7, 3)')
    await insertTrail(client, shape)
    step(`${shape.events} events are there`)
    await sealAtOnce(client)
    step('they are sealed')
    // One pass over all words is many times faster than adding them block by block.
    await client.query('DROP INDEX "AuditBlock_words_idx"')
  })
  const database = await openDatabase(cluster, name)
  await database.use(fillAll)
  await database.close()
  step('they are in blocks')
  await withClient(cluster.ownerUrl(name), async (client) => {
    await client.query(
      `SET maintenance_work_mem = '1GB'; CREATE INDEX "AuditBlock_words_idx" ON "AuditBlock" USING GIN ("words")`,
    )
    await client.query('VACUUM (ANALYZE)')
    await client.query(`COMMENT ON DATABASE ${name} IS '${mark}'`)
  })
  step('ready')
}

async function fillAll(): Promise<void> {
  const { getPool, takeLease } = await import('../lib/db')
  const { fillBlocks } = await import('../lib/audit/search/fill-blocks')
  const lease = await takeLease(getPool(), 'audit.seal', 'bench')
  if (!lease) throw new Error('Another leads')
  for (let before = -1, now = 0; now > before; ) {
    before = now
    await fillBlocks(lease, 10_000)
    const { rows } = await getPool().query<{ n: number }>('SELECT count(*)::int AS n FROM "AuditBlock"')
    now = rows[0]?.n ?? 0
  }
}

/** Of everything that decides what stands in such a database. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const folder of ['prisma/migrations', 'lib/audit/search', 'bench'])
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/migration\.sql$|^(tokens|words|block-rows|trail-data|seal-at-once)\.ts$/.test(file))
        hash.update(readFileSync(join(root, folder, file)))
  return hash.digest('hex').slice(0, 16)
}
