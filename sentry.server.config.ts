import * as sentryModule from '@sentry/nextjs'
import { setErrorReporter } from './lib/error-reports'
import { type Known, privacy, reduceEvent, scrubEnvelope } from './sentry.privacy.config'

/** Run by Node itself, as a worker is, the package is CommonJS: Node finds a few of its names only, but `default` has all. */
const Sentry: typeof sentryModule = 'getClient' in sentryModule ? sentryModule : Reflect.get(sentryModule, 'default')

type Asker = {
  requestId?: string
  correlationId?: string
  userId?: string
  path?: string
  tags?: Record<string, string>
}

/** What a process of Daybook's tells Sentry of itself. */
export type ServerSettings = {
  dsn: string
  environment: string
  release: string
  tracesSampleRate: number
  captureRefusals: boolean
  /** The ids and the person of the running request or job. */
  who: () => Asker
  known: Known
  /** How it is sent; Node only. */
  transportOptions?: NonNullable<sentryModule.NodeOptions['transportOptions']>
}

/**
 * Not wanted: the trail's own watch records what nothing caught, with this event's id; log lines and the addresses of outgoing
 * calls (whose paths are secrets of other services) stay here, and so does our code: source maps show it where they are wanted.
 */
const unwanted = new Set([
  'OnUncaughtException',
  'OnUnhandledRejection',
  'Console',
  'NodeFetch',
  'Http',
  'ChildProcess',
  'ContextLines',
])

/**
 * Starts Sentry in a server process, Node or edge, and makes it the reporter of errors. Called only where there is a DSN and
 * not in development; without that no byte of this file is loaded.
 */
export function startSentry({ captureRefusals, who, known, ...settings }: ServerSettings): void {
  const options: sentryModule.NodeOptions = {
    ...privacy,
    ...settings,
    // Whole transactions, which every Sentry-compatible server takes and `beforeSendTransaction` sees.
    traceLifecycle: 'static',
    integrations: (defaults) => defaults.filter(({ name }) => !unwanted.has(name)),
    beforeBreadcrumb: () => null,
    beforeSend: reduceEvent,
    beforeSendTransaction: reduceEvent,
  }
  Sentry.init(options)
  const transport = Sentry.getClient()?.getTransport()
  if (transport) {
    const send = transport.send.bind(transport)
    transport.send = (envelope) => send(scrubEnvelope(envelope, known))
  }
  setErrorReporter({
    capture(error, { message, status }) {
      if (status !== undefined && status < 500 && !captureRefusals) return undefined
      const { requestId, correlationId, userId, path, tags } = who()
      return Sentry.captureException(error, {
        tags: { ...tags, request_id: requestId, correlation_id: correlationId, status },
        extra: { message, path },
        ...(userId === undefined ? {} : { user: { id: userId } }),
        ...(status !== undefined && status < 500 ? { level: 'warning' } : {}),
      })
    },
    flush: (limitMs) => Sentry.flush(limitMs),
  })
}
