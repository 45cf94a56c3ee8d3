import * as Sentry from '@sentry/nextjs'
import { env } from './lib/env'
import { release } from './lib/release'
import { privacy } from './sentry.privacy.config'

const { SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_TRACES_SAMPLE_RATE, NODE_ENV } = env()

// Imported by instrumentation.ts only when there is a DSN: without one no byte of Sentry is loaded.
if (SENTRY_DSN)
  Sentry.init({
    ...privacy,
    dsn: SENTRY_DSN,
    environment: SENTRY_ENVIRONMENT ?? NODE_ENV,
    release: release(),
    tracesSampleRate: SENTRY_TRACES_SAMPLE_RATE,
  })
