import { env } from './env'
import { release } from './release'

/** What the page tells the browser of Sentry, as JSON, or undefined when it is not to be loaded. */
export function browserSentry(): string | undefined {
  const { NEXT_PUBLIC_SENTRY_DSN, SENTRY_ENVIRONMENT, NODE_ENV } = env()
  if (!NEXT_PUBLIC_SENTRY_DSN) return undefined
  return JSON.stringify({
    dsn: NEXT_PUBLIC_SENTRY_DSN,
    environment: SENTRY_ENVIRONMENT ?? NODE_ENV,
    release: release(),
  })
}
