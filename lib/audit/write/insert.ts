import type pg from 'pg'
import type { AuditRow } from './row'

/** Every column that is written, with its type in PostgreSQL; `createdAt` is the database's. */
const columnTypes = {
  id: 'uuid',
  occurredAt: 'timestamptz',
  action: 'text',
  severity: '"AuditSeverity"',
  description: 'text',
  source: 'text',
  userId: 'text',
  userEmail: 'text',
  userName: 'text',
  actorType: 'text',
  apiKeyId: 'text',
  ipAddress: 'text',
  userAgent: 'text',
  entityType: 'text',
  entityId: 'text',
  before: 'jsonb',
  after: 'jsonb',
  metadata: 'jsonb',
  errorMessage: 'text',
  errorStack: 'text',
  requestId: 'text',
  correlationId: 'text',
  method: 'text',
  path: 'text',
  release: 'text',
  salt: 'bytea',
  bodyHash: 'bytea',
} as const satisfies Record<keyof AuditRow, string>

const columns = Object.entries(columnTypes) as [keyof AuditRow, string][]

const into = `INSERT INTO "AuditLog" (${columns.map(([name]) => `"${name}"`).join(', ')})`

/** For a lone event, which unnest would cost a third more. */
const oneText = `${into} VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')}) ON CONFLICT ("id") DO NOTHING`

const manyText = `${into}
  SELECT * FROM unnest(${columns.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})
  ON CONFLICT ("id") DO NOTHING`

/** Inserts rows in one statement, which is one transaction; a row that is there already stays as it is. */
export async function insertAuditRows(client: pg.PoolClient, rows: readonly AuditRow[]): Promise<void> {
  const [first] = rows
  if (rows.length === 1 && first) {
    const values = columns.map(([name, type]) => asText(first[name], type))
    await client.query({ name: 'audit-insert-one', text: oneText, values })
    return
  }
  const values = columns.map(([name, type]) => rows.map((row) => asText(row[name], type)))
  await client.query({ name: 'audit-insert', text: manyText, values })
}

function asText(value: AuditRow[keyof AuditRow] | undefined, type: string): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string' || type === 'jsonb') return JSON.stringify(value)
  return type === 'bytea' ? `\\x${value}` : value
}
