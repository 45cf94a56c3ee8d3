import { z } from 'zod'
import { Prisma } from '../../db'
import { factsOf, findingOf, metadataText } from './event-finding'
import { eventMoments } from './moments'
import { eventRule } from './rule'
import { eventsWithAction } from './trail-scan'

/** What each code means to somebody who is no engineer (contracts §7). */
const sentences: Record<string, string> = {
  DB_UNREACHABLE: 'The database did not answer.',
  POOLER_TIMEOUT: 'The database took too long over a change and gave it up.',
  POOLER_WAIT_TIMEOUT: 'No connection to the database became free in time.',
}

export const databaseUnreachable = eventRule({
  name: 'database-unreachable',
  title: 'Database unreachable',
  description:
    'The database did not answer, or no connection to it was free in time. While it is away this is sent straight from each process.',
  severity: 'critical',
  settings: z.strictObject({}),
  match(event) {
    if (event.action !== 'DATABASE_ERROR') return undefined
    const code = metadataText(event, 'code') ?? ''
    const sentence = sentences[code]
    if (sentence === undefined) return undefined
    return findingOf(event, {
      sentence,
      facts: factsOf({ Code: code, Event: event.description, Host: metadataText(event, 'host') }),
    })
  },
  history: (tx, range) =>
    eventMoments(tx, eventsWithAction(['DATABASE_ERROR'], range), {
      where: Prisma.sql`e."severity" IN ('ERROR', 'CRITICAL') AND e."metadata" ->> 'code' = ANY(${Object.keys(sentences)})`,
    }),
})
