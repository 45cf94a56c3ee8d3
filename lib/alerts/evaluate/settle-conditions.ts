import type { Context } from '../../context'
import type { Tx } from '../../db'
import type { ConditionRule } from '../rules/rule'
import { fingerprintOf } from './fingerprint'
import { raise } from './raise'
import { resolveOpen } from './resolve-open'

/** So often in a row a condition must be false before its alert is resolved (contracts.md §6). */
const clearsToResolve = 2

/**
 * Looks at one condition rule and brings its alerts in line: what it finds is opened or brought up to date, what it no longer
 * finds for the second time in a row is resolved.
 */
export async function settleConditions(
  tx: Tx,
  ctx: Context,
  { rule, settings, now }: { rule: ConditionRule; settings: Record<string, unknown>; now: Date },
): Promise<void> {
  const findings = await rule.evaluate(tx, { now, settings: settings as never })
  for (const { count: _count, ...finding } of findings) await raise(tx, ctx, { rule, finding, now })
  const found = findings.map(fingerprintOf)
  const clear = await tx.alert.updateManyAndReturn({
    where: { rule: rule.name, state: { not: 'RESOLVED' }, fingerprint: { notIn: found } },
    data: { clearStreak: { increment: 1 } },
    select: { id: true, clearStreak: true },
  })
  for (const { id, clearStreak } of clear)
    if (clearStreak >= clearsToResolve) await resolveOpen(tx, ctx, { id, now, how: 'recovered' })
}
