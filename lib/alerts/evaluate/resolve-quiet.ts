import { minuteMs } from '../../clock'
import type { Context } from '../../context'
import type { Tx } from '../../db'
import { rules } from '../rules'
import { resolveOpen } from './resolve-open'

/** An event rule's alert ends when so long no further event came (contracts.md §6). */
const quietMs = 30 * minuteMs

/**
 * Resolves alerts of event rules after half an hour without another event, counted from when Daybook heard of the last one:
 * events that come late must not end their own alert. And those of rules that were switched off.
 */
export async function resolveQuiet(
  tx: Tx,
  ctx: Context,
  { inForce, now }: { inForce: readonly string[]; now: Date },
): Promise<void> {
  const before = new Date(now.getTime() - quietMs)
  const eventRules = rules.filter(({ kind }) => kind === 'event').map(({ name }) => name)
  const quiet = await tx.alert.findMany({
    where: { rule: { in: eventRules }, state: { not: 'RESOLVED' }, lastAt: { lt: before }, openedAt: { lt: before } },
    select: { id: true },
  })
  for (const { id } of quiet) await resolveOpen(tx, ctx, { id, now, how: 'quiet' })
  const off = rules.map(({ name }) => name).filter((name) => !inForce.includes(name))
  const orphaned = await tx.alert.findMany({
    where: { rule: { in: off }, state: { not: 'RESOLVED' } },
    select: { id: true },
  })
  for (const { id } of orphaned) await resolveOpen(tx, ctx, { id, now, how: 'rule-off' })
}
