import type pg from 'pg'
import { copyAuditRows } from './copy'
import { sqlState } from './refusal'
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
const oneText = `${into} VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`

const manyText = `${into} SELECT * FROM unnest(${columns.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})`

const unlessThere = ' ON CONFLICT ("id") DO NOTHING'

/** Whether rows were never sent before, or may be in the table although nobody was told (a replay). */
export type Attempt = 'first' | 'again'

/**
 * Inserts rows in one statement, which is one transaction; a row that is there already stays as it is. PostgreSQL
 * looks for such rows only when it is told to: on a first attempt that would cost a sixth of the statement.
 */
export async function insertAuditRows(
  client: pg.PoolClient,
  rows: readonly AuditRow[],
  attempt: Attempt = 'again',
): Promise<void> {
  if (attempt === 'first')
    try {
      await (rows.length === 1 ? client.query(statement(rows, 'audit-insert', '')) : copyAuditRows(client, rows))
      return
    } catch (error) {
      if (sqlState(error) !== uniqueViolation) throw error
    }
  await client.query(statement(rows, 'audit-insert-again', unlessThere))
}

const uniqueViolation = '23505'

function statement(rows: readonly AuditRow[], name: string, ending: string): pg.QueryConfig {
  const [first] = rows
  if (rows.length === 1 && first)
    return {
      name: `${name}-one`,
      text: oneText + ending,
      values: columns.map(([column, type]) => asText(first[column], type)),
    }
  return { name, text: manyText + ending, values: columns.map(([column, type]) => arrayText(rows, column, type)) }
}

/** A column as the text of an array: the driver's own way takes twice as long, and this is a third of a write. */
function arrayText(rows: readonly AuditRow[], name: keyof AuditRow, type: string): string {
  let text = ''
  for (const row of rows) {
    const value = asText(row[name], type)
    text += value === null ? ',NULL' : `,"${special.test(value) ? value.replace(specials, '\\$&') : value}"`
  }
  return `{${text.slice(1)}}`
}

const special = /["\\]/
const specials = /["\\]/g

function asText(value: AuditRow[keyof AuditRow] | undefined, type: string): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string' || type === 'jsonb') return JSON.stringify(value)
  return type === 'bytea' ? `\\x${value}` : value
}
