import type { StatsFs } from 'node:fs'
import { readFile, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { classifyDbError, probe } from '../../db'
import { env } from '../../env'
import type { CheckResult, HealthCheck } from '../contract'

/** How full something is, 0 to 1. */
type Share = { name: string; used: number }

/** The room left where Daybook writes: spool, backups, the embedded database; an external one if its size is told. */
export const checkDisk: HealthCheck = {
  name: 'disk',
  async run(signal) {
    const { AUDIT_SPOOL_DIR, BACKUP_DIR, DAYBOOK_DATA_DIR } = env()
    const data = resolve(DAYBOOK_DATA_DIR)
    const isEmbedded = await hasEmbeddedDatabase(data)
    const [spool, backups, database] = await Promise.all([
      folderShare('spool', AUDIT_SPOOL_DIR ?? join(data, 'spool')),
      folderShare('backups', BACKUP_DIR ?? join(data, 'backups')),
      isEmbedded ? folderShare('database', join(data, 'postgres')) : externalShare(signal),
    ])
    return typeof database === 'string' ? rateDisk([spool, backups], database) : rateDisk([spool, backups, database])
  },
}

/** Degraded above 85 %, unhealthy above 95 % of the fullest; else `unknown` with the reason when one is not known. */
export function rateDisk(shares: readonly Share[], unknownBecause?: string): CheckResult {
  const fullest = Math.max(0, ...shares.map((share) => share.used))
  const counts = Object.fromEntries(shares.map(({ name, used }) => [name, `${Math.round(used * 1_000) / 10}%`]))
  if (fullest > 0.95) return { status: 'unhealthy', message: 'A disk is nearly full', counts }
  if (fullest > 0.85) return { status: 'degraded', message: 'A disk is filling up', counts }
  if (unknownBecause !== undefined) return { status: 'unknown', message: unknownBecause, counts }
  return { status: 'healthy', counts }
}

async function folderShare(name: string, folder: string): Promise<Share> {
  const { blocks, bfree, bavail } = await statNearest(folder)
  const used = blocks - bfree
  // As df counts: what only root may still use is not room for us.
  return { name, used: used + bavail === 0 ? 0 : used / (used + bavail) }
}

/** A folder that nothing was written to yet will be made on its parent's disk. */
async function statNearest(folder: string): Promise<StatsFs> {
  try {
    return await statfs(folder)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing || dirname(folder) === folder) throw error
    return statNearest(dirname(folder))
  }
}

/** This database's files (not its write-ahead log) against the size the owner told us, or why that is not known. */
async function externalShare(signal: AbortSignal): Promise<Share | string> {
  const { DATABASE_DISK_BYTES } = env()
  if (DATABASE_DISK_BYTES === undefined)
    return "The size of the external database's disk is not known: set DATABASE_DISK_BYTES"
  try {
    const { rows } = await probe<{ bytes: string }>(signal, {
      name: 'health-database-size',
      text: 'SELECT pg_database_size(current_database()) AS bytes',
    })
    return { name: 'database', used: Number(rows[0]?.bytes ?? 0) / DATABASE_DISK_BYTES }
  } catch (error) {
    // The database's own check tells that it is away; the local disks are still worth telling.
    if (classifyDbError(error)) return 'The size of the database is not known while it does not answer'
    throw error
  }
}

/** The embedded server's address, as remembered beside its data folder, is the one in use. */
async function hasEmbeddedDatabase(data: string): Promise<boolean> {
  const { DATABASE_URL } = env()
  if (DATABASE_URL === undefined) return false
  const { hostname, port } = new URL(DATABASE_URL)
  if (hostname !== '127.0.0.1') return false
  try {
    const facts: { port?: number } = JSON.parse(await readFile(join(data, 'postgres.json'), 'utf8'))
    return String(facts.port) === port
  } catch {
    // No such file: no embedded database was ever made here.
    return false
  }
}
