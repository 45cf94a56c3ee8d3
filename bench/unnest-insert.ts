import type pg from 'pg'
import type { AuditRow } from '../lib/audit/write/row'

// Stands alone: what the writer is measured against must not change when the writer's own statement does.

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

const text = `INSERT INTO "AuditLog" (${columns.map(([name]) => `"${name}"`).join(', ')})
  SELECT * FROM unnest(${columns.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})`

/** Inserts rows in one prepared statement that takes an array for each column. */
export async function unnestInsert(client: pg.PoolClient, rows: readonly AuditRow[]): Promise<void> {
  const values = columns.map(([name, type]) => arrayText(rows, name, type))
  await client.query({ name: 'bench-unnest-insert', text, values })
}

function arrayText(rows: readonly AuditRow[], name: keyof AuditRow, type: string): string {
  let array = ''
  for (const row of rows) {
    const value = asText(row[name], type)
    array += value === null ? ',NULL' : `,"${special.test(value) ? value.replace(specials, '\\$&') : value}"`
  }
  return `{${array.slice(1)}}`
}

const special = /["\\]/
const specials = /["\\]/g

function asText(value: AuditRow[keyof AuditRow] | undefined, type: string): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string' || type === 'jsonb') return JSON.stringify(value)
  return type === 'bytea' ? `\\x${value}` : value
}
