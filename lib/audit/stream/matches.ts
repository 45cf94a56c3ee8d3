import type { AuditEvent, AuditFilters } from '../contract'
import { rangeOf } from '../read/id-range'
import { hasWords, normalized, searchableText, wordsOf } from '../search/words'

/** Whether an event is one of those that the list shows for these filters. */
export function matcherOf(filters: AuditFilters): (event: AuditEvent) => boolean {
  const { entityName, entityId, actorUserId, source, requestId, correlationId, severity, action, search } = filters
  const range = rangeOf(filters)
  const words = search === undefined ? [] : wordsOf(normalized(search))
  const is = (wanted: string | undefined, value: string | null) => wanted === undefined || wanted === value
  return (event) =>
    is(entityName, event.entityType) &&
    is(entityId, event.entityId) &&
    is(actorUserId, event.userId) &&
    is(source, event.source) &&
    is(requestId, event.requestId) &&
    is(correlationId, event.correlationId) &&
    (!severity || severity.includes(event.severity)) &&
    (!action || action.some((pattern) => isAction(event.action, pattern))) &&
    event.id >= range.from &&
    event.id <= range.to &&
    // Signs alone are no words: the list finds nothing by them.
    (search === undefined || (words.length > 0 && hasWords(searchableText(event), words)))
}

function isAction(action: string, pattern: string): boolean {
  return pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern
}
