import { env } from '../env'

/** Secure cookies whenever the public address is https. */
export function usesSecureCookies(): boolean {
  return env().NEXTAUTH_URL?.startsWith('https://') ?? false
}

export function sessionCookieName(): string {
  return usesSecureCookies() ? '__Secure-next-auth.session-token' : 'next-auth.session-token'
}

/** The secret that encrypts session cookies. Throws when none is set; `daybook start` always sets one. */
export function authSecret(): string {
  const secret = env().NEXTAUTH_SECRET ?? env().AUTH_SECRET
  if (!secret) throw new Error('NEXTAUTH_SECRET is not set')
  return secret
}
