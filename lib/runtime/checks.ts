import { checkAlertDelivery } from '../alerts/check-alert-delivery'
import { checkAuditTrail } from '../audit/check-audit-trail'
import { checkErrorRate } from '../audit/check-error-rate'
import { checkConnectionPool } from '../db/check-connection-pool'
import { checkDatabase } from '../db/check-database'
import { checkDatabasePerformance } from '../db/check-performance'
import { checkDisk } from '../health/checks/check-disk'
import { checkMemory } from '../health/checks/check-memory'
import { checkRecentActivity } from '../health/checks/check-recent-activity'
import { checkSystemMetrics } from '../health/checks/check-system-metrics'
import type { HealthCheck } from '../health/contract'
import { checkJobs } from '../jobs/check-jobs'

/** Every health check there is. The pool's stands first, so that it is looked at before the others use it. */
export const checks: readonly HealthCheck[] = [
  checkConnectionPool,
  checkDatabase,
  checkDatabasePerformance,
  checkErrorRate,
  checkSystemMetrics,
  checkRecentActivity,
  checkDisk,
  checkMemory,
  checkAuditTrail,
  checkAlertDelivery,
  checkJobs,
]
