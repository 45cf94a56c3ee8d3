import { minuteMs } from '../../clock'
import { getPool } from '../../db'
import type { StorageUse } from '../contract'
import { share } from '../share'

const sharedForMs = minuteMs

type Row = { name: string; bytes: string }

/** Sizes with indexes. Partitions are told one by one, everything else by its table. */
const text = `
  SELECT c.relname AS name, pg_total_relation_size(c.oid)::text AS bytes FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  UNION ALL SELECT '', pg_database_size(current_database())::text`

/** The room that everything takes in the database, at most a minute old. */
export function storageUse(): Promise<StorageUse> {
  return share('storage', sharedForMs, async () => {
    const { rows } = await getPool().query<Row>({ name: 'health-storage', text })
    return storageOf(rows, new Date())
  })
}

/** From the sizes of tables; the one without a name is the whole database. */
export function storageOf(rows: readonly Row[], at: Date): StorageUse {
  const sumOf = (pattern: RegExp) =>
    rows.filter(({ name }) => pattern.test(name)).reduce((sum, { bytes }) => sum + Number(bytes), 0)
  const trail = rows.flatMap(({ name, bytes }) => {
    const [, year, month] = /^AuditLog_(\d{4})_(\d{2})$/.exec(name) ?? []
    return year && month ? [{ month: `${year}-${month}`, bytes: Number(bytes) }] : []
  })
  return {
    at: at.toISOString(),
    databaseBytes: sumOf(/^$/),
    trail: trail.sort((a, b) => (a.month < b.month ? 1 : -1)),
    archiveBytes: sumOf(/^AuditLogArchive/),
    ledgerBytes: sumOf(/^Audit(Unsealed|Leaf|Tile|Checkpoint|Minute|Hour|Block)/),
    measurementBytes: sumOf(/^(RequestMinute|RequestTotal|HealthSnapshot|HealthHour)$/),
  }
}
