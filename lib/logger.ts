import pino, { type LoggerOptions, type Logger as PinoLogger } from 'pino'
import { env } from './env'
import { reportError } from './error-reports'
import { toJsonValue } from './json-value'
import { isSecretKey, redacted, redactText } from './redact'
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

function makePino(): PinoLogger {
  const { LOG_LEVEL, NODE_ENV } = env()
  const options: LoggerOptions = {
    level: LOG_LEVEL,
    messageKey: 'message',
    base: { service: 'daybook', environment: NODE_ENV, version: release() },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  }
  if (NODE_ENV === 'development' && process.stdout.isTTY)
    return pino({
      ...options,
      transport: {
        target: 'pino-pretty',
        options: { messageKey: 'message', timestampKey: 'timestamp', ignore: 'service,environment,version' },
      },
    })
  // Written before the call returns: a line that is on its way when the process ends would come out of order or not at all, and an
  // event that could be kept nowhere else stands only here.
  return pino(options, pino.destination({ dest: 1, sync: true }))
}

const topLevel = new Set([
  'type',
  'requestId',
  'correlationId',
  'traceId',
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

/**
 * Fields of the line format stand at the top, everything else under `metadata`; errors become plain objects. Whatever has
 * the name of a secret, or looks like one, is taken out by the same rules as in the trail.
 */
function shape(fields: Fields): Fields {
  const line: Fields = {}
  const metadata: Fields = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const target = topLevel.has(key) ? line : metadata
    target[key] = isSecretKey(key) ? redacted : toJsonValue(value instanceof Error ? errorFields(value, 0) : value)
  }
  return Object.keys(metadata).length > 0 ? { ...line, metadata } : line
}

const maxCauses = 5

function errorFields(error: Error, depth: number): Fields {
  const { cause } = error
  const inner = cause instanceof Error && depth < maxCauses ? { cause: errorFields(cause, depth + 1) } : {}
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...inner }
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
  const line = processSingleton('pino', makePino)
  if (line.isLevelEnabled(level)) line[level](shape({ ...idsHook.read(), ...fields }), redactText(message))
}
