import pino, { type Logger as PinoLogger } from 'pino'
import { env } from './env'
import { reportError } from './error-reports'
import { release } from './release'
import { processSingleton } from './singleton'

type Fields = Record<string, unknown>

/** One JSON object a line on stdout; the request's ids are added to every line written under a context. */
export type Logger = {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

const secretKeys = [
  'password',
  'newPassword',
  'currentPassword',
  'passwordHash',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'apiKey',
  'authorization',
  'cookie',
]

function makePino(): PinoLogger {
  const { LOG_LEVEL, NODE_ENV } = env()
  return pino({
    level: LOG_LEVEL,
    messageKey: 'message',
    base: { service: 'daybook', environment: NODE_ENV, version: release() },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secretKeys.flatMap((key) => [key, `metadata.${key}`, `metadata.*.${key}`]), censor: '[redacted]' },
    ...(NODE_ENV === 'development' && process.stdout.isTTY
      ? {
          transport: {
            target: 'pino-pretty',
            options: { messageKey: 'message', timestampKey: 'timestamp', ignore: 'service,environment,version' },
          },
        }
      : {}),
  })
}

const topLevel = new Set([
  'type',
  'requestId',
  'correlationId',
  'method',
  'path',
  'route',
  'status',
  'durationMs',
  'userId',
  'apiKeyId',
  'institutionId',
  'job',
  'attempt',
  'code',
])

/** Fields of the line format stand at the top, everything else under `metadata`; errors become plain objects. */
function shape(fields: Fields): Fields {
  const line: Fields = {}
  const metadata: Fields = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const target = topLevel.has(key) ? line : metadata
    target[key] = value instanceof Error ? errorFields(value) : value
  }
  return Object.keys(metadata).length > 0 ? { ...line, metadata } : line
}

function errorFields(error: Error): Fields {
  const cause = error.cause instanceof Error ? { cause: errorFields(error.cause) } : {}
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause }
}

const idsHook = processSingleton<{ read: () => Fields }>('logger.ids', () => ({ read: () => ({}) }))

/** Tells the logger where the ids of the running request are; set once by `lib/context`. */
export function setLogIds(read: () => Fields): void {
  idsHook.read = read
}

export const logger: Logger = {
  debug: (message, fields = {}) => write('debug', message, fields),
  info: (message, fields = {}) => write('info', message, fields),
  warn: (message, fields = {}) => write('warn', message, fields),
  error: (message, fields = {}) => write('error', message, { ...fields, ...reportOf(message, fields) }),
}

/** Every error that is logged as one is also reported, once, and the line says under which id. */
function reportOf(message: string, { error, status }: Fields): Fields {
  if (!(error instanceof Error)) return {}
  const sentryEventId = reportError(error, { message, ...(typeof status === 'number' ? { status } : {}) })
  return sentryEventId === undefined ? {} : { sentryEventId }
}

function write(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: Fields): void {
  processSingleton('pino', makePino)[level](shape({ ...idsHook.read(), ...fields }), message)
}
