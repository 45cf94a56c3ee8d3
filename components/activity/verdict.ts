import { sortedChecks, troubleOf } from '@/components/ui/health-checks'
import type { Tone } from '@/components/ui/tone'
import { counted } from '@/components/ui/words'
import type { AuditEvent, AuditStats } from '@/lib/audit/contract'
import type { SystemHealth } from '@/lib/health/contract'

/** One thing to know, as a sentence. */
export interface Finding {
  tone: Tone
  text: string
  /** The numbers behind it. */
  detail?: string
  /** The newest event of the kind, shown after the sentence with its age. */
  newest?: AuditEvent | undefined
  /** The next step is to sign in again. */
  isSignedOut?: boolean
}

export type Failure = 'unreachable' | 'refusing' | 'signedOut'

/** What the page knows when it judges; undefined for what has not come or could not be read. */
export interface Evidence {
  health: SystemHealth | undefined
  stats: AuditStats | undefined
  newestCritical: AuditEvent | undefined
  newestError: AuditEvent | undefined
  /** Why the last refresh of one of them failed: what is known may be old. */
  failure: Failure | undefined
}

/** The state of things, gravest first. Empty until something is known. */
export function verdictOf(evidence: Evidence): Finding[] {
  const { health, stats, failure } = evidence
  const findings = [...healthFindings(health, stats, 'unhealthy')]
  if (failure) findings.push(silence(failure, Boolean(health ?? stats)))
  if (stats) findings.push(...eventFindings(stats, evidence))
  findings.push(...healthFindings(health, stats, 'degraded'))
  if (findings.length > 0) return findings
  // What failed is known from either; that nothing did takes both.
  return stats && health ? [calm(stats)] : []
}

function silence(failure: Failure, knowsMore: boolean): Finding {
  if (failure === 'signedOut')
    return { tone: 'warning', text: 'You are signed out', detail: 'Your session has ended.', isSignedOut: true }
  return {
    tone: 'error',
    text: failure === 'unreachable' ? 'Daybook cannot be reached' : 'Daybook answers with errors',
    detail: knowsMore
      ? 'What stands here is what it last said; it may be better or worse by now.'
      : 'Whether all is well cannot be said until it answers.',
  }
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
    })
  if (plain > 0)
    findings.push({
      tone: 'error',
      text: `${counted(plain, 'error')} in the last 24 hours`,
      newest: evidence.newestError,
    })
  return findings
}

function calm({ total, warnings }: AuditStats): Finding {
  if (total === 0)
    return { tone: 'success', text: 'All is quiet.', detail: 'No event in the last 24 hours, and every check passes.' }
  const noted = warnings === 0 ? '' : ` ${counted(warnings, 'warning')} to look at when you have time.`
  return {
    tone: 'success',
    text: 'All is well.',
    detail: `${counted(total, 'event')} in the last 24 hours, nothing failed.${noted}`,
  }
}
