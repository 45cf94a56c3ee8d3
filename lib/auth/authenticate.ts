import { decode } from 'next-auth/jwt'
import type { Actor } from '../context'
import { AppError } from '../errors'
import { findSession } from '../members'
import { findApiKey, looksLikeApiKey } from '../members/api-keys'
import { bearerOf } from './bearer'
import { authSecret, sessionCookieName } from './cookie'

type UserActor = Extract<Actor, { type: 'user' }>
type KeyActor = Extract<Actor, { type: 'apiKey' }>

/**
 * Who calls: the program whose API key the request carries, else the person of its session cookie, or null without
 * either. Throws UNAUTHENTICATED for a key that is unknown, expired or revoked: who shows one is no stranger by choice.
 */
export async function authenticate(request: Request): Promise<UserActor | KeyActor | null> {
  const token = bearerOf(request)
  if (token === undefined || !looksLikeApiKey(token)) return authenticatePerson(request, token)
  return (await findApiKey(token)) ?? refuseToken()
}

/** What a request shows of itself, as `authenticate` reads it: an API key, else a session token, or undefined without either. */
export function credentialOf(headers: Headers): { kind: 'key' | 'session'; text: string } | undefined {
  const token = bearerOf({ headers })
  if (token !== undefined && looksLikeApiKey(token)) return { kind: 'key', text: token }
  const session = joinChunks(parseCookies(headers.get('cookie') ?? ''))
  return session === '' ? undefined : { kind: 'session', text: session }
}

/** The token, if there is one, is not ours: a proxy in front may put its own beside the cookie of a person. */
async function authenticatePerson(request: Request, token: string | undefined): Promise<UserActor | null> {
  const person = await actorOfCookies(parseCookies(request.headers.get('cookie') ?? ''))
  return person === null && token !== undefined ? refuseToken() : person
}

function refuseToken(): never {
  throw new AppError('UNAUTHENTICATED', 'This API key is unknown, has expired or was revoked.', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
}

/**
 * The person of a cookie jar that has been parsed already (pages), or null. The cookie only names a session row: a revoked,
 * expired or unknown one, and a disabled account, are nobody.
 */
export async function actorOfCookies(cookies: ReadonlyMap<string, string>): Promise<UserActor | null> {
  const token = joinChunks(cookies)
  if (token === '') return null
  const sessionId = await sessionIdOf(token)
  return sessionId === null ? null : findSession(sessionId)
}

/** NextAuth splits a long token over `name.0`, `name.1` … */
function joinChunks(cookies: ReadonlyMap<string, string>): string {
  const name = sessionCookieName()
  const whole = cookies.get(name)
  if (whole !== undefined) return whole
  const chunks: string[] = []
  for (let i = 0; cookies.has(`${name}.${i}`); i += 1) chunks.push(cookies.get(`${name}.${i}`) ?? '')
  return chunks.join('')
}

async function sessionIdOf(token: string): Promise<string | null> {
  try {
    const claims = await decode({ token, secret: authSecret() })
    return typeof claims?.sid === 'string' ? claims.sid : null
  } catch {
    // A forged, damaged or outdated token names no session; that is all a caller needs to know.
    return null
  }
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0) cookies.set(pair.slice(0, at).trim(), decodeValue(pair.slice(at + 1).trim()))
  }
  return cookies
}

function decodeValue(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    // Not percent-encoded after all: cookies of other programs are not ours to refuse.
    return value
  }
}
