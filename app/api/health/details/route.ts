import { getStats, listEvents } from '@/lib/audit'
import { listEventsHiding, recordView } from '@/lib/audit/read'
import type { Context } from '@/lib/context'
import { healthDetails } from '@/lib/health'
import { HealthDetails } from '@/lib/health/contract'
import { defineRoute, operation } from '@/lib/http'
import { hiddenFrom } from '@/lib/members'

/** The last ten events, as far as the caller may see them, and what failed in a day. */
async function fromTrail(ctx: Context) {
  await recordView(ctx)
  const isHidden = hiddenFrom(ctx.actor)
  const newest = { page: 1, limit: 10 }
  const [{ data }, { errors, critical }] = await Promise.all([
    isHidden ? listEventsHiding(isHidden, newest) : listEvents(newest),
    getStats(),
  ])
  return {
    events: data.map(({ occurredAt, ...event }) => ({ ...event, at: occurredAt })),
    failures: { errors, critical },
  }
}

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/health/details', {
  GET: operation({
    summary: 'What stands behind the health checks: processes, storage, sessions, jobs, backups, the last events',
    access: 'ADMIN',
    response: HealthDetails,
    handler: async ({ ctx }) => healthDetails(ctx, await fromTrail(ctx)),
  }),
})
