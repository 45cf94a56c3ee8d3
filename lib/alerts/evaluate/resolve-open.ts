import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import type { Tx } from '../../db'
import type { ResolvedHow } from '../contract'
import { enqueue } from '../deliver/enqueue'
import { type AlertEvents, readSentryUrl } from '../sentry-url'
import { lastedMs, resolvedMessageOf } from './message-of'

type Which = { id: string } | { rule: string; fingerprint: string }
type ResolveInput = { now: Date; how: ResolvedHow; byName?: string }

/**
 * Ends open alerts and owes nobody anything afterwards: in the same transaction every channel that was told "firing" gets
 * its "resolved", whatever silences, quiet hours or cooldowns say. Answers how many alerts were open.
 */
export async function resolveOpen(tx: Tx, ctx: Context, input: Which & ResolveInput): Promise<number> {
  const { now, how, byName } = input
  const where = 'id' in input ? { id: input.id } : { rule: input.rule, fingerprint: input.fingerprint }
  const resolved = await tx.alert.updateManyAndReturn({
    where: { ...where, state: { not: 'RESOLVED' } },
    data: { state: 'RESOLVED', resolvedAt: now, resolvedHow: how, resolvedByName: byName ?? null, isSuppressed: false },
  })
  for (const alert of resolved) {
    const durationMs = lastedMs(alert)
    await tellResolved(tx, alert, now)
    // Nobody's request ended it: it belongs to the chain that began it.
    const chain = byName === undefined ? { ...ctx, correlationId: alert.correlationId ?? ctx.correlationId } : ctx
    await recordAudit(tx, chain, {
      action: AuditAction.ALERT_RESOLVED,
      description: `${alert.title}: resolved after ${Math.round(durationMs / 1_000)} s (${how})`,
      entityType: 'Alert',
      entityId: alert.id,
      metadata: { rule: alert.rule, source: alert.source, how, durationMs, count: alert.count },
    })
  }
  return resolved.length
}

type ResolvedAlert = Parameters<typeof resolvedMessageOf>[0] & AlertEvents & { correlationId: string | null }

async function tellResolved(tx: Tx, alert: ResolvedAlert, now: Date): Promise<void> {
  const owed = await tx.alertNotice.updateManyAndReturn({
    where: { owesResolvedOf: alert.id },
    data: { owesResolvedOf: null },
    select: { channelId: true },
  })
  if (owed.length === 0) return
  const message = resolvedMessageOf(alert, await readSentryUrl(tx, alert))
  const { id: alertId, correlationId } = alert
  for (const { channelId } of owed)
    await enqueue(tx, { channelId, alertId, correlationId, kind: 'resolved', message, now })
}
