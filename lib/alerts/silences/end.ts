import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError } from '../../errors'
import type { Silence } from './contract'
import { silenceById } from './get'
import { scopeWords } from './scope'
import { toSilence } from './silence-view'

/**
 * Ends a silence now, or takes back one that has not begun; its row stays. Of two who end it at once one gets CONFLICT, as
 * does who ends one that is over. Throws NOT_FOUND.
 */
export async function endSilence(ctx: Context, id: string): Promise<Silence> {
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const ended = await tx.silence.updateMany({
      where: { id, endedAt: null, endsAt: { gt: now } },
      data: { endedAt: now },
    })
    const row = await silenceById(tx, id)
    if (ended.count === 0) throw new AppError('CONFLICT', 'This silence is over already.')
    const after = toSilence(row, now)
    await recordAudit(tx, ctx, {
      action: AuditAction.SILENCE_ENDED,
      description: `Ended the silence of ${scopeWords(row)}: ${row.reason}`,
      entityType: 'Silence',
      entityId: id,
      before: { endedAt: null },
      after: { endedAt: after.endedAt },
    })
    return after
  })
}
