import { z } from 'zod'
import type { AuditLog } from '../../db'
import { Prisma } from '../../db'
import { factsOf, findingOf } from './event-finding'
import { eventMoments } from './moments'
import { eventRule } from './rule'
import { criticalEvents } from './trail-scan'
import { asSentence, inWords } from './wording'

/** Told by a rule of their own (`audit-integrity`): one deed is one message. */
const toldElsewhere = ['AUDIT_VERIFICATION_FAILED', 'OUT_OF_BAND_CHANGE']

export const criticalEvent = eventRule({
  name: 'critical-event',
  title: 'Critical event',
  description: 'Any CRITICAL event, unless “Data changed behind Daybook’s back” tells it.',
  severity: 'critical',
  settings: z.strictObject({}),
  match(event) {
    if (event.severity !== 'CRITICAL' || toldElsewhere.includes(event.action)) return undefined
    return findingOf(event, {
      subject: subjectOf(event),
      sentence: asSentence(event.description.trim() || `A critical event: ${inWords(event.action)}`),
      facts: factsOf({
        Action: event.action,
        About: event.entityType && [event.entityType, event.entityId].filter(Boolean).join(' '),
        By: event.userName,
        Error: event.errorMessage,
        'Request id': event.requestId,
      }),
    })
  },
  history: (tx, range) =>
    eventMoments(tx, criticalEvents(range), {
      subject: Prisma.sql`concat_ws(' ', e."action", e."entityType")`,
      where: Prisma.sql`e."action" <> ALL(${toldElsewhere})`,
    }),
})

function subjectOf({ action, entityType }: AuditLog): string {
  return entityType === null ? action : `${action} ${entityType}`
}
