import { digestJob } from '../alerts/digest'
import { drillJob } from '../alerts/drill'
import { archiveTrailJob } from '../audit/retention/archive-job'
import { keepPartitionsJob } from '../audit/retention/partitions-job'
import { healthSnapshotJob } from '../health/snapshot'
import { type DefinedJob, defineJob } from '../jobs'
import { expireSessionsJob } from '../members/expire-sessions'
import { sloMonthsJob } from '../slo/months'
import { checks } from './checks'
import { pruneJob } from './prune-job'

/** Every job there is, one line each; docs/jobs.md says what runs when. */
export const jobs: readonly DefinedJob[] = [
  healthSnapshotJob(checks),
  keepPartitionsJob,
  archiveTrailJob,
  sloMonthsJob,
  expireSessionsJob,
  pruneJob,
  digestJob,
  drillJob,
].map(defineJob)
