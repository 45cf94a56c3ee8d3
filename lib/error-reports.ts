import { processSingleton } from './singleton'

/** What is known of an error beside itself. The ids and the person of the running request are found by the reporter. */
export type ErrorFacts = {
  /** What went wrong, in a constant word or sentence. */
  message: string
  /** Of an answer that was given: below 500 it is reported only where that is wanted. */
  status?: number
}

/** Somebody outside who keeps errors with their stacks. */
export type ErrorReporter = {
  /** Answers at once with the id under which the error will be found, or undefined when it is not sent. */
  capture(error: unknown, facts: ErrorFacts): string | undefined
  /** Waits until what was captured has left, `limitMs` at most. */
  flush(limitMs: number): Promise<unknown>
}

/** So many errors a minute leave a process: a storm must cost neither it nor the receiver more. */
const perMinute = 100
const minuteMs = 60_000

type State = {
  reporter: ErrorReporter | undefined
  /** One error is sent once, however many places write it down. */
  sent: WeakMap<object, string>
  windowStartMs: number
  inWindow: number
}
const state = () =>
  processSingleton<State>('error-reports', () => ({
    reporter: undefined,
    sent: new WeakMap(),
    windowStartMs: Number.NEGATIVE_INFINITY,
    inWindow: 0,
  }))

/** Set once by `sentry.server.config.ts`, only where there is a DSN. */
export function setErrorReporter(reporter: ErrorReporter | undefined): void {
  state().reporter = reporter
}

/**
 * Hands an error to the reporter, if there is one, and answers the id under which it will be found there: the same id for the
 * same error. Waits for nothing, sends at most 100 errors a minute, and never throws.
 */
export function reportError(error: unknown, facts: ErrorFacts): string | undefined {
  const now = state()
  if (!now.reporter) return undefined
  const key = typeof error === 'object' && error !== null ? error : undefined
  const before = key && now.sent.get(key)
  if (before !== undefined || !hasRoom(now)) return before
  try {
    const id = now.reporter.capture(error, facts)
    if (id === undefined) return undefined
    now.inWindow += 1
    if (key) now.sent.set(key, id)
    return id
  } catch {
    // Whoever writes an error down must not fail because it cannot be sent as well.
    return undefined
  }
}

function hasRoom(now: State): boolean {
  const nowMs = performance.now()
  if (nowMs - now.windowStartMs >= minuteMs) Object.assign(now, { windowStartMs: nowMs, inWindow: 0 })
  return now.inWindow < perMinute
}

/** Lets what was captured leave, `limitMs` at most; for the shutdown. Never throws. */
export async function flushErrorReports(limitMs: number): Promise<void> {
  const { reporter } = state()
  if (!reporter) return
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, limitMs)
  try {
    await Promise.race([reporter.flush(limitMs), late.promise])
  } catch {
    // What could not be sent is in the trail and in the log.
  } finally {
    clearTimeout(timer)
  }
}
