import type { Instrumentation } from 'next'

/** Called by Next once per server process. Node code is imported inside, because this file is also compiled for edge. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    // First, so that what fails while the rest starts is reported too.
    const { sentrySettings } = await import('./lib/runtime/sentry-settings')
    const settings = sentrySettings()
    if (settings) (await import('./sentry.server.config')).startSentry(settings)
    const { startRuntime } = await import('./lib/runtime/start')
    startRuntime()
  }
  if (process.env.NEXT_RUNTIME === 'edge' && process.env.SENTRY_DSN && process.env.NODE_ENV !== 'development') {
    const { startSentry } = await import('./sentry.server.config')
    startSentry({
      dsn: process.env.SENTRY_DSN,
      environment: process.env.SENTRY_ENVIRONMENT || process.env.NODE_ENV,
      release: process.env.DAYBOOK_RELEASE || 'unknown',
      tracesSampleRate: Number(process.env.SENTRY_TRACES_SAMPLE_RATE || 0.1),
      captureRefusals: false,
      who: () => ({}),
      known: { ownOrigins: [] },
    })
  }
}

/** Errors of pages and handlers that nothing else caught: into the trail, and with the event's id to Sentry, once. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { recordPageError } = await import('./lib/runtime/page-error')
  await recordPageError(error, request, context)
}
