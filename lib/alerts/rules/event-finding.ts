import type { AuditLog } from '../../db'
import type { Fact } from '../contract'
import { storableText } from '../storable'
import type { Finding } from './rule'

type About = Pick<Finding, 'sentence' | 'subject' | 'severity' | 'facts'>

/** A finding of one event: its time, source and id, with what the rule says about it. */
export function findingOf(event: AuditLog, about: About): Finding {
  return {
    ...about,
    source: event.source,
    firstAt: event.occurredAt,
    lastAt: event.occurredAt,
    count: 1,
    firstEventId: event.id,
    lastEventId: event.id,
  }
}

/** Of one fact, in UTF-16 units. */
const maxFact = 300

/** Facts of what is known; others are left out. */
export function factsOf(values: Record<string, string | null | undefined>): Fact[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value ? [{ name, value: storableText(value, maxFact) }] : [],
  )
}

/** A value of the event's metadata, when it is text. */
export function metadataText(event: Pick<AuditLog, 'metadata'>, key: string): string | undefined {
  const value = metadataOf(event)[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A value of the event's metadata, when it is a number. */
export function metadataNumber(event: Pick<AuditLog, 'metadata'>, key: string): number | undefined {
  const value = metadataOf(event)[key]
  return typeof value === 'number' ? value : undefined
}

function metadataOf({ metadata }: Pick<AuditLog, 'metadata'>): Record<string, unknown> {
  return metadata !== null && typeof metadata === 'object' && !Array.isArray(metadata) ? metadata : {}
}
