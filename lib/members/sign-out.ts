import { AuditAction, recordAudit } from '../audit'
import { type Context, withActor } from '../context'
import { withTx } from '../db'
import { findSession } from './find-session'

/** Ends a session. Ending one that has ended already does nothing. */
export async function signOut(ctx: Context, sessionId: string): Promise<void> {
  const actor = await findSession(sessionId)
  if (!actor) return
  const caller = withActor(ctx, actor)
  await withTx(caller, async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: sessionId, revokedAt: null },
      data: { revokedAt: ctx.now() },
    })
    if (ended.count === 0) return
    await recordAudit(tx, caller, {
      action: AuditAction.LOGOUT,
      description: `${actor.name} signed out`,
      entityType: 'User',
      entityId: actor.id,
    })
  })
}
