import * as Sentry from '@sentry/nextjs'
import { metaContent, pageIds } from './components/shell/browser-errors'
import { privacy, reduceEvent, scrubEnvelope } from './sentry.privacy.config'

export type BrowserSettings = {
  dsn: string
  environment: string
  release: string
  /** Shares of visits whose screen is recorded; absent: none, and the recorder is not loaded. */
  replay?: { session: number; error: number }
}

/** What people press and write is theirs: labels of buttons name people, lines of the console anything. */
const unwanted = new Set(['BrowserTracing', 'Breadcrumbs', 'Console', 'BrowserSession'])

/**
 * Starts Sentry in the browser with the address that the page was given at run time, and answers how errors are reported that
 * a boundary caught. Traces are the server's: their names of pressed elements would carry names of people.
 */
export function startSentry({ replay, ...settings }: BrowserSettings): (error: unknown) => void {
  const known = { ownOrigins: [window.location.origin] }
  Sentry.init({
    ...privacy,
    ...settings,
    tracesSampleRate: 0,
    replaysSessionSampleRate: replay?.session ?? 0,
    replaysOnErrorSampleRate: replay?.error ?? 0,
    integrations: (defaults) => [
      ...defaults.filter(({ name }) => !unwanted.has(name)),
      // oxlint-disable-next-line import/namespace -- the entry for browsers has it, the one that is looked at is the server's
      Sentry.breadcrumbsIntegration({ dom: false, sentry: false }),
    ],
    beforeSend: (event) => reduceEvent(withIds(event)),
    beforeSendTransaction: (event) => reduceEvent(event),
  })
  const transport = Sentry.getClient()?.getTransport()
  if (transport) {
    const send = transport.send.bind(transport)
    transport.send = (envelope) => send(scrubEnvelope(envelope, known))
  }
  if (replay) whenIdle(() => void import('./sentry.replay.config').then(({ startReplay }) => startReplay()))
  return (error) => void Sentry.captureException(error)
}

/** The ids of the moment: pages change without the browser loading anything anew, and so may the person. */
function withIds(event: Sentry.ErrorEvent): Sentry.ErrorEvent {
  const ids = pageIds()
  const userId = metaContent('daybook-user')
  return {
    ...event,
    tags: { ...event.tags, ...(ids && { request_id: ids.requestId, correlation_id: ids.correlationId }) },
    ...(userId === undefined ? {} : { user: { id: userId } }),
  }
}

/** After the first load and when there is nothing better to do. Safari has no idle callbacks. */
function whenIdle(act: () => void): void {
  const later = () =>
    'requestIdleCallback' in window ? requestIdleCallback(act, { timeout: 5_000 }) : setTimeout(act, 2_000)
  if (document.readyState === 'complete') later()
  else window.addEventListener('load', later, { once: true })
}
