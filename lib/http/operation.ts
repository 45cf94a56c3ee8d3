import type { z } from 'zod'
import type { Context, Role, Scope } from '../context'
import type { ErrorCode } from '../errors'
import type { RateLimit } from './rate-limit'

/** Methods a route may answer. HEAD follows GET, OPTIONS and everything unlisted are answered by defineRoute. */
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/**
 * Who may call: anyone, any signed-in person, people of at least this role, or besides them programs whose key has this
 * scope. A key opens nothing that does not name its scope here.
 */
export type Access = 'public' | 'signedIn' | Role | { role: Role; scope: Scope }

/** What a handler gets: parsed input and who is asking. */
export type HandlerInput<Params, Query, Body> = {
  ctx: Context
  params: Params
  query: Query
  body: Body
  request: Request
}

/** What callers must know and no schema of an operation says; it stands in the OpenAPI document. */
export type OperationNotes = {
  /** Media types of a success besides JSON (or instead of it: `isNotJson`), each with an example as it is sent. */
  media?: Readonly<Record<string, string>>
  isNotJson?: true
  /** Statuses at which the success's body is answered too. */
  alsoAnswers?: readonly number[]
  /** Failures that the others of its kind cannot give. */
  failures?: readonly ErrorCode[]
  /** Request headers it reads. */
  headers?: z.ZodObject
  /** A body that the handler reads itself, by media type, each with an example. */
  readsBody?: Readonly<Record<string, unknown>>
}

/**
 * One method of one route, as data. `response` parses what the handler returns, so that no column leaks that
 * the contract does not name; a handler that returns a `Response` has shaped it itself (`rawResponse` says why).
 * `identifies`: a public route that says more to people who are signed in. Without `query`, none is taken.
 * `rateLimit`: a stricter limit than the default one, or none.
 */
export type Operation = {
  summary: string
  access: Access
  identifies?: true
  rateLimit?: RateLimit
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  response: z.ZodType
  status?: 200 | 201
  rawResponse?: string
  notes?: OperationNotes
  handler: (input: HandlerInput<never, never, never>) => Promise<unknown>
}

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** Checks an operation's parts against each other and forgets their types, so that a route can hold several. */
export function operation<
  Response extends z.ZodType,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: {
  summary: string
  access: Access
  identifies?: true
  rateLimit?: RateLimit
  params?: Params
  query?: Query
  body?: Body
  response: Response
  status?: 200 | 201
  rawResponse?: string
  notes?: OperationNotes
  handler: (
    input: HandlerInput<OutputOf<Params>, OutputOf<Query>, OutputOf<Body>>,
  ) => Promise<z.input<Response> | globalThis.Response>
}): Operation {
  // The handler only ever receives what these very schemas have parsed (defineRoute, `parsedInput`).
  return definition as unknown as Operation
}
