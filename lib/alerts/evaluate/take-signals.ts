import type { Context } from '../../context'
import { type AuditLog, type Tx, withSavepoint } from '../../db'
import { logger } from '../../logger'
import type { Finding, Rule } from '../rules/rule'
import { fingerprintOf } from './fingerprint'
import { raise } from './raise'
import { tellNotice } from './tell-notice'

/** Signals looked at by one transaction. */
const maxSignals = 500
/**
 * Different troubles raised by one transaction: six hundred failures of one kind are one alert, six hundred of different kinds
 * are as many, and must not outlast the transaction's time.
 */
const maxRaised = 100

type RuleInForce = { rule: Rule; settings: Record<string, unknown> }
type TakeInput = { rules: readonly RuleInForce[]; now: Date; limit?: number }
type Found = { rule: Rule; finding: Finding }

/**
 * Takes the oldest signals and does what the event rules say of them, all in the caller's transaction: a signal is gone when
 * its alert is there. What cannot be stored is passed over, with its event in the log: better one that is not told than none
 * after it. Answers whether more signals wait.
 */
export async function takeSignals(
  tx: Tx,
  ctx: Context,
  { rules, now, limit = maxSignals }: TakeInput,
): Promise<boolean> {
  const signals = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text AS "id" FROM "AlertSignal" ORDER BY "id" LIMIT ${limit}`
  if (signals.length === 0) return false
  const ids = signals.map(({ id }) => id)
  const { found, next } = findingsOf(rules, await readEvents(tx, ids))
  const taken = next === undefined ? ids : ids.filter((id) => id < next)
  await tx.$executeRaw`DELETE FROM "AlertSignal" WHERE "id" = ANY(${taken}::uuid[])`
  for (const { rule, finding } of found) {
    const outcome = await withSavepoint(tx, () =>
      rule.kind === 'event' && rule.isNotice
        ? tellNotice(tx, { rule, finding, now })
        : raise(tx, ctx, { rule, finding, now }),
    )
    if (outcome)
      logger.error('ALERT_SIGNAL_UNUSABLE', { rule: rule.name, eventId: finding.firstEventId, error: outcome.refused })
  }
  return next !== undefined || signals.length === limit
}

/** The span of ids prunes the partitions, which a list alone does not. */
async function readEvents(tx: Tx, ids: readonly string[]): Promise<AuditLog[]> {
  const [first = '', last = ''] = [ids[0], ids.at(-1)]
  return tx.auditLog.findMany({ where: { id: { in: [...ids], gte: first, lte: last } }, orderBy: { id: 'asc' } })
}

/**
 * One finding for each rule and fingerprint, however many events say the same; `next` is the event at which there were enough of
 * them, which is the next transaction's first.
 */
function findingsOf(rules: readonly RuleInForce[], events: readonly AuditLog[]): { found: Found[]; next?: string } {
  const byKey = new Map<string, Found>()
  for (const event of events) {
    const founds = rules.flatMap((inForce) => matchSafely(inForce, event))
    const news = founds.filter((one) => !byKey.has(keyOf(one)))
    if (byKey.size > 0 && byKey.size + news.length > maxRaised) return { found: [...byKey.values()], next: event.id }
    for (const { rule, finding } of founds) {
      const key = keyOf({ rule, finding })
      const before = byKey.get(key)?.finding
      byKey.set(key, { rule, finding: before ? joined(before, finding) : { ...finding, count: finding.count ?? 1 } })
    }
  }
  return { found: [...byKey.values()] }
}

const keyOf = ({ rule, finding }: Found): string => JSON.stringify([rule.name, fingerprintOf(finding)])

/** A rule that stumbles over one event must not keep the others, of all rules, from being told. */
function matchSafely({ rule, settings }: RuleInForce, event: AuditLog): Found[] {
  if (rule.kind !== 'event') return []
  try {
    const finding = rule.match(event, settings as never)
    if (!finding) return []
    return [
      { rule, finding: event.correlationId === null ? finding : { ...finding, correlationId: event.correlationId } },
    ]
  } catch (error) {
    logger.error('ALERT_RULE_FAILED', { rule: rule.name, eventId: event.id, error })
    return []
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
