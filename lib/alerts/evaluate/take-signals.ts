import type { Context } from '../../context'
import type { AuditLog, Tx } from '../../db'
import { logger } from '../../logger'
import type { EventRule, Finding, Rule } from '../rules/rule'
import { fingerprintOf } from './fingerprint'
import { raise } from './raise'
import { tellNotice } from './tell-notice'

/** Signals taken by one transaction. */
export const maxSignals = 500

type RuleInForce = { rule: Rule; settings: Record<string, unknown> }

/**
 * Takes the oldest signals and does what the event rules say of them, all in the caller's transaction: a signal is gone when
 * its alert is there. Answers how many were taken; fewer than `limit` means that no more waited.
 */
export async function takeSignals(
  tx: Tx,
  ctx: Context,
  { rules, now, limit = maxSignals }: { rules: readonly RuleInForce[]; now: Date; limit?: number },
): Promise<number> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM "AlertSignal" WHERE "id" IN (SELECT "id" FROM "AlertSignal" ORDER BY "id" LIMIT ${limit})
    RETURNING "id"::text AS "id"`
  if (taken.length === 0) return 0
  const events = await readEvents(tx, taken)
  for (const inForce of rules) {
    const { rule } = inForce
    if (rule.kind !== 'event') continue
    for (const finding of findingsOf(rule, inForce.settings, events)) {
      if (rule.isNotice) await tellNotice(tx, { rule, finding, now })
      else await raise(tx, ctx, { rule, finding, now })
    }
  }
  return taken.length
}

/** Takes the oldest signal and does nothing about it; answers the id of its event. */
export async function dropOldestSignal(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM "AlertSignal" WHERE "id" = (SELECT "id" FROM "AlertSignal" ORDER BY "id" LIMIT 1) RETURNING "id"::text AS "id"`
  return row?.id
}

/** The span of ids prunes the partitions, which a list alone does not. */
async function readEvents(tx: Tx, taken: readonly { id: string }[]): Promise<AuditLog[]> {
  const ids = taken.map(({ id }) => id).sort()
  const [first = '', last = ''] = [ids[0], ids.at(-1)]
  return tx.auditLog.findMany({ where: { id: { in: ids, gte: first, lte: last } }, orderBy: { id: 'asc' } })
}

/** One finding for each fingerprint, however many events say the same. */
function findingsOf(rule: EventRule, settings: Record<string, unknown>, events: readonly AuditLog[]): Finding[] {
  const byFingerprint = new Map<string, Finding>()
  for (const event of events) {
    const found = matchSafely(rule, settings, event)
    if (!found) continue
    const key = fingerprintOf(found)
    const before = byFingerprint.get(key)
    byFingerprint.set(key, before ? joined(before, found) : { ...found, count: found.count ?? 1 })
  }
  return [...byFingerprint.values()]
}

/** A rule that stumbles over one event must not keep the others, of all rules, from being told. */
function matchSafely(rule: EventRule, settings: Record<string, unknown>, event: AuditLog): Finding | undefined {
  try {
    return rule.match(event, settings as never)
  } catch (error) {
    logger.error('ALERT_RULE_FAILED', { rule: rule.name, eventId: event.id, error })
    return undefined
  }
}

function joined(a: Finding, b: Finding): Finding {
  const lastEventId = b.lastEventId ?? b.firstEventId
  return {
    ...a,
    firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt,
    lastAt: a.lastAt > b.lastAt ? a.lastAt : b.lastAt,
    count: (a.count ?? 1) + (b.count ?? 1),
    ...(lastEventId === undefined ? {} : { lastEventId }),
  }
}
