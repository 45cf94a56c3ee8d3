import { secondMs } from '../../clock'
import type { CheckStatus, HealthReport } from '../../health/contract'
import { CheckStatus as statuses } from '../../health/contract'
import { share } from '../../health/share'
import { systemHealth } from '../../health/system-health'
import { type LastRuns, lastRuns } from '../../jobs/last-runs'
import { logger } from '../../logger'
import { type Family, single } from '../../metrics/family'
import { checks } from '../checks'

const jobsSharedForMs = 15 * secondMs

/**
 * What the database knows, over all instances: read with the health answers at most every 3 s, jobs every 15 s, however often
 * somebody scrapes. Never throws; what is not known has no sample.
 */
export async function sharedFamilies(): Promise<Family[]> {
  const [report, jobs] = await Promise.all([systemHealth(checks), jobsOrNone()])
  return [
    ...healthFamilies(report),
    ...trailFamilies(report),
    ...deliveryFamilies(report),
    ...jobFamilies(jobs, report),
  ]
}

async function jobsOrNone(): Promise<LastRuns[]> {
  try {
    return await share('metrics.jobs', jobsSharedForMs, () => lastRuns(AbortSignal.timeout(2 * secondMs)))
  } catch (error) {
    // The database's own check and lines tell that it is away.
    logger.debug('METRICS_JOBS_UNKNOWN', { error })
    return []
  }
}

function healthFamilies({ checks: found }: HealthReport): Family[] {
  const isStatus = (name: string, status: CheckStatus) => Number(found[name]?.status === status)
  const names = Object.keys(found)
  return [
    {
      name: 'daybook_health_check_status',
      help: 'One series of each check is 1: that of its status.',
      type: 'gauge',
      samples: names.flatMap((check) =>
        statuses.options.map((status) => ({ value: isStatus(check, status), labels: { check, status } })),
      ),
    },
    {
      name: 'daybook_health_check_duration_seconds',
      help: 'How long the check took the last time.',
      type: 'gauge',
      samples: names.map((check) => ({ value: (found[check]?.durationMs ?? 0) / secondMs, labels: { check } })),
    },
  ]
}

/** A number that a check has found, if it has. */
function countOf(report: HealthReport, check: string, name: string): number | undefined {
  const value = report.checks[check]?.counts?.[name]
  return typeof value === 'number' ? value : undefined
}

function trailFamilies(report: HealthReport): Family[] {
  const gauge = (name: string, help: string, count: string) =>
    single('gauge', `daybook_audit_${name}`, help, countOf(report, 'auditTrail', count))
  return [
    gauge('spool_bytes', 'Size of the spool folder.', 'spoolBytes'),
    gauge('spool_set_aside_segments', 'Spool files with events that the database refused for good.', 'refused'),
    gauge('unsealed_events', 'Events that wait for the sealer, counted to 10000.', 'unsealed'),
    gauge(
      'sealer_lag_seconds',
      'Age of the oldest event that waits for the sealer; 0 without any.',
      'oldestUnsealedSeconds',
    ),
    gauge('checkpoint_age_seconds', 'Age of the newest signed checkpoint.', 'checkpointAgeSeconds'),
    gauge('out_of_band_changes', 'Rows changed past Daybook in the last hour.', 'outOfBandChanges'),
  ]
}

function deliveryFamilies(report: HealthReport): Family[] {
  const gauge = (name: string, help: string, count: string) =>
    single('gauge', `daybook_alert_${name}`, help, countOf(report, 'alertDelivery', count))
  return [
    gauge('deliveries_pending', 'Messages about alerts that are on their way.', 'pending'),
    gauge('deliveries_dead', 'Messages given up in the last 24 hours.', 'dead'),
    gauge('channels_failing', 'Channels that failed three times in a row or more.', 'failingChannels'),
    gauge('signals_waiting', 'Events that the alert rules have not looked at yet, counted to 10000.', 'waiting'),
  ]
}

// `job` is the name that Prometheus gives its own targets.
function jobFamilies(jobs: readonly LastRuns[], report: HealthReport): Family[] {
  const perJob = (name: string, help: string, valueOf: (job: LastRuns) => number | null): Family => ({
    name: `daybook_job_${name}`,
    help,
    type: 'gauge',
    samples: jobs.flatMap((job) => {
      const value = valueOf(job)
      return value === null ? [] : [{ value, labels: { job_name: job.job } }]
    }),
  })
  return [
    perJob('last_start_timestamp_seconds', 'When the newest run of the job began.', ({ lastStart }) => lastStart),
    perJob(
      'last_success_timestamp_seconds',
      'When the newest good run of the job ended.',
      ({ lastSuccess }) => lastSuccess,
    ),
    perJob('last_run_failed', '1 when the newest run failed its last attempt.', ({ hasFailed }) => Number(hasFailed)),
    single(
      'gauge',
      'daybook_jobs_overdue',
      'Critical jobs that did not begin in their time.',
      countOf(report, 'jobs', 'overdue'),
    ),
  ]
}
