import { env } from './env'

const eventId = /^[0-9a-f]{32}$/

/** Sentry's id of the error that an event of Daybook's own tells of, from the event's metadata. */
export function sentryEventIdOf({ source, metadata }: { source: string; metadata: unknown }): string | null {
  // Another system's errors are in another project, of which nothing is known here.
  if (source !== 'daybook' || typeof metadata !== 'object' || metadata === null) return null
  const id = 'sentryEventId' in metadata ? metadata.sentryEventId : undefined
  return typeof id === 'string' && eventId.test(id) ? id : null
}

/**
 * The page of Sentry that opens this event, or null when none is known. A DSN names host and project, not the organisation:
 * that is SENTRY_ORG_URL; without it only sentry.io has an address that finds the reader's own organisation by itself.
 */
export function sentryEventUrl(id: string): string | null {
  const { SENTRY_DSN, SENTRY_ORG_URL } = env()
  if (!SENTRY_DSN) return null
  const { hostname, pathname } = new URL(SENTRY_DSN)
  const base = SENTRY_ORG_URL ?? (/(^|\.)sentry\.io$/.test(hostname) ? redirectingBase : undefined)
  if (base === undefined) return null
  const query = new URLSearchParams({ project: pathname.split('/').at(-1) ?? '', query: id })
  // Searching for an event's id opens the issue at that event.
  return `${base.replace(/\/+$/, '')}/issues/?${query}`
}

/** Literally so: sentry.io puts the organisation that was used last in the place of `:orgslug`. */
const redirectingBase = 'https://sentry.io/orgredirect/organizations/:orgslug'

/** The link of the event that these are the source and metadata of, or null. */
export function sentryUrlOf(event: { source: string; metadata: unknown }): string | null {
  const id = sentryEventIdOf(event)
  return id === null ? null : sentryEventUrl(id)
}
