import { hourMs, secondMs } from '../clock'
import type { CheckResult, HealthCheck } from '../health/contract'
import { logger } from '../logger'
import { type LedgerState, ledgerState } from './ledger/ledger-state'
import { type TrailState, trailState } from './write/trail-state'

/**
 * Whether every event is where it belongs and can be proven. While the database is away it tells what this process and
 * its disk know; that the database is away is another check's word.
 */
export const checkAuditTrail: HealthCheck = {
  name: 'auditTrail',
  run: async (signal) => rateTrail(await trailState(), await findLedgerState(signal), Date.now()),
}

async function findLedgerState(signal: AbortSignal): Promise<LedgerState | undefined> {
  try {
    return await ledgerState(signal)
  } catch (error) {
    // Not this check's news.
    logger.debug('AUDIT_LEDGER_UNKNOWN', { error })
    return undefined
  }
}

/** So long an event may wait for the sealer; it takes half a second when all is well. */
const sealLimitSeconds = 60

/** Without news one is signed every hour. */
const checkpointLimitSeconds = 2 * 60 * 60
/** So far ahead the clock of a server that failed may have been. */
const futureLimitSeconds = 60

/**
 * Unhealthy when the evidence is broken and for an hour after an event that only the log took; degraded while anything
 * waits, was set aside or was changed past Daybook.
 */
export function rateTrail(state: TrailState, ledger: LedgerState | undefined, nowMs: number): CheckResult {
  const counts = { ...localCounts(state, nowMs), ...ledgerCounts(ledger) }
  const unhealthy = brokenOf(state, ledger, nowMs)
  if (unhealthy) return { status: 'unhealthy', message: unhealthy, counts }
  const degraded = waitingOf(state, ledger)
  if (degraded) return { status: 'degraded', message: degraded, counts }
  return { status: 'healthy', message: 'Every event is in the database, and nothing waits for long', counts }
}

function brokenOf(state: TrailState, ledger: LedgerState | undefined, nowMs: number): string | undefined {
  if (state.lastResort > 0 && nowMs - state.lastResortAtMs < hourMs)
    return 'Events stand only in the log: look for AUDIT_LAST_RESORT'
  if (ledger?.problem)
    return 'No checkpoint can be signed because the tree, the last one or a key is wrong: run daybook verify'
  if (ledger?.verificationPassed === false) return 'The last verification found the trail altered'
  return undefined
}

function waitingOf(state: TrailState, ledger: LedgerState | undefined): string | undefined {
  if (state.torn + state.refused > 0) return 'Spooled events were set aside: look at the spool folder'
  if (state.spoolDepth + state.spoolBytes > 0) return 'Events wait in the spool for the database'
  if (ledger && (ledger.oldestUnsealedSeconds ?? 0) > sealLimitSeconds) return 'Events wait to be sealed'
  const checkpoint = ledger && checkpointTrouble(ledger.checkpointAgeSeconds)
  if (checkpoint) return checkpoint
  if (ledger && ledger.unsealable > 0) return 'Events cannot be sealed: look for AUDIT_EVENT_UNSEALABLE'
  if (ledger && ledger.outOfBandChanges > 0) return 'Rows were changed past Daybook within the last hour'
  return undefined
}

/** None at all is a trail without sealed events; what waits is told by itself. */
function checkpointTrouble(ageSeconds: number | null): string | undefined {
  if (ageSeconds === null) return undefined
  if (ageSeconds < -futureLimitSeconds)
    return 'The last checkpoint is said to be from the future: its row was changed, or the clock'
  if (ageSeconds > checkpointLimitSeconds) return 'No checkpoint was signed for more than two hours'
  return undefined
}

function localCounts({ oldestSpooledMs, lastResortAtMs: _at, ...numbers }: TrailState, nowMs: number) {
  if (oldestSpooledMs === undefined) return numbers
  return { ...numbers, oldestSpooled: `${Math.max(0, Math.round((nowMs - oldestSpooledMs) / secondMs))}s` }
}

function ledgerCounts(ledger: LedgerState | undefined) {
  if (!ledger) return {}
  const { unsealed, oldestUnsealedSeconds, unsealable, checkpointAgeSeconds, outOfBandChanges } = ledger
  return {
    unsealed,
    oldestUnsealedSeconds: oldestUnsealedSeconds ?? 0,
    ...(unsealable > 0 ? { unsealable } : {}),
    outOfBandChanges,
    ...(checkpointAgeSeconds === null ? {} : { lastCheckpoint: ago(checkpointAgeSeconds), checkpointAgeSeconds }),
  }
}

const ago = (seconds: number) => (seconds < -futureLimitSeconds ? `in ${-seconds}s` : `${Math.max(0, seconds)}s ago`)
