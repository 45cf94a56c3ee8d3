import { auditIntegrity } from './audit-integrity'
import { backupFailed } from './backup-failed'
import { backupStale } from './backup-stale'
import { criticalEvent } from './critical-event'
import { databaseSlow } from './database-slow'
import { databaseUnreachable } from './database-unreachable'
import { diskUsage } from './disk-usage'
import { downtime } from './downtime'
import { errorBurst } from './error-burst'
import { errorRate } from './error-rate'
import { jobFailed } from './job-failed'
import { jobMissed } from './job-missed'
import { lifecycle } from './lifecycle'
import { loginAttack } from './login-attack'
import { maintenanceMode } from './maintenance-mode'
import { noRecentActivity } from './no-recent-activity'
import type { Rule } from './rule'
import { sloBurn } from './slo-burn'
import { slowResponses } from './slow-responses'
import { unhandledErrors } from './unhandled-errors'

/** Every rule there is, in the order of the page: what is worst first. One line each. */
export const rules: readonly Rule[] = [
  criticalEvent,
  databaseUnreachable,
  downtime,
  auditIntegrity,
  jobFailed,
  jobMissed,
  sloBurn,
  errorRate,
  errorBurst,
  unhandledErrors,
  loginAttack,
  backupFailed,
  backupStale,
  diskUsage,
  slowResponses,
  databaseSlow,
  noRecentActivity,
  maintenanceMode,
  lifecycle,
]
