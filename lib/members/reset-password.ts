import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import { hashPassword } from './password'

/** Sets a new password and ends all sessions of the account. Throws NOT_FOUND for an unknown address. */
export async function resetPassword(ctx: Context, input: { email: string; password: string }): Promise<void> {
  const passwordHash = await hashPassword(input.password)
  await withTx(ctx, async (tx) => {
    const user = await tx.user.findUnique({ where: { email: input.email }, select: { id: true, name: true } })
    if (!user) throw new AppError('NOT_FOUND', 'There is no member with this e-mail address.')
    const now = ctx.now()
    await tx.user.update({ where: { id: user.id }, data: { passwordHash, updatedAt: now } })
    const ended = await tx.session.updateMany({ where: { userId: user.id, revokedAt: null }, data: { revokedAt: now } })
    await recordAudit(tx, ctx, {
      action: AuditAction.PASSWORD_CHANGED,
      description: `The password of ${user.name} was reset`,
      entityType: 'User',
      entityId: user.id,
      metadata: { sessionsEnded: ended.count },
    })
  })
}
