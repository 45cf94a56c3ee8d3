import type { AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import type { Context } from '../context'
import { logger } from '../logger'
import { findSession, type SignInOutcome, signIn, signOut } from '../members'
import { authSecret, usesSecureCookies } from './cookie'

/** What happened inside one call of NextAuth, which keeps it to itself. */
export type AuthExchange = { outcome?: SignInOutcome; error?: unknown }

const sessionSeconds = 14 * 24 * 60 * 60

/** NextAuth's options for one request: the verbs of `lib/members` behind its callbacks. */
export function authOptions(ctx: Context, exchange: AuthExchange): AuthOptions {
  return {
    secret: authSecret(),
    useSecureCookies: usesSecureCookies(),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: async (credentials) => {
          const input = { email: String(credentials?.email ?? ''), password: String(credentials?.password ?? '') }
          if (!isPlausible(input)) return refused(exchange)
          exchange.outcome = await keepError(exchange, () => signIn(ctx, input))
          if (exchange.outcome.kind !== 'signedIn') return null
          const { user, sessionId } = exchange.outcome
          return { id: user.id, email: user.email, name: user.name, sessionId }
        },
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) return { sub: user.id, sid: 'sessionId' in user ? user.sessionId : undefined }
        const actor = await keepError(exchange, async () =>
          typeof token.sid === 'string' ? findSession(token.sid) : null,
        )
        if (!actor) throw new Error('The session has ended')
        return { ...token, email: actor.email, name: actor.name, role: actor.role }
      },
      // The id of the session never leaves the encrypted cookie.
      session: ({ token, session }) => ({
        expires: session.expires,
        user: { id: token.sub, email: token.email ?? null, name: token.name ?? null, role: token.role },
      }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await keepError(exchange, () => signOut(ctx, String(token.sid)))
      },
    },
    logger: { error: logQuietly, warn: () => undefined, debug: () => undefined },
  }
}

/** Nobody's account: too long, or text that no database holds. */
function isPlausible({ email, password }: { email: string; password: string }): boolean {
  return email.length <= 254 && password.length <= 200 && !email.includes('\0') && email.isWellFormed()
}

function refused(exchange: AuthExchange): null {
  exchange.outcome = { kind: 'refused' }
  return null
}

/** NextAuth turns every error into a redirect; the first one is kept for `handleAuth` to throw. */
async function keepError<T>(exchange: AuthExchange, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    exchange.error ??= error
    throw error
  }
}

/** An ended session is no error; the rest of NextAuth's complaints are worth a line. */
function logQuietly(code: string): void {
  if (code !== 'JWT_SESSION_ERROR') logger.warn('NextAuth reported a problem', { code })
}
