import { encode } from 'next-auth/jwt'
import { authSecret, sessionCookieName } from '../auth/cookie'
import { type Role, systemContext } from '../context'
import { uuidv7 } from '../ids'
import { createUser, signIn } from '../members'

const password = 'a password for tests'

/** A new member of this role, signed in through the real verbs: the Cookie header of their browser. */
export async function signedInAs(role: Role): Promise<string> {
  const { cookie } = await newMember(role)
  return cookie
}

/** The same with what is known of the person. */
export async function newMember(role: Role): Promise<{ id: string; email: string; sessionId: string; cookie: string }> {
  const email = `${role.toLowerCase()}-${uuidv7()}@example.org`
  const { id } = await createUser(systemContext('test'), { email, name: `Test ${role}`, role, password })
  const outcome = await signIn(systemContext('test', { actor: { type: 'anonymous' }, ipAddress: uuidv7() }), {
    email,
    password,
  })
  if (outcome.kind !== 'signedIn') throw new Error(`A new member could not sign in: ${outcome.kind}`)
  return { id, email, sessionId: outcome.sessionId, cookie: await cookieOf(id, outcome.sessionId) }
}

/** The Cookie header of a session; with another secret, one that somebody has forged. */
export async function cookieOf(userId: string, sessionId: string, secret = authSecret()): Promise<string> {
  return `${sessionCookieName()}=${await encode({ token: { sub: userId, sid: sessionId }, secret })}`
}
