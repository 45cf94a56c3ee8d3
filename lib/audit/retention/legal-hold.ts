import type { Context } from '../../context'
import { getDb, type Tx } from '../../db'
import { AppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { recordAudit } from '../write/record'

/** A reason for which archived events must not be dropped; without times it holds all of them. */
export type LegalHold = {
  id: string
  reason: string
  fromTime: Date | null
  toTime: Date | null
  createdAt: Date
  createdBy: string
}

export type NewLegalHold = { reason: string; fromTime: Date | null; toTime: Date | null }

/** Sets a hold: from its commit on no month that it touches is dropped. Throws INVALID_INPUT for a span that ends before it begins. */
export async function setLegalHold(tx: Tx, ctx: Context, input: NewLegalHold): Promise<LegalHold> {
  if (input.fromTime && input.toTime && input.fromTime > input.toTime)
    throw new AppError('INVALID_INPUT', 'The hold ends before it begins.')
  const hold = { id: uuidv7(), ...input, createdAt: ctx.now(), createdBy: nameOf(ctx) }
  await tx.auditLegalHold.create({ data: hold })
  await recordAudit(tx, ctx, {
    action: 'LEGAL_HOLD_SET',
    description: 'Legal hold set',
    entityType: 'AuditLegalHold',
    entityId: hold.id,
    // Not in the description, which admins see too.
    metadata: { reason: input.reason, from: input.fromTime, to: input.toTime },
  })
  return hold
}

/** Ends a hold. Throws NOT_FOUND when there is none of this id that still holds. */
export async function releaseLegalHold(tx: Tx, ctx: Context, id: string): Promise<void> {
  const { count } = await tx.auditLegalHold.updateMany({
    where: { id, releasedAt: null },
    data: { releasedAt: ctx.now(), releasedBy: nameOf(ctx) },
  })
  if (count === 0) throw new AppError('NOT_FOUND', 'There is no legal hold with this id.')
  await recordAudit(tx, ctx, {
    action: 'LEGAL_HOLD_RELEASED',
    description: 'Legal hold released',
    entityType: 'AuditLegalHold',
    entityId: id,
  })
}

/** Holds that still hold, oldest first. */
export async function listLegalHolds(): Promise<LegalHold[]> {
  return getDb().auditLegalHold.findMany({
    where: { releasedAt: null },
    orderBy: { createdAt: 'asc' },
    omit: { releasedAt: true, releasedBy: true },
  })
}

function nameOf({ actor }: Context): string {
  return 'name' in actor ? actor.name : actor.type
}
