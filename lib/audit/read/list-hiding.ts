import { AppError } from '../../errors'
import type { AuditEvent, AuditListQuery, AuditPage } from '../contract'
import { logWarning } from '../write/log'
import { listEvents } from './list'

/**
 * The trail as somebody sees it from whom the contents of some events are hidden: that they happened, to what and by
 * whom, but neither values nor errors. Every filter but `search` is on what is shown of all events; a search would
 * answer questions about what is hidden, so it is refused with FORBIDDEN and noted.
 */
export async function listEventsHiding(
  isHidden: (event: AuditEvent) => boolean,
  query: AuditListQuery,
): Promise<AuditPage> {
  if (query.search !== undefined) {
    await logWarning('ACCESS_DENIED', 'A search in the trail was refused', { metadata: { needed: 'FOUNDER' } })
    throw new AppError('FORBIDDEN', 'Only founders can search the trail: a search would find what is hidden from you.')
  }
  const page = await listEvents(query)
  return { ...page, data: page.data.map((event) => (isHidden(event) ? withoutContents(event) : event)) }
}

/** Texts of errors are contents too: they quote addresses and settings. */
function withoutContents(event: AuditEvent): AuditEvent {
  return { ...event, before: null, after: null, metadata: null, sentryUrl: null, errorMessage: null, errorStack: null }
}
