import type { Context } from '../../context'
import { Prisma, type Tx } from '../../db'
import type { AuditInput } from './event-input'
import { buildAuditRow } from './row'

/**
 * Records an event in the transaction of the change it describes: both are committed or neither.
 * Returns the event's id, or null when before and after are equal (nothing is written). Throws when
 * the row cannot be written, so that the change fails with it.
 */
export async function recordAudit(tx: Tx, ctx: Context, input: AuditInput): Promise<string | null> {
  const row = buildAuditRow(ctx, input)
  if (!row) return null
  await tx.auditLog.create({
    data: {
      ...row,
      before: jsonColumn(row.before),
      after: jsonColumn(row.after),
      metadata: jsonColumn(row.metadata),
      salt: bytesColumn(row.salt),
      bodyHash: bytesColumn(row.bodyHash),
    },
    select: { id: true },
  })
  return row.id
}

function jsonColumn(value: Prisma.InputJsonValue | null): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : value
}

function bytesColumn(hex: string | null): Uint8Array<ArrayBuffer> | null {
  return hex === null ? null : Uint8Array.from(Buffer.from(hex, 'hex'))
}
