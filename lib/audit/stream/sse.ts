import type { AuditEvent } from '../contract'

/** How long a browser waits before it connects again. */
const retryMs = 3_000

/** The first words of a stream, so that the client knows at once that it is connected. */
export const hello = `retry: ${retryMs}\n: connected\n\n`

/** Keeps proxies from closing a quiet stream. */
export const heartbeat = ': heartbeat\n'

/**
 * An id without data tells a browser nothing, but is what it will resume from: so that those who wait for rare events
 * need not go through all others again.
 */
export const position = (lastSeq: number): string => `id: ${lastSeq}\n\n`

/** One event; JSON has no line breaks, which would end a field. */
export const eventFrame = (seq: number, event: AuditEvent): string =>
  `id: ${seq}\nevent: audit\ndata: ${JSON.stringify(event)}\n\n`

/** Too much was missed to be told one by one: the client reads the list again and goes on from here. */
export const resetFrame = (lastSeq: number): string =>
  `id: ${lastSeq}\nevent: reset\ndata: ${JSON.stringify({ lastSeq })}\n\n`
