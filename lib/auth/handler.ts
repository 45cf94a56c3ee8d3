import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import type { Context } from '../context'
import { AppError } from '../errors'
import { type AuthExchange, authOptions } from './options'

/** The parts of NextAuth that Daybook uses; its own HTML pages and everything else are not there. */
const served = new Set(['GET csrf', 'GET session', 'GET providers', 'POST callback/credentials', 'POST signout'])

/**
 * One call of NextAuth's protocol. What went wrong inside it (NextAuth answers every failure alike) is
 * thrown as our own error: 401 refused, 429 locked, 403 without its anti-forgery token, 503 without a database.
 */
export async function handleAuth(
  ctx: Context,
  request: Request,
  segments: string[],
  body: string | undefined,
): Promise<Response> {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  if (segments.some((segment) => segment.includes('/')) || !served.has(`${method} ${segments.join('/')}`))
    throw new AppError('NOT_FOUND', 'There is nothing at this address.')
  // NextAuth reads JSON too, with a parser whose error message quotes what was typed.
  if (method === 'POST' && mediaTypeOf(request) !== 'application/x-www-form-urlencoded')
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the form as application/x-www-form-urlencoded.')
  const init = { method, headers: request.headers, ...(body === undefined ? {} : { body }) }
  const inner = new NextRequest(request.url, init)
  const exchange: AuthExchange = {}
  const response: Response = await NextAuth(inner, { params: { nextauth: segments } }, authOptions(ctx, exchange))
  if (exchange.error !== undefined) throw exchange.error
  if (segments[0] === 'callback') refuseUnlessSignedIn(ctx, exchange)
  // What is left is a call NextAuth could not make sense of, such as a callbackUrl that is no address.
  if (response.status >= 400) throw new AppError('MALFORMED_REQUEST', 'The sign-in request could not be understood.')
  return response
}

const mediaTypeOf = (request: Request) => request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()

function refuseUnlessSignedIn(ctx: Context, { outcome }: AuthExchange): void {
  if (!outcome) throw new AppError('FORBIDDEN', 'The sign-in form has expired. Please try again.')
  if (outcome.kind === 'refused') throw new AppError('UNAUTHENTICATED', 'E-mail or password is wrong.')
  if (outcome.kind === 'locked') {
    const seconds = Math.max(1, Math.ceil((outcome.until.getTime() - ctx.now().getTime()) / 1_000))
    throw new AppError('RATE_LIMITED', `Too many failed sign-ins. Try again in ${Math.ceil(seconds / 60)} minutes.`, {
      headers: { 'retry-after': String(seconds) },
    })
  }
}
