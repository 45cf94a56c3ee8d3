import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { secondMs } from '../clock'
import { currentContext } from '../context'
import { type Env, env } from '../env'
import { release } from '../release'

/** Variables whose values are secrets: none of them leaves, wherever a library may have put it. */
const secretNames = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_DIRECT_URL',
  'NEXTAUTH_SECRET',
  'AUTH_SECRET',
  'AUDIT_SIGNING_KEY',
  'SECRETS_KEY',
  'DAYBOOK_FOUNDER_PASSWORD',
  'SMTP_URL',
  'SLACK_WEBHOOK_URL',
  'DISCORD_WEBHOOK_URL',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_SECRET',
  'HEARTBEAT_PING_URL',
  'SENTRY_AUTH_TOKEN',
  'REDIS_URL',
  'ROOT_API_KEY',
  'CLOUDINARY_URL',
] as const satisfies readonly (keyof Env)[]

/** What Sentry is started with in this process, or undefined where it is off: without a DSN and in development. */
export function sentrySettings() {
  const { SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_TRACES_SAMPLE_RATE, SENTRY_CAPTURE_4XX, NODE_ENV, NEXTAUTH_URL } =
    env()
  if (!SENTRY_DSN || NODE_ENV === 'development') return undefined
  return {
    dsn: SENTRY_DSN,
    environment: SENTRY_ENVIRONMENT ?? NODE_ENV,
    release: release(),
    tracesSampleRate: SENTRY_TRACES_SAMPLE_RATE,
    captureRefusals: SENTRY_CAPTURE_4XX,
    who,
    transportOptions: { httpModule: { request: impatient(SENTRY_DSN) } },
    known: { ownOrigins: NEXTAUTH_URL ? [new URL(NEXTAUTH_URL).origin] : [], secrets: secretValues() },
  }
}

const requestLimitMs = 10 * secondMs

type Answer = IncomingMessage & { statusCode: number }

/** The SDK waits for ever; what hangs would fill its queue, and nothing would be sent again when Sentry is well. */
function impatient(dsn: string) {
  const { request } = new URL(dsn).protocol === 'https:' ? https : http
  return (options: RequestOptions | string | URL, callback?: (answer: Answer) => void): ClientRequest => {
    const sent = request(options, (answer) => callback?.(Object.assign(answer, { statusCode: answer.statusCode ?? 0 })))
    const timer = setTimeout(() => sent.destroy(new Error('Sentry did not answer in time')), requestLimitMs).unref()
    sent.once('close', () => clearTimeout(timer))
    return sent
  }
}

function who() {
  const context = currentContext()
  if (!context) return {}
  const { actor, requestId, correlationId, method, path } = context
  return {
    requestId,
    correlationId,
    ...(actor.type === 'user' ? { userId: actor.id } : {}),
    tags: { actor_type: actor.type, ...(method === null ? {} : { method }) },
    ...(path === null ? {} : { path }),
  }
}

/** The values themselves and the passwords within addresses; longest first, so that none is cut in two. */
function secretValues(): string[] {
  const values = secretNames.flatMap((name) => {
    const value = env()[name]
    if (typeof value !== 'string') return []
    const password = URL.canParse(value) ? new URL(value).password : ''
    return [value, password, decodeURIComponent(password)]
  })
  return [...new Set(values)].filter((value) => value.length >= 6).toSorted((a, b) => b.length - a.length)
}
