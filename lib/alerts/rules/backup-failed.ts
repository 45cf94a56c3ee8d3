import { z } from 'zod'
import { Prisma } from '../../db'
import { factsOf, findingOf } from './event-finding'
import { eventMoments } from './moments'
import { eventRule } from './rule'
import { eventsWithAction } from './trail-scan'
import { asSentence } from './wording'

const action = 'BACKUP_FAILED'

export const backupFailed = eventRule({
  name: 'backup-failed',
  title: 'Backup failed',
  description: 'A backup ended without a copy that can be restored.',
  severity: 'high',
  settings: z.strictObject({}),
  match(event) {
    if (event.action !== action) return undefined
    return findingOf(event, {
      sentence: asSentence(event.description.trim() || 'A backup failed'),
      facts: factsOf({ Error: event.errorMessage }),
    })
  },
  history: (tx, range) =>
    eventMoments(tx, eventsWithAction([action], range), { where: Prisma.sql`e."severity" IN ('ERROR', 'CRITICAL')` }),
})
