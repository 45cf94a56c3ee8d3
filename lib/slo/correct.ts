import { AuditAction, recordAudit } from '../audit'
import { dayMs, minuteMs } from '../clock'
import type { Context } from '../context'
import { getDb, type Prisma, withTx } from '../db'
import { AppError, type InputProblem } from '../errors'
import { uuidv7 } from '../ids'
import { toWire } from '../wire'
import type { SloCorrection, SloCorrectionInput, SloCorrectionList } from './contract'
import { keepSloMonths } from './months'

const longestMs = 7 * dayMs
/** Minutes are kept for a hundred days: what lies further back is settled. */
const oldestMs = 90 * dayMs
const shown = 200

const actorName = ({ actor }: Context) => ('name' in actor ? actor.name : 'Somebody')

/**
 * Takes a stretch of time that is over out of the error budget, with the reason: whole minutes, seven days at most, not
 * longer ago than 90. Throws INVALID_INPUT.
 */
export async function createCorrection(ctx: Context, input: SloCorrectionInput): Promise<SloCorrection> {
  const now = ctx.now()
  const startsAt = new Date(Math.floor(Date.parse(input.startsAt) / minuteMs) * minuteMs)
  const endsAt = new Date(Math.ceil(Date.parse(input.endsAt) / minuteMs) * minuteMs)
  const problem = problemOf({ startsAt, endsAt, now })
  if (problem) throw new AppError('INVALID_INPUT', `${problem.detail}.`, { problems: [problem] })
  return withTx(ctx, async (tx) => {
    const row = await tx.sloCorrection.create({
      data: { id: uuidv7(now), startsAt, endsAt, reason: input.reason, createdAt: now, createdByName: actorName(ctx) },
    })
    const after = toWire(row)
    await keepSloMonths(tx, now)
    await recordAudit(tx, ctx, {
      action: AuditAction.SLO_CORRECTION_CREATED,
      description: `Took ${after.startsAt} to ${after.endsAt} out of the error budget: ${input.reason}`,
      entityType: 'SloCorrection',
      entityId: row.id,
      after,
    })
    return after
  })
}

function problemOf({ startsAt, endsAt, now }: { startsAt: Date; endsAt: Date; now: Date }): InputProblem | undefined {
  const lengthMs = endsAt.getTime() - startsAt.getTime()
  if (lengthMs <= 0) return { pointer: '/endsAt', detail: 'It must end after it begins' }
  if (endsAt.getTime() > now.getTime() + minuteMs)
    return { pointer: '/endsAt', detail: 'Only what is over can be corrected; plan maintenance for what is to come' }
  if (lengthMs > longestMs) return { pointer: '/endsAt', detail: 'A correction covers seven days at most' }
  if (startsAt.getTime() < now.getTime() - oldestMs)
    return { pointer: '/startsAt', detail: 'What is older than 90 days is settled' }
  return undefined
}

/** Makes the stretch count again; the correction stays in the list. Throws NOT_FOUND, and CONFLICT when it is removed already. */
export async function removeCorrection(ctx: Context, id: string): Promise<SloCorrection> {
  return withTx(ctx, async (tx) => {
    const removed = { removedAt: ctx.now(), removedByName: actorName(ctx) }
    const { count } = await tx.sloCorrection.updateMany({ where: { id, removedAt: null }, data: removed })
    const row = await tx.sloCorrection.findUnique({ where: { id } })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such correction.')
    if (count === 0) throw new AppError('CONFLICT', 'This correction is removed already.')
    const after = toWire<Prisma.SloCorrectionGetPayload<object>>(row)
    await keepSloMonths(tx, ctx.now())
    await recordAudit(tx, ctx, {
      action: AuditAction.SLO_CORRECTION_REMOVED,
      description: `Counts ${after.startsAt} to ${after.endsAt} in the error budget again: ${row.reason}`,
      entityType: 'SloCorrection',
      entityId: id,
      before: { removedAt: null, removedByName: null },
      after: { removedAt: after.removedAt, removedByName: after.removedByName },
    })
    return after
  })
}

/** The newest corrections, removed ones among them. */
export async function listCorrections(): Promise<SloCorrectionList> {
  const rows = await getDb().sloCorrection.findMany({ orderBy: { id: 'desc' }, take: shown })
  return { items: toWire(rows), nextCursor: null }
}
