import { dayMs } from '../clock'
import { withTx } from '../db'
import type { JobDefinition } from '../jobs/contract'

/** Ended sessions are of no use but to show, for a while, where one was signed in; that stays in the trail. */
const keptDays = 30

export const expireSessionsJob: JobDefinition = {
  name: 'sessions.expire',
  description: 'Removes sessions that ended more than 30 days ago. Who signed in when stays in the trail.',
  schedule: '0 4 * * *',
  graceSeconds: 60 * 60,
  isCritical: false,
  async run({ ctx, now }) {
    const before = new Date(now.getTime() - keptDays * dayMs)
    const { count } = await withTx(ctx, (tx) =>
      tx.session.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] } }),
    )
    return { sessions: count }
  },
}
