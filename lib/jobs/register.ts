import type { Context } from '../context'
import { withTx } from '../db'
import type { DefinedJob } from './define-job'
import { nextSlot } from './schedule'

/**
 * Writes down which jobs this version has and when each is due: rules and pages read rows, not code. A slot that is due and not
 * yet begun stays due, however long nobody was there; another schedule counts from now.
 */
export async function registerJobs(ctx: Context, jobs: readonly DefinedJob[]): Promise<void> {
  await withTx(ctx, async (tx) => {
    const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
    const now = clock?.now ?? new Date()
    for (const { name, description, schedule, graceSeconds, isCritical } of jobs) {
      await tx.$executeRaw`
        INSERT INTO "Job" ("name", "description", "schedule", "graceSeconds", "isCritical", "registeredAt", "nextDueAt")
        VALUES (${name}, ${description}, ${schedule}, ${graceSeconds}, ${isCritical}, ${now}, ${nextSlot(schedule, now)})
        ON CONFLICT ("name") DO UPDATE SET "description" = EXCLUDED."description", "graceSeconds" = EXCLUDED."graceSeconds",
          "isCritical" = EXCLUDED."isCritical", "registeredAt" = EXCLUDED."registeredAt", "removedAt" = NULL,
          "schedule" = EXCLUDED."schedule", "nextDueAt" = CASE
            WHEN "Job"."schedule" = EXCLUDED."schedule" AND "Job"."removedAt" IS NULL
            THEN coalesce("Job"."nextDueAt", EXCLUDED."nextDueAt") ELSE EXCLUDED."nextDueAt" END`
    }
    const names = jobs.map(({ name }) => name)
    await tx.$executeRaw`UPDATE "Job" SET "removedAt" = ${now} WHERE "removedAt" IS NULL AND NOT "name" = ANY(${names})`
  })
}
