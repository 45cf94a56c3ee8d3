import { getPool } from '../../db'
import type { AuditRow } from './row'

const columns = [
  'id',
  'occurredAt',
  'action',
  'severity',
  'description',
  'source',
  'userId',
  'userEmail',
  'userName',
  'actorType',
  'apiKeyId',
  'ipAddress',
  'userAgent',
  'entityType',
  'entityId',
  'before',
  'after',
  'metadata',
  'errorMessage',
  'errorStack',
  'requestId',
  'correlationId',
  'method',
  'path',
  'release',
] as const satisfies readonly (keyof AuditRow)[]

const jsonColumns = new Set<keyof AuditRow>(['before', 'after', 'metadata'])

const insertSql = `INSERT INTO "AuditLog" (${columns.map((name) => `"${name}"`).join(', ')})
  VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')}) ON CONFLICT ("id") DO NOTHING`

/** Inserts one row on its own; resolves after the commit. */
export async function insertAuditRow(row: AuditRow): Promise<void> {
  const values = columns.map((name) => {
    const value = row[name]
    return jsonColumns.has(name) && value !== null ? JSON.stringify(value) : value
  })
  await getPool().query({ name: 'audit-insert', text: insertSql, values })
}
