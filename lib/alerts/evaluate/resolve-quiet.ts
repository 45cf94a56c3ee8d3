import { minuteMs } from '../../clock'
import type { Context } from '../../context'
import { type Tx, withSavepoint } from '../../db'
import { logger } from '../../logger'
import { inboundRule } from '../inbound/inbound-rule'
import { rules } from '../rules'
import { resolveOpen } from './resolve-open'

/** An event rule's alert ends when so long no further event came (contracts.md §6). */
const quietMs = 30 * minuteMs
/** Ended by one transaction: a storm that is over must not outlast the transaction's time. */
const maxResolved = 100

/**
 * Resolves alerts of event rules after half an hour without another event, counted from when Daybook heard of the last one:
 * events that come late must not end their own alert. And those of rules that were switched off, or that no release looks at any
 * more. Those after `after`, by id; answers the last one it looked at, or undefined when there are no more.
 */
export async function resolveQuiet(
  tx: Tx,
  ctx: Context,
  { inForce, now, after = zeroId }: { inForce: readonly string[]; now: Date; after?: string },
): Promise<string | undefined> {
  const before = new Date(now.getTime() - quietMs)
  const isOld = { lastAt: { lt: before }, openedAt: { lt: before } }
  const known = rules.map(({ name }) => name)
  const eventRules = rules.filter(({ kind }) => kind === 'event').map(({ name }) => name)
  const ended = await tx.alert.findMany({
    where: {
      id: { gt: after },
      state: { not: 'RESOLVED' },
      OR: [
        { rule: { in: eventRules }, ...isOld },
        { rule: { in: known.filter((name) => !inForce.includes(name)) } },
        // Not at once: while releases are exchanged an instance that knows the rule may still be looking.
        { rule: { notIn: [...known, inboundRule] }, ...isOld },
      ],
    },
    orderBy: { id: 'asc' },
    select: { id: true, rule: true },
    take: maxResolved,
  })
  for (const { id, rule } of ended) {
    const how = inForce.includes(rule) ? 'quiet' : 'rule-off'
    const outcome = await withSavepoint(tx, () => resolveOpen(tx, ctx, { id, now, how }))
    if (outcome) logger.error('ALERT_UNRESOLVABLE', { alertId: id, rule, error: outcome.refused })
  }
  return ended.length === maxResolved ? ended.at(-1)?.id : undefined
}

const zeroId = '00000000-0000-0000-0000-000000000000'
