import { AuditAction, recordAudit } from '../../audit'
import { dayMs } from '../../clock'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError, type InputProblem } from '../../errors'
import { uuidv7 } from '../../ids'
import { actorName } from './actor-name'
import type { Silence, SilenceInput } from './contract'
import { scopeWords } from './scope'
import { toSilence } from './silence-view'

const longestMs = 30 * dayMs

/**
 * Keeps the alerts that are meant from being told until the silence ends, at most 30 days; their evaluation and "resolved"
 * go on. A start that is past is now. Throws INVALID_INPUT.
 */
export async function createSilence(ctx: Context, input: SilenceInput): Promise<Silence> {
  const now = ctx.now()
  const wanted = input.startsAt === undefined ? now : new Date(input.startsAt)
  const startsAt = wanted < now ? now : wanted
  const endsAt = new Date(input.endsAt)
  const scope = { rule: input.rule ?? null, source: input.source ?? null, fingerprint: input.fingerprint ?? null }
  const problem = problemOf({ ...scope, startsAt, endsAt })
  if (problem) throw new AppError('INVALID_INPUT', `${problem.detail}.`, { problems: [problem] })
  return withTx(ctx, async (tx) => {
    const row = await tx.silence.create({
      data: {
        id: uuidv7(now),
        reason: input.reason,
        ...scope,
        startsAt,
        endsAt,
        createdAt: now,
        createdById: ctx.actor.type === 'user' ? ctx.actor.id : null,
        createdByName: actorName(ctx),
      },
    })
    const after = toSilence(row, now)
    await recordAudit(tx, ctx, {
      action: AuditAction.SILENCE_CREATED,
      description: `Silenced ${scopeWords(scope)} until ${after.endsAt}: ${input.reason}`,
      entityType: 'Silence',
      entityId: row.id,
      after,
    })
    return after
  })
}

type Wanted = { rule: string | null; fingerprint: string | null; startsAt: Date; endsAt: Date }

function problemOf({ rule, fingerprint, startsAt, endsAt }: Wanted): InputProblem | undefined {
  const lengthMs = endsAt.getTime() - startsAt.getTime()
  if (lengthMs <= 0) return { pointer: '/endsAt', detail: 'A silence must end after it begins, and not in the past' }
  if (lengthMs > longestMs) return { pointer: '/endsAt', detail: 'A silence lasts 30 days at most' }
  if (fingerprint !== null && rule === null)
    return { pointer: '/rule', detail: 'The fingerprint of an alert needs its rule' }
  return undefined
}
