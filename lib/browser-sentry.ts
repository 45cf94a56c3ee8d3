import { env } from './env'
import { release } from './release'

/** What the page tells the browser of Sentry, as JSON, or undefined when it is not to be loaded. */
export function browserSentry(): string | undefined {
  const { SENTRY_ENVIRONMENT, NODE_ENV, SENTRY_REPLAY_SESSION_SAMPLE_RATE, SENTRY_REPLAY_ERROR_SAMPLE_RATE } = env()
  const dsn = browserDsn()
  if (!dsn) return undefined
  const replay = { session: SENTRY_REPLAY_SESSION_SAMPLE_RATE, error: SENTRY_REPLAY_ERROR_SAMPLE_RATE }
  return JSON.stringify({
    dsn,
    environment: SENTRY_ENVIRONMENT ?? NODE_ENV,
    release: release(),
    ...(replay.session > 0 || replay.error > 0 ? { replay } : {}),
  })
}

/** Where errors of browsers go; undefined without a DSN and in development. The page's policy allows its origin only. */
export function browserDsn(): string | undefined {
  const { NEXT_PUBLIC_SENTRY_DSN, NODE_ENV } = env()
  return NODE_ENV === 'development' ? undefined : NEXT_PUBLIC_SENTRY_DSN
}
