import { AppError, isAppError } from '../errors'

/** What a database failure means to us. `logCode` is the name of the log line (contracts §7). */
export type DbFailure =
  | { kind: 'unreachable'; logCode: 'DB_UNREACHABLE' }
  | { kind: 'poolWait'; logCode: 'POOLER_WAIT_TIMEOUT' }
  | { kind: 'transactionTimeout'; logCode: 'POOLER_TIMEOUT' }
  | { kind: 'retryable'; logCode: 'TRANSACTION_RETRY' }
  | { kind: 'unique'; logCode: undefined }
  | { kind: 'refusedValue'; logCode: undefined }

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOENT',
])
const prismaUnreachable = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1017'])
/** Prisma's adapter takes the code off a socket's error and leaves only its own word for it (raw queries: P2010). */
const adapterUnreachable = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'])
/** admin shutdown, crash shutdown, cannot connect now, too many connections, read-only after a failover */
const pgUnreachable = new Set(['57P01', '57P02', '57P03', '53300', '25006'])
/** serialization failure, deadlock */
const pgRetryable = new Set(['40001', '40P01'])
/** NUL in text, bad encoding, lone surrogate, out of range, too complex */
const pgRefusedValue = new Set(['22P05', '22021', '22P02', '22003', '54001', '54000'])

/** The failure behind an error of Prisma, its pg adapter or pg itself; undefined for anything else. */
export function classifyDbError(error: unknown): DbFailure | undefined {
  for (const code of codesOf(error)) {
    if (code === 'P2024') return { kind: 'poolWait', logCode: 'POOLER_WAIT_TIMEOUT' }
    if (code === 'P2028') return { kind: 'transactionTimeout', logCode: 'POOLER_TIMEOUT' }
    if (code === 'P2034' || pgRetryable.has(code)) return { kind: 'retryable', logCode: 'TRANSACTION_RETRY' }
    if (code === 'P2002' || code === '23505') return { kind: 'unique', logCode: undefined }
    if (pgRefusedValue.has(code)) return { kind: 'refusedValue', logCode: undefined }
    if ([prismaUnreachable, adapterUnreachable, pgUnreachable, socketCodes].some((known) => known.has(code)))
      return { kind: 'unreachable', logCode: 'DB_UNREACHABLE' }
    if (code.startsWith('08')) return { kind: 'unreachable', logCode: 'DB_UNREACHABLE' }
  }
  return classifyDriverSentence(error)
}

/** Classes of SQLSTATE that are about the data: data exception, integrity, program limit, raised by a trigger. */
const dataClasses = new Set(['22', '23', '54', 'P0'])
/** Value too long, unique, foreign key, null, out of range (Prisma's own codes, where it gives no other). */
const prismaDataCodes = new Set(['P2000', 'P2002', 'P2003', 'P2011', 'P2020'])

/**
 * Whether this one write can never succeed: PostgreSQL refused what was to be written, or our own code stumbled over it. False
 * for whatever another try may mend: no answer, a full disk, a limit of time, a missing right or table.
 */
export function isOfTheData(error: unknown): boolean {
  if (classifyDriverSentence(error)) return false
  const isOfTheDatabase = (code: string) =>
    /^[0-9A-Z]{5}$/.test(code) || socketCodes.has(code) || adapterUnreachable.has(code)
  const codes = [...codesOf(error)].filter(isOfTheDatabase)
  if (codes.length === 0) return true
  return codes.some(
    (code) => prismaDataCodes.has(code) || (/^[0-9A-Z]{5}$/.test(code) && dataClasses.has(code.slice(0, 2))),
  )
}

/**
 * node-postgres gives these four failures no code (pg 8.23 `client.js`, `pg-pool/index.js`), so its
 * fixed sentences are the only sign. A test provokes each and fails if a new version words them otherwise.
 */
function classifyDriverSentence(error: unknown): DbFailure | undefined {
  for (const link of causeChain(error)) {
    const message = link instanceof Error ? link.message : ''
    if (message.includes('timeout exceeded when trying to connect'))
      return { kind: 'poolWait', logCode: 'POOLER_WAIT_TIMEOUT' }
    if (
      message.includes('Connection terminated') ||
      message.includes('connection error and is not queryable') ||
      message === 'Query read timeout'
    )
      return { kind: 'unreachable', logCode: 'DB_UNREACHABLE' }
  }
  return undefined
}

function* causeChain(error: unknown): Generator<unknown> {
  let link: unknown = error
  for (let depth = 0; depth < 6 && link !== null && typeof link === 'object'; depth += 1) {
    yield link
    if (link instanceof AggregateError) yield* link.errors
    link = 'cause' in link ? link.cause : undefined
  }
}

/** Every code on the error, its causes and the adapter's wrappers (`meta.code`, `originalCode`, `kind`). */
function* codesOf(error: unknown): Generator<string> {
  for (const link of causeChain(error)) {
    if (link === null || typeof link !== 'object') continue
    for (const holder of [link, 'meta' in link ? link.meta : undefined, driverErrorOf(link)]) {
      if (holder === null || typeof holder !== 'object') continue
      if ('code' in holder && typeof holder.code === 'string') yield holder.code
      if ('originalCode' in holder && typeof holder.originalCode === 'string') yield holder.originalCode
      if ('kind' in holder && typeof holder.kind === 'string') yield holder.kind
    }
  }
}

function driverErrorOf(link: object): unknown {
  const meta = 'meta' in link && typeof link.meta === 'object' && link.meta !== null ? link.meta : undefined
  const adapterError = meta && 'driverAdapterError' in meta ? meta.driverAdapterError : undefined
  return adapterError && typeof adapterError === 'object' && 'cause' in adapterError ? adapterError.cause : adapterError
}

/** Translates a database failure into what the caller may know; other errors come back as they are. */
export function toAppError(error: unknown): unknown {
  if (isAppError(error)) return error
  const failure = classifyDbError(error)
  switch (failure?.kind) {
    case 'unreachable':
    case 'poolWait':
    case 'transactionTimeout':
      return new AppError('UNAVAILABLE', 'The database does not answer at the moment. Please try again shortly.', {
        cause: error,
        headers: { 'retry-after': '5' },
      })
    case 'retryable':
      return new AppError('CONFLICT', 'Somebody else changed the same record at the same time. Please try again.', {
        cause: error,
      })
    case 'refusedValue':
      return new AppError('INVALID_INPUT', 'The input contains a value that cannot be stored.', { cause: error })
    default:
      return error
  }
}
