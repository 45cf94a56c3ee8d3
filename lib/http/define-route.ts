import { channel } from 'node:diagnostics_channel'
import { z } from 'zod'
import { AuditAction, logError, logWarning } from '../audit'
import { authenticate, credentialOf } from '../auth'
import { type Actor, type Context, requestNumberHeader, runInContext, tellRequestCaller, withActor } from '../context'
import { classifyDbError, toAppError } from '../db'
import { reportError } from '../error-reports'
import { AppError, isAppError } from '../errors'
import { logger } from '../logger'
import { jsonAnswer } from '../whole-answer'
import { readJsonBody } from './body'
import { identify } from './identify'
import { type Method, methods, type Operation } from './operation'
import { parseInput, queryObject } from './parse'
import { isPermitted, neededFor, refusalOf } from './permission'
import { problemResponse } from './problem'
import { RequestLimit } from './rate-limit'
import { contextOfRequest } from './request-context'
import { refuseForeignOrigin } from './same-origin'

/** What Next.js passes as second argument to a route handler. */
type RouteArgs = { params: Promise<Record<string, string | string[] | undefined>> }
type RouteHandler = (request: Request, args: RouteArgs) => Promise<Response>
export type RouteDefinition = { [M in Method]?: Operation }
export type DefinedHandler = RouteHandler & { route: { path: string; operations: RouteDefinition } }
export type RouteExports = Record<Method | 'HEAD' | 'OPTIONS', DefinedHandler>

/**
 * A route as a specification. Export its members by name: every method is answered (405 with `Allow`
 * included), every input is parsed, every answer carries its ids and every failure is problem+json.
 */
export function defineRoute(path: string, operations: RouteDefinition): RouteExports {
  const answerIt: RouteHandler = (request, args) => answer(request, args, path, operations)
  // The definition stays readable on the handler, for the tests and documents that walk all routes.
  const handle = Object.assign(answerIt, { route: { path, operations } })
  return { GET: handle, POST: handle, PUT: handle, PATCH: handle, DELETE: handle, HEAD: handle, OPTIONS: handle }
}

/** What `answered` tells of every answer of every route. */
export type Answered = { path: string; request: Request; response: Response }

/**
 * Every answer before it is sent. Whoever subscribes must read a clone of the body, if anything; the tests hold
 * each answer against the OpenAPI document here. Costs nothing while nobody listens.
 */
export const answered = channel('daybook.http.answered')

async function answer(request: Request, args: RouteArgs, path: string, operations: RouteDefinition): Promise<Response> {
  const ctx = contextOfRequest(request)
  const limit = limitOf(ctx, request, operations)
  return runInContext(ctx, async () => {
    const response = await run(ctx, request, args, operations, limit).catch((error: unknown) => failure(ctx, error))
    // What came through `lib/runtime` has its ids on the socket's answer already, and each field costs.
    if (!request.headers.has(requestNumberHeader)) {
      response.headers.set('x-request-id', ctx.requestId)
      response.headers.set('x-correlation-id', ctx.correlationId)
    }
    limit.writeTo(response.headers)
    // Data, whatever a browser may take it for. A route that answers with a page brings its own policy.
    if (!response.headers.has('content-security-policy'))
      response.headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    if (answered.hasSubscribers) answered.publish({ path, request, response } satisfies Answered)
    return request.method === 'HEAD' ? new Response(null, response) : response
  })
}

async function run(
  ctx: Context,
  request: Request,
  args: RouteArgs,
  operations: RouteDefinition,
  limit: RequestLimit,
): Promise<Response> {
  await limit.beforeLookUp()
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: allowed(operations) } })
  const definition = findOperation(request.method, operations)
  const found = await findCaller(request, definition).catch(async (error: unknown) => {
    // A wrong key counts like a stranger, or guessing would cost nothing.
    await limit.afterLookUp(null)
    throw error
  })
  tellRequestCaller(request.headers.get(requestNumberHeader), found)
  await limit.afterLookUp(found)
  const actor = await admit(ctx, request, definition, found)
  const input = await parsedInput(request, args, definition)
  const caller = withActor(ctx, actor)
  const operate = async () => {
    // The operation's own schemas made these values (see `operation`).
    const result = await definition.handler({ ctx: caller, request, ...input } as never)
    if (result instanceof Response) return result
    return jsonAnswer(definition.response.parse(result), {
      status: definition.status ?? 200,
      headers: { 'cache-control': 'no-store' },
    })
  }
  // Here, where it is known who asked: the event of a failure names the person.
  return runInContext(caller, () => operate().catch((error: unknown) => failure(caller, error)))
}

/** What the method is limited to; methods that are not there count like any other call. */
function limitOf({ ipAddress }: Context, { method, headers }: Request, operations: RouteDefinition): RequestLimit {
  const definition = operationOf(method, operations)
  return new RequestLimit(
    definition?.rateLimit ?? 'default',
    looksUp(definition) ? credentialOf(headers) : undefined,
    ipAddress,
  )
}

const looksUp = (definition: Operation | undefined) =>
  definition !== undefined && (definition.access !== 'public' || definition.identifies === true)

function operationOf(method: string, operations: RouteDefinition): Operation | undefined {
  const name = methods.find((known) => known === (method === 'HEAD' ? 'GET' : method))
  return name && operations[name]
}

function findOperation(method: string, operations: RouteDefinition): Operation {
  const found = operationOf(method, operations)
  if (found) return found
  throw new AppError('METHOD_NOT_ALLOWED', `${method} is not possible here.`, {
    headers: { allow: allowed(operations) },
  })
}

function allowed(operations: RouteDefinition): string {
  const names: string[] = methods.filter((method) => operations[method])
  if (operations.GET) names.push('HEAD')
  return [...names, 'OPTIONS'].join(', ')
}

/** Who is calling, or null for a stranger and where nobody asks. */
async function findCaller(request: Request, definition: Operation) {
  if (!looksUp(definition)) return null
  return definition.access === 'public' ? identify(request) : authenticate(request)
}

/** The caller, if that person or program may. A refusal of somebody known is an event. */
async function admit(
  ctx: Context,
  request: Request,
  { access }: Operation,
  actor: Awaited<ReturnType<typeof findCaller>>,
): Promise<Actor> {
  if (access === 'public') return actor ?? ctx.actor
  if (!actor) throw new AppError('UNAUTHENTICATED', 'Please sign in.')
  // A page of another site makes a browser send cookies, never a key.
  if (actor.type === 'user') refuseForeignOrigin(request)
  if (!isPermitted(actor, access)) {
    await runInContext(withActor(ctx, actor), () =>
      logWarning(AuditAction.ACCESS_DENIED, `${actor.name} was refused ${request.method} ${ctx.path ?? ''}`, {
        metadata: {
          needed: neededFor(access),
          ...(actor.type === 'user' ? { role: actor.role } : { scopes: actor.scopes }),
        },
      }),
    )
    throw refusalOf(actor, access)
  }
  return actor
}

const noQuery = z.strictObject({})

async function parsedInput(request: Request, args: RouteArgs, definition: Operation) {
  const query = request.url.includes('?') ? queryObject(new URL(request.url).searchParams) : {}
  return {
    params: definition.params && parseInput(definition.params, await args.params, 'path'),
    query: parseInput(definition.query ?? noQuery, query, 'query'),
    body: definition.body && parseInput(definition.body, await readJsonBody(request), 'body'),
  }
}

/** The answer for anything thrown. Expected failures are one quiet log line, all others an event. */
async function failure(ctx: Context, error: unknown): Promise<Response> {
  const known = toAppError(error)
  if (isAppError(known)) {
    const level = known.status >= 500 ? 'error' : 'info'
    const facts = { message: known.publicMessage, status: known.status }
    const sentryEventId = reportError(known.cause ?? known, facts)
    const fields = {
      code: known.code,
      status: known.status,
      ...(known.cause === undefined ? {} : { error: known.cause }),
      ...(sentryEventId === undefined ? {} : { sentryEventId }),
    }
    logger[level](classifyDbError(known.cause)?.logCode ?? known.publicMessage, fields)
    return problemResponse(known, ctx.requestId)
  }
  logger.error('An unknown error ended a request', { error })
  const metadata = { unhandled: true }
  await logError(AuditAction.API_ERROR, `${ctx.method ?? ''} ${ctx.path ?? ''} failed`, error, { metadata })
  return problemResponse(
    new AppError('INTERNAL', 'Something went wrong on our side. The request id helps us find it.'),
    ctx.requestId,
  )
}
