import { AsyncLocalStorage } from 'node:async_hooks'
import { type Clock, systemClock } from '../clock'
import { uuidv7 } from '../ids'
import { setLogIds } from '../logger'
import { processSingleton } from '../singleton'
import { type Trace, traceFrom } from '../trace'
import type { Role, Scope } from './contract'

/** Who is doing it. */
export type Actor =
  | { type: 'user'; id: string; email: string; name: string; role: Role; sessionId: string; isSample: boolean }
  | { type: 'apiKey'; id: string; name: string; scopes: readonly Scope[] }
  | { type: 'job'; name: string }
  | { type: 'system'; name: string }
  | { type: 'anonymous' }

/** Who is asking, from where, under which ids, and what time it is for them. */
export type Context = {
  actor: Actor
  requestId: string
  correlationId: string
  /** Its place in a distributed trace; calls it makes are made from there. Work that no request asked for begins one. */
  trace: Trace
  ipAddress: string | null
  userAgent: string | null
  method: string | null
  path: string | null
  /** Time of the facts written under this context. The past only in a backfill from the command line. */
  now: Clock
}

const storage = processSingleton('context', () => new AsyncLocalStorage<Context>())

setLogIds(() => {
  const context = storage.getStore()
  return context ? { requestId: context.requestId, correlationId: context.correlationId } : {}
})

/** The context of the running request or job, or undefined outside one. */
export function currentContext(): Context | undefined {
  return storage.getStore()
}

/** Runs `fn` so that everything it awaits sees `context`. */
export function runInContext<T>(context: Context, fn: () => T): T {
  return storage.run(context, fn)
}

/** A context for work that no request asked for. */
export function systemContext(name: string, overrides: Partial<Context> = {}): Context {
  const requestId = uuidv7()
  return {
    actor: { type: 'system', name },
    requestId,
    correlationId: requestId,
    trace: traceFrom(undefined, undefined),
    ipAddress: null,
    userAgent: null,
    method: null,
    path: null,
    now: systemClock,
    ...overrides,
  }
}

/** The same request, asked by somebody who has become known since it began. */
export function withActor(context: Context, actor: Actor): Context {
  return { ...context, actor }
}

/** Whether rows written by this actor belong to the sample company, which can be removed as a whole. */
export function isSampleActor(actor: Actor): boolean {
  return actor.type === 'user' && actor.isSample
}
