import type { JobDefinition } from '../../jobs/contract'
import { keepTrail } from './housekeeping'

export const keepPartitionsJob: JobDefinition = {
  name: 'audit.partitions',
  description: 'Makes room in the audit trail for the next three months, and tidies its statistics and its search.',
  schedule: '0 1 * * *',
  graceSeconds: 60 * 60,
  timeLimitSeconds: 60 * 60,
  run: ({ signal }) => keepTrail('tidy', signal),
}
