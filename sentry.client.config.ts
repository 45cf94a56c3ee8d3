import * as Sentry from '@sentry/nextjs'
import { privacy } from './sentry.privacy.config'

/** Starts Sentry in the browser with the address that the page was given at run time. */
export function startSentry(settings: { dsn: string; environment: string; release: string }): void {
  Sentry.init({ ...privacy, ...settings, tracesSampleRate: 0 })
}
