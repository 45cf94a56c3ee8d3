import { flushCompileCache } from 'node:module'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { getEvaluator } from '../lib/alerts/evaluate'
import { logCritical, logSuccess } from '../lib/audit'
import { getSealer } from '../lib/audit/ledger/sealer'
import { getWriter } from '../lib/audit/write/writer'
import { systemContext } from '../lib/context'
import { getPool, toAppError } from '../lib/db'
import { closePool } from '../lib/db/pool'
import { env } from '../lib/env'
import { isAppError } from '../lib/errors'
import { readinessResponse } from '../lib/health'
import { createLead, listLeads } from '../lib/leads'
import { LeadQuery } from '../lib/leads/contract'
import { stopLoops } from '../lib/runtime/loops'
import { startRuntime } from '../lib/runtime/start'
import { type Answer, fromWire, type Order, type Outcome, type Reply, type Request } from './orders'

// An app without its web server: the real writer, spool, replay, sealer and verbs, which do what the driver asks for.

/** How the driver finds what it asked for. */
const tag = process.env.BATTERY_TAG ?? ''
const tell = (reply: Reply): void => void process.send?.(reply)
const words = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))
process.on('unhandledRejection', (error) => tell({ unhandled: words(error) }))
process.on('uncaughtException', (error) => tell({ unhandled: words(error) }))
// Nobody is left who would ask for anything.
process.on('disconnect', () => process.exit(3))
process.on('message', (request: Request) => {
  if ('orders' in request) for (const order of request.orders) void answer(order)
  else if (request.ask === 'spooled') tell({ spooled: getWriter().spool.stats().events })
  else if (request.ask === 'leads') tell({ leads: getEvaluator().isLeading })
  else void stop()
})
startRuntime()
// What most batteries are about; the other loops start with it only where they are.
if (env().WORKER === 'off') getSealer().start()
tell({ ready: true })
// A killed process writes none.
flushCompileCache()

async function answer(order: Order): Promise<void> {
  const startedMs = performance.now()
  const outcome = await act(order).catch((error: unknown): Outcome => {
    const known = toAppError(error)
    if (!isAppError(known)) tell({ unhandled: words(error) })
    return { refused: isAppError(known) ? known.code : 'INTERNAL' }
  })
  collect({ n: order.n, tookMs: Math.round(performance.now() - startedMs), ...outcome })
}

async function act(order: Order): Promise<Outcome> {
  switch (order.kind) {
    case 'write':
      return { stored: await getWriter().write(fromWire(order.row)) }
    case 'log':
      return logSuccess('LEAD_UPDATED', `Order ${order.n}`, { entityType: tag, entityId: String(order.n) })
    case 'critical':
      return logCritical('SYSTEM_ERROR', `Critical ${order.n}`, new Error('battery'), { entityType: order.about })
    case 'lead': {
      const input = { name: `${tag} ${order.n}`, email: `battery-${order.n}@example.org` }
      const { id } = await createLead(systemContext('battery'), input)
      return { stored: 'database', id }
    }
    case 'read':
      await listLeads(systemContext('battery'), LeadQuery.parse({}))
      return { status: 200 }
    case 'ready':
      return { status: (await readinessResponse(false)).status }
    case 'hold':
      await holdPool(order.ms)
      return { status: 200 }
  }
}

/** Those that came to their end together are told together. */
const waiting: Answer[] = []
function collect(one: Answer): void {
  if (waiting.push(one) === 1) process.nextTick(() => tell({ answers: waiting.splice(0) }))
}

async function holdPool(ms: number): Promise<void> {
  const hold = () => getPool().query('SELECT pg_sleep($1)', [ms / 1_000])
  await Promise.allSettled(Array.from({ length: env().DATABASE_POOL_MAX }, hold))
}

async function stop(): Promise<void> {
  await stopLoops()
  const writer = getWriter()
  writer.stopReplay()
  await Promise.race([stopLoops(), sleep(2_000)])
  await writer.flush()
  await getSealer().stop()
  await Promise.race([closePool(), sleep(2_000)])
  process.exit(0)
}
