import { AuditAction, recordAudit } from '../audit'
import { dayMs, hourMs } from '../clock'
import { type Context, withActor } from '../context'
import { getDb, type Tx, type User, withTx } from '../db'
import { uuidv7, uuidv7Floor } from '../ids'
import { accountKeyOf, keepRefused, lockAttempts, lockedUntil } from './lockout'
import { verifyNobody, verifyPassword } from './password'

const sessionLifeMs = 14 * dayMs

export type SignInOutcome =
  | { kind: 'signedIn'; user: Pick<User, 'id' | 'email' | 'name' | 'role'>; sessionId: string }
  | { kind: 'refused' }
  | { kind: 'locked'; until: Date }

type Attempt = { id: string; accountKey: Buffer }

/**
 * Signs a person in: a session row, the login history and the event LOGIN in one transaction. A wrong
 * password, an unknown and a disabled account give the same answer after the same work. The attempt is
 * written as failed before the password is looked at, so that a crash in between still counts it.
 */
export async function signIn(ctx: Context, input: { email: string; password: string }): Promise<SignInOutcome> {
  const email = input.email.trim().toLowerCase()
  const attempt = await beginAttempt(ctx, email)
  if (attempt instanceof Date) return { kind: 'locked', until: attempt }
  const user = await getDb().user.findUnique({ where: { email } })
  const isRight = user ? await verifyPassword(user.passwordHash, input.password) : await verifyNobody(input.password)
  if (user && isRight && !user.disabledAt) return admit(ctx, attempt, user)
  await refuse(
    ctx,
    attempt,
    user,
    user?.disabledAt && isRight ? 'disabled' : user ? 'wrong password' : 'unknown account',
  )
  return { kind: 'refused' }
}

/** The attempt's row, or the time until which there may be none. */
async function beginAttempt(ctx: Context, email: string): Promise<Attempt | Date> {
  const accountKey = accountKeyOf(email)
  return withTx(ctx, async (tx) => {
    await lockAttempts(tx, accountKey, ctx.ipAddress)
    const now = ctx.now()
    const until = await lockedUntil(tx, accountKey, ctx.ipAddress, now)
    if (until) {
      await keepRefused(tx, { accountKey, ipAddress: ctx.ipAddress, userAgent: ctx.userAgent, now })
      return until
    }
    const id = uuidv7(now)
    await tx.userLoginHistory.create({
      data: {
        id,
        accountKey: new Uint8Array(accountKey),
        loginAt: now,
        ipAddress: ctx.ipAddress,
        userAgent: ctx.userAgent,
        success: false,
        failureReason: 'not finished',
      },
    })
    return { id, accountKey }
  })
}

async function admit(ctx: Context, attempt: Attempt, user: User): Promise<SignInOutcome> {
  const now = ctx.now()
  const sessionId = uuidv7(now)
  const { id, email, name, role, isSample } = user
  const caller = withActor(ctx, { type: 'user', id, email, name, role, sessionId, isSample })
  await withTx(caller, async (tx) => {
    await tx.userLoginHistory.update({
      where: { id: attempt.id },
      data: { userId: user.id, success: true, failureReason: null },
    })
    await tx.session.create({
      data: {
        id: sessionId,
        userId: user.id,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + sessionLifeMs),
        ipAddress: ctx.ipAddress,
        userAgent: ctx.userAgent,
      },
    })
    await tx.user.update({
      where: { id: user.id },
      data: { lastLoginAt: now, lastActivityAt: now, loginCount: { increment: 1 } },
    })
    await recordAudit(tx, caller, {
      action: AuditAction.LOGIN,
      description: `${name} signed in`,
      entityType: 'User',
      entityId: user.id,
      metadata: { role },
    })
  })
  return { kind: 'signedIn', user: { id, email, name, role }, sessionId }
}

async function refuse(ctx: Context, attempt: Attempt, user: User | null, reason: string): Promise<void> {
  const about = user ? { entityType: 'User', entityId: user.id } : {}
  const who = user ? user.email : 'an unknown account'
  await withTx(ctx, async (tx) => {
    await tx.userLoginHistory.update({
      where: { id: attempt.id },
      data: { userId: user?.id ?? null, failureReason: reason },
    })
    await recordAudit(tx, ctx, {
      action: AuditAction.LOGIN_FAILED,
      description: `Sign-in failed for ${who}`,
      metadata: { reason },
      ...about,
    })
    await recordLock(tx, ctx, attempt, who, about)
  })
}

/** Says once, with the failure that reached the limit, that the account or address is locked now. */
async function recordLock(tx: Tx, ctx: Context, attempt: Attempt, who: string, about: object): Promise<void> {
  await lockAttempts(tx, attempt.accountKey, ctx.ipAddress)
  const now = ctx.now()
  const until = await lockedUntil(tx, attempt.accountKey, ctx.ipAddress, now)
  if (!until) return
  // Guesses made at the same moment all find the lock; the first one tells.
  const lock = { until: until.toISOString(), account: attempt.accountKey.toString('hex').slice(0, 16) }
  const told = await tx.auditLog.count({
    where: {
      action: AuditAction.ACCOUNT_LOCKED,
      id: { gte: uuidv7Floor(new Date(now.getTime() - hourMs)) },
      AND: Object.entries(lock).map(([key, value]) => ({ metadata: { path: [key], equals: value } })),
    },
  })
  if (told > 0) return
  await recordAudit(tx, ctx, {
    action: AuditAction.ACCOUNT_LOCKED,
    description: `Sign-in for ${who} is locked for 15 minutes after too many failures`,
    metadata: lock,
    ...about,
  })
}
