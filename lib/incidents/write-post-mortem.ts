import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import type { Incident, PostMortem } from './contract'
import { incidentNumber, incidentTitle } from './incident-title'
import { lockIncident } from './lock'
import { writeEntry } from './write-entry'

/** Writes the post-mortem, or writes it anew. Throws NOT_FOUND, CONFLICT when somebody else wrote one meanwhile. */
export async function writePostMortem(ctx: Context, id: string, { text, replaces }: PostMortem): Promise<Incident> {
  return withTx(ctx, async (tx) => {
    const incident = await lockIncident(tx, id)
    const { postMortem: before } = await tx.incident.findUniqueOrThrow({ where: { id }, select: { postMortem: true } })
    if (before === text) return incident
    if (replaces !== undefined && replaces !== before)
      throw new AppError(
        'CONFLICT',
        `Somebody else has changed the post-mortem of ${incidentNumber(incident.number)} while you wrote. Copy your text, look at theirs, then save again.`,
      )
    const now = ctx.now()
    await tx.incident.update({ where: { id }, data: { postMortem: text, updatedAt: now }, select: { id: true } })
    const line = before === null ? 'Post-mortem written' : 'Post-mortem changed'
    await writeEntry(tx, ctx, { incidentId: id, kind: 'post-mortem', text: line, at: now })
    await recordAudit(tx, ctx, {
      action: AuditAction.POST_MORTEM_WRITTEN,
      description: `${line}: incident ${incidentTitle(incident)}`,
      entityType: 'Incident',
      entityId: id,
      before: { postMortem: before },
      after: { postMortem: text },
    })
    return lockIncident(tx, id)
  })
}
