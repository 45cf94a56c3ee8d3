import type { Instrumentation } from 'next'

/** Called by Next once per server process. Node code is imported inside, because this file is also compiled for edge. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startRuntime } = await import('./lib/runtime/start')
    startRuntime()
    if (process.env.SENTRY_DSN) await import('./sentry.server.config')
  }
}

/** Errors of pages and handlers that nothing else caught. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { recordPageError } = await import('./lib/runtime/page-error')
  recordPageError(error, request, context)
  if (!process.env.SENTRY_DSN) return
  const { captureRequestError } = await import('@sentry/nextjs')
  captureRequestError(error, request, context)
}
