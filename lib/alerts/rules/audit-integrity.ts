import { z } from 'zod'
import { Prisma } from '../../db'
import { factsOf, findingOf, metadataText } from './event-finding'
import { eventMoments } from './moments'
import { eventRule } from './rule'
import { eventsWithAction } from './trail-scan'
import { asSentence } from './wording'

const failed = 'AUDIT_VERIFICATION_FAILED'
const outside = 'OUT_OF_BAND_CHANGE'

export const auditIntegrity = eventRule({
  name: 'audit-integrity',
  title: 'Data changed behind Daybook’s back',
  description: 'The trail does not verify any more, or a row was changed outside Daybook.',
  severity: 'critical',
  settings: z.strictObject({}),
  match(event) {
    if (event.action === failed)
      return findingOf(event, {
        subject: 'AuditLog',
        sentence: asSentence(event.description.trim() || 'The audit trail does not verify any more'),
        facts: factsOf({ Error: event.errorMessage }),
      })
    if (event.action !== outside) return undefined
    const table = event.entityType ?? metadataText(event, 'table') ?? 'a table'
    return findingOf(event, {
      subject: table,
      sentence: `Data in ${table} was changed outside Daybook by the database login ${metadataText(event, 'login') ?? event.userName ?? 'unknown'}.`,
      facts: factsOf({
        Change: metadataText(event, 'operation'),
        Row: event.entityId,
        Program: metadataText(event, 'application'),
      }),
    })
  },
  history: (tx, range) =>
    eventMoments(tx, eventsWithAction([failed, outside], range), {
      subject: Prisma.sql`CASE e."action" WHEN ${failed} THEN 'AuditLog'
        ELSE coalesce(e."entityType", e."metadata" ->> 'table', 'a table') END`,
      where: Prisma.sql`e."severity" IN ('ERROR', 'CRITICAL')`,
    }),
})
