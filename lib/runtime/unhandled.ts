import { AuditAction, logError } from '../audit'
import { minuteMs } from '../clock'
import { logger } from '../logger'
import { processSingleton } from '../singleton'

/** Events of a minute, so that an error in a loop fills neither the trail nor the log. */
const perMinute = 20

type State = { total: number; inWindow: number; timer: NodeJS.Timeout | undefined }
const state = () => processSingleton<State>('runtime.unhandled', () => ({ total: 0, inWindow: 0, timer: undefined }))

/** How many errors of this process nothing has caught. */
export const unhandledErrors = (): number => state().total

/**
 * Records an error that nothing caught as SYSTEM_ERROR with `unhandled: true`: twenty a minute by themselves, what is beyond as one
 * event with their number when the minute is over. Never throws.
 */
export function recordUnhandled(description: string, error: unknown, metadata: Record<string, unknown> = {}): void {
  const now = state()
  now.total += 1
  now.inWindow += 1
  now.timer ??= setTimeout(closeMinute, minuteMs).unref()
  if (now.inWindow <= perMinute)
    void logError(AuditAction.SYSTEM_ERROR, description, error, {
      metadata: { ...metadata, unhandled: true, count: 1 },
    })
}

/** Ends the minute: what was beyond the twenty becomes one event. Also called at shutdown, so that no count is lost. */
export async function closeMinute(): Promise<void> {
  const now = state()
  const beyond = now.inWindow - perMinute
  clearTimeout(now.timer)
  Object.assign(now, { inWindow: 0, timer: undefined })
  if (beyond <= 0) return
  logger.error('UNHANDLED_ERRORS', { beyond })
  await logError(AuditAction.SYSTEM_ERROR, `${beyond} more errors that nothing caught`, undefined, {
    metadata: { unhandled: true, count: beyond },
  })
}

/** Logged and survived: one broken callback must not end everybody's requests. */
export function watchUnhandled(): void {
  process.on('unhandledRejection', (error) => {
    logger.error('UNHANDLED_REJECTION', { error })
    recordUnhandled('A promise failed and nothing caught it', error)
  })
  process.on('uncaughtException', (error) => {
    logger.error('UNCAUGHT_EXCEPTION', { error })
    recordUnhandled('An error was thrown and nothing caught it', error)
  })
}
