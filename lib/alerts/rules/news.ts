import { dayMs } from '../../clock'
import { type AuditLog, Prisma } from '../../db'

/** Systems whose events this alert engine writes itself. */
const ownSources = ['daybook', 'sample']

/**
 * Whether an event may raise an alert: not one that an import brought a day or more after it happened, and none of the
 * alert engine's own, which would feed on itself.
 */
export function isNews(event: Pick<AuditLog, 'occurredAt' | 'createdAt' | 'action' | 'source'>): boolean {
  const isLate = event.createdAt.getTime() - event.occurredAt.getTime() > dayMs
  return !isLate && !(ownSources.includes(event.source) && /^(ALERT|INCIDENT)_/.test(event.action))
}

/** The same as a condition on `e`. */
export const newsOnly = Prisma.sql`e."createdAt" - e."occurredAt" <= interval '24 hours'
  AND NOT (e."source" = ANY(${ownSources}) AND e."action" ~ '^(ALERT|INCIDENT)_')`
