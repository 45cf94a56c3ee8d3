import type pg from 'pg'
import { currentContext, runInContext } from '../context'
import { logger } from '../logger'

/** A statement that takes longer stands in the log. */
const slowMs = 1_000
const maxQueryLength = 2_000

/**
 * Writes one line for each statement that took longer than a second, with the ids of the request it was for: the text of
 * the statement, never its values.
 */
export function watchSlowQueries(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    // The driver has no event for this: its one verb is wrapped, for Prisma and our own statements alike.
    const query: unknown = Reflect.get(client, 'query')
    if (typeof query !== 'function') return
    Reflect.set(client, 'query', (...args: unknown[]) => timed(query.bind(client), args))
  })
}

function timed(query: (...args: unknown[]) => unknown, args: unknown[]): unknown {
  const startedMs = performance.now()
  const context = currentContext()
  const report = (failed: boolean) => {
    const durationMs = performance.now() - startedMs
    if (durationMs < slowMs) return
    const line = () => logSlow(args[0], durationMs, failed)
    if (context) runInContext(context, line)
    else line()
  }
  const done = args.at(-1)
  if (typeof done === 'function') {
    const told = (error: unknown, ...rest: unknown[]): unknown => {
      report(error instanceof Error)
      return done(error, ...rest)
    }
    return query(...args.slice(0, -1), told)
  }
  const result = query(...args)
  // A stream of rows (COPY) is as long as its reader.
  if (!(result instanceof Promise)) return result
  result.then(
    () => report(false),
    () => report(true),
  )
  return result
}

function logSlow(statement: unknown, durationMs: number, failed: boolean): void {
  const text = statement instanceof Object ? Reflect.get(statement, 'text') : statement
  logger.warn('SLOW_QUERY', {
    durationMs: Math.round(durationMs * 10) / 10,
    query: withoutLiterals(String(text)),
    ...(failed ? { failed } : {}),
  })
}

/** On one line, cut, and with `?` for text and numbers that were written into the statement. */
export function withoutLiterals(text: string): string {
  const plain = text
    .replace(/'(?:[^']|'')*'/g, "'?'")
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, '$$?$$')
    .replace(/(?<![\w$.])\d+(?:\.\d+)?(?![\w.])/g, '?')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > maxQueryLength ? `${plain.slice(0, maxQueryLength - 1)}…` : plain
}
