import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useDatabase } from '../testing/database'

const db = useDatabase()
const schema = readFileSync(join(import.meta.dirname, '../../prisma/schema.prisma'), 'utf8')

type Column = { table: string; column: string; type: string; nullable: boolean }

/** Guarded by rights, by triggers of their own and by verification: what is changed there is found. */
const ledger = /^Lease$|^Audit(Unsealed|Leaf|Tile|Checkpoint|Minute|Hour|Block|Erasure|Drop|Verification)$/

/** Written by machines every few seconds: what runs and how it fares, nothing that anybody decided. */
const operations =
  /^(AlertSignal|DeliveryAttempt|Digest|Job|JobRun|Instance|RequestMinute|RequestTotal|HealthSnapshot|HealthHour|SloMonth)$/

const blocks = (kind: 'model' | 'enum') =>
  [...schema.matchAll(new RegExp(`^${kind} (\\w+) \\{\\n([\\s\\S]*?)^\\}`, 'gm'))].map(([, name = '', body = '']) => ({
    name,
    body,
  }))
const enums = new Map(blocks('enum').map(({ name, body }) => [name, body.trim().split(/\s+/)]))
const models = new Set(blocks('model').map(({ name }) => name))

const plainTypes: Record<string, string> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Boolean: 'boolean',
  Json: 'jsonb',
  Bytes: 'bytea',
  'Unsupported("tsvector")': 'tsvector',
}
const nativeTypes: Record<string, (size: string) => string> = {
  Uuid: () => 'uuid',
  Date: () => 'date',
  Char: (size) => `character(${size})`,
  Timestamptz: (size) => `timestamp(${size}) with time zone`,
}

/** What schema.prisma says the columns are, in PostgreSQL's own words (format_type). */
function columnsOfSchema(): Column[] {
  return blocks('model').flatMap(({ name, body }) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name
    return body.split('\n').flatMap((line) => {
      const [, column, field, mark, rest = ''] = /^\s+(\w+)\s+(\w+(?:\("\w+"\))?)(\?|\[\])?(.*)$/.exec(line) ?? []
      if (!column || !field || models.has(field) || line.trim().startsWith('//')) return []
      const [, native, size = ''] = /@db\.(\w+)(?:\((\d+)\))?/.exec(rest) ?? []
      const type = native ? nativeTypes[native]?.(size) : enums.has(field) ? `"${field}"` : plainTypes[field]
      const whole = `${type ?? `unknown ${field} ${native}`}${mark === '[]' ? '[]' : ''}`
      return [{ table, column, type: whole, nullable: mark === '?' }]
    })
  })
}

const columnsOfDatabase = () =>
  db.ownerQuery<Column>(`
    SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS "type", NOT a.attnotnull AS "nullable"
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> '_prisma_migrations' AND a.attnum > 0 AND NOT a.attisdropped`)

const inOrder = (columns: Column[]) =>
  columns.map((c) => `${c.table}.${c.column} ${c.type}${c.nullable ? '?' : ''}`).sort()

describe('the migrated database', () => {
  it('has exactly the columns of schema.prisma, with their types', async () => {
    expect(columnsOfSchema().length).toBeGreaterThan(100)
    expect(inOrder(await columnsOfDatabase())).toEqual(inOrder(columnsOfSchema()))
  })

  it('has exactly the enums of schema.prisma, in their order', async () => {
    const rows = await db.ownerQuery<{ name: string; values: string[] }>(`
      SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS values
      FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY 1`)
    expect(Object.fromEntries(rows.map(({ name, values }) => [name, values]))).toEqual(Object.fromEntries(enums))
  })

  it('watches every table but the trail, its ledger, the leases and the records of operations for changes made outside Daybook', async () => {
    const rows = await db.ownerQuery<{ name: string; triggers: string[] }>(`
      SELECT c.relname AS name, array_remove(array_agg(p.proname::text ORDER BY p.proname), NULL) AS triggers
      FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
      LEFT JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
      GROUP BY 1`)
    expect(rows.length).toBeGreaterThan(8)
    const unwatched = rows.filter(
      ({ name, triggers }) =>
        !ledger.test(name) &&
        !operations.test(name) &&
        !['daybook_out_of_band', 'daybook_out_of_band_truncate'].every((name) => triggers.includes(name)),
    )
    expect(unwatched, 'call daybook_watch_table in the migration').toEqual([])
  })

  it('has partitions for this month and the three after it, each with a guard of its own against TRUNCATE', async () => {
    const rows = await db.ownerQuery<{ name: string; guarded: boolean }>(`
      SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgtype & 32 = 32) AS guarded
      FROM pg_class c WHERE c.relispartition AND c.relkind = 'r' AND c.relname LIKE 'AuditLog%'`)
    const now = new Date()
    for (let ahead = 0; ahead <= 3; ahead += 1) {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead))
      const name = `AuditLog_${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`
      expect(rows.map((row) => row.name)).toContain(name)
    }
    expect(rows.filter(({ guarded }) => !guarded)).toEqual([])
  })
})
