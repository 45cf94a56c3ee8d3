import type { Tone } from '@/components/ui/tone'
import type { AuditEvent, AuditStats } from '@/lib/audit/contract'
import type { SystemHealth } from '@/lib/health/contract'
import { sortedChecks, troubleOf } from './health'

/** One thing to know, as a sentence; `eventId` or `view` says where it is looked at. */
export interface Finding {
  tone: Tone
  text: string
  /** The newest event of the kind, shown after the sentence with its age. */
  newest?: AuditEvent | undefined
  view?: 'errors'
}

/** What the page knows when it judges; undefined for what has not come or could not be read. */
export interface Evidence {
  health: SystemHealth | undefined
  stats: AuditStats | undefined
  newestCritical: AuditEvent | undefined
  newestError: AuditEvent | undefined
  /** The last refresh of one of them failed: what is known may be old. */
  isStale: boolean
}

/** The state of things, gravest first. Empty until something is known. */
export function verdictOf(evidence: Evidence): Finding[] {
  const { health, stats, isStale } = evidence
  const findings = [...healthFindings(health, stats, 'unhealthy')]
  if (isStale)
    findings.push({
      tone: 'error',
      text: health || stats ? 'Daybook has stopped answering; this is what it last said' : 'Daybook does not answer',
    })
  if (stats) findings.push(...eventFindings(stats, evidence))
  findings.push(...healthFindings(health, stats, 'degraded'))
  if (findings.length > 0) return findings
  return stats && health ? [{ tone: 'success', text: calmSentence(stats) }] : []
}

function* healthFindings(
  health: SystemHealth | undefined,
  stats: AuditStats | undefined,
  status: 'unhealthy' | 'degraded',
): Generator<Finding> {
  if (!health) return
  for (const [key, check] of sortedChecks(health)) {
    // The events themselves are told right above it: the rate would only say it again.
    if (check.status !== status || (key === 'errorRate' && (stats?.errors ?? 0) > 0)) continue
    yield { tone: status === 'unhealthy' ? 'critical' : 'warning', text: troubleOf(key, check) }
  }
}

function eventFindings(stats: AuditStats, evidence: Evidence): Finding[] {
  const plain = stats.errors - stats.critical
  const findings: Finding[] = []
  if (stats.critical > 0)
    findings.push({
      tone: 'critical',
      text: `${counted(stats.critical, 'critical event')} in the last 24 hours`,
      newest: evidence.newestCritical,
      view: 'errors',
    })
  if (plain > 0)
    findings.push({
      tone: 'error',
      text: `${counted(plain, 'error')} in the last 24 hours`,
      newest: evidence.newestError,
      view: 'errors',
    })
  return findings
}

function calmSentence({ total, warnings }: AuditStats): string {
  if (total === 0) return 'All is quiet. Nothing happened in the last 24 hours, and every check passes.'
  const noted = warnings === 0 ? '' : `, ${counted(warnings, 'warning')} to look at when you have time`
  return `All is well. ${counted(total, 'event')} in the last 24 hours, nothing failed${noted}.`
}

const number = new Intl.NumberFormat('en')

/** "1 error", "3 errors". */
export function counted(count: number, noun: string): string {
  return `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`
}
