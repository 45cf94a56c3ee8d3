import type { JobDefinition } from '../../jobs/contract'
import { keepTrail } from './housekeeping'

export const archiveTrailJob: JobDefinition = {
  name: 'audit.archive',
  description:
    'Moves months of the audit trail that are older than a year to the archive, and removes none unless you said so.',
  schedule: '0 2 * * *',
  graceSeconds: 60 * 60,
  // A large month takes minutes, and the first run after an import may meet many.
  timeLimitSeconds: 6 * 60 * 60,
  run: ({ signal }) => keepTrail('archive', signal),
}
