import { env } from '../../env'

/** How strictly an operation is limited; health paths are not (`none`), because their answers are shared for 3 s. */
export type RateLimit = 'default' | 'signIn' | 'ingest' | 'none'

/** `quota` requests of one caller in `windowSeconds`, counted from the caller's first one. */
export type Policy = { name: string; quota: number; windowSeconds: number }

/** Part of RATE_LIMIT_MAX_REQUESTS, so that one number widens or narrows all of them. */
const shares = {
  default: { name: 'default', share: 1 },
  // A sign-in costs 30 ms of work on purpose; 30 a minute are many for one office, and few for guessing passwords.
  signIn: { name: 'sign-in', share: 0.03 },
  // Senders of events put thousands into one request, and whoever sends alerts groups them.
  ingest: { name: 'ingest', share: 0.3 },
} as const satisfies Record<Exclude<RateLimit, 'none'>, { name: string; share: number }>

/** Below this a page could not even be signed in to. */
const leastQuota = 5

/** The policy as set in the environment, or undefined when requests of this kind are not limited. */
export function policyOf(kind: RateLimit): Policy | undefined {
  const { RATE_LIMIT_ENABLED, RATE_LIMIT_MAX_REQUESTS, RATE_LIMIT_WINDOW_MS } = env()
  if (!RATE_LIMIT_ENABLED || kind === 'none') return undefined
  const { name, share } = shares[kind]
  const quota = Math.min(RATE_LIMIT_MAX_REQUESTS, Math.max(leastQuota, Math.ceil(RATE_LIMIT_MAX_REQUESTS * share)))
  // The fields of an answer are in whole seconds, so the window is too.
  return { name, quota, windowSeconds: Math.ceil(RATE_LIMIT_WINDOW_MS / 1_000) }
}
