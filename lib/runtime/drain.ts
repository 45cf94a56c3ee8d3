import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { getSealer } from '../audit/ledger/sealer'
import { getFeed } from '../audit/stream/feed'
import { getWriter } from '../audit/write/writer'
import { closePool } from '../db/pool'
import { flushErrorReports } from '../error-reports'
import { logger } from '../logger'
import { getRequestWriter } from '../metrics/request-writer'
import { findInstance } from './instance'
import { beginDraining } from './lifecycle'
import { stopLoops } from './loops'
import { closeMinute } from './unhandled'

const httpLimitMs = 10_000
/** A little more than the runner of jobs gives those under way. */
const jobsLimitMs = 6_000
const auditLimitMs = 3_000
const databaseLimitMs = 3_000
const metricsLimitMs = 1_000
const reportsLimitMs = 2_000
/** Long enough for busy keep-alive clients to be told to close before their connections are. */
const graceMs = 500
/** So late the end of a grace may be noticed by a process that gets its share of the processor. */
const graceLateMs = 100
const maxGraces = 6

/** Open connections of a server; Node itself tells only their number. */
const sockets = new WeakMap<Server, Set<Socket>>()

/** To be called as soon as the server listens: lets `drain` close connections that never asked anything. */
export function watchConnections(server: Server): void {
  const open = new Set<Socket>()
  sockets.set(server, open)
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
}

/** One thing to finish; its log line is written when it has. */
type Phase = { done: string; run: () => Promise<Record<string, unknown> | void> }

/**
 * Ends this process's work in order: readiness off, requests answered (10 s at most; a worker has no server), jobs and other loops
 * ended (5 s), events and counts kept, the pool closed, then `last` (the embedded database). Never throws; a phase that fails
 * is logged and the next one runs.
 */
export async function drain(server: Server | undefined, signal: string, last: () => Promise<void>): Promise<void> {
  const startedMs = Date.now()
  logger.info('SHUTDOWN_SIGNAL', { signal, durationMs: 0 })
  const phases: Phase[] = [
    { done: 'SHUTDOWN_READY_OFF', run: async () => refuseNew() },
    { done: 'SHUTDOWN_HTTP_DRAINED', run: async () => (server ? drainHttp(server) : { cut: 0 }) },
    { done: 'SHUTDOWN_JOBS_DRAINED', run: () => Promise.race([stopLoops(), sleep(jobsLimitMs)]) },
    { done: 'SHUTDOWN_AUDIT_FLUSHED', run: () => flushAudit(signal) },
    { done: 'SHUTDOWN_DB_CLOSED', run: () => closeDatabase(last) },
  ]
  for (const phase of phases) await runPhase(phase)
  // Last, so that errors of the shutdown itself leave too.
  await flushErrorReports(reportsLimitMs)
  logger.info('SHUTDOWN_COMPLETE', { durationMs: Date.now() - startedMs })
}

/** Streams have no end of their own: their clients go on at another instance, or here after the start. */
function refuseNew(): void {
  beginDraining()
  getFeed().close()
}

async function runPhase({ done, run }: Phase): Promise<void> {
  const startedMs = Date.now()
  try {
    const fields = await run()
    logger.info(done, { durationMs: Date.now() - startedMs, ...(fields || undefined) })
  } catch (error) {
    logger.error(done, { durationMs: Date.now() - startedMs, error })
  }
}

/** Every event logged so far is in the database or on the disk; what waits there is for the next start. */
async function flushAudit(reason: string): Promise<Record<string, unknown>> {
  const writer = getWriter()
  // The last events of this process: they wait for the database no longer than the others.
  await Promise.race([closeMinute().then(() => findInstance()?.stop(reason)), sleep(auditLimitMs)])
  writer.stopReplay()
  await Promise.race([writer.flush(), sleep(auditLimitMs)])
  // What waits now is sealed by the next leader, who need not wait for this one.
  await Promise.race([getSealer().stop(), sleep(auditLimitMs)])
  return { spooled: writer.spool.stats().events }
}

/** A connection that never comes back to the pool must not keep the embedded database running. */
async function closeDatabase(last: () => Promise<void>): Promise<void> {
  try {
    await Promise.race([getRequestWriter().stop(), sleep(metricsLimitMs)])
    await Promise.race([closePool(), sleep(databaseLimitMs)])
  } finally {
    await last()
  }
}

/**
 * Answers carry `Connection: close` from here on (see requests.ts), so busy connections end by themselves;
 * after a moment the idle ones are closed, and at the deadline those that are left.
 */
async function drainHttp(server: Server): Promise<Record<string, unknown>> {
  const deadline = Date.now() + httpLimitMs
  if ((await connections(server)) > 0) await giveGrace()
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  while (Date.now() < deadline) {
    const done = await Promise.race([closed.then(() => true), sleep(100).then(() => false)])
    if (done) return { cut: 0 }
    server.closeIdleConnections()
    // Browsers and load balancers open some in advance, which Node does not take for idle until they have asked once.
    for (const socket of sockets.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy()
  }
  const cut = await connections(server)
  server.closeAllConnections()
  return { cut }
}

/**
 * A grace in which this process ran: what came meanwhile has been read when it is over. After one that a busy machine or a blocked
 * loop took away, requests lie unread on connections that look idle, and clients as slow as we are had no time to send theirs.
 */
async function giveGrace(): Promise<void> {
  for (let given = 0; given < maxGraces; given += 1) {
    const startedMs = performance.now()
    await sleep(graceMs)
    await turn()
    if (performance.now() - startedMs < graceMs + graceLateMs) return
  }
}

const connections = (server: Server) =>
  new Promise<number>((resolve) => {
    server.getConnections((_error, count) => resolve(count ?? 0))
  })
