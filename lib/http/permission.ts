import { authenticate } from '../auth'
import { type Actor, roleIncludes } from '../context'
import { AppError, isAppError } from '../errors'
import type { Access } from './operation'

type Known = Extract<Actor, { type: 'user' | 'apiKey' }>

/** Whether this person or program may call. A key may only where its scope is named. */
export function isPermitted(actor: Known, access: Access): boolean {
  if (access === 'public') return true
  if (actor.type === 'apiKey') return typeof access === 'object' && actor.scopes.includes(access.scope)
  if (access === 'signedIn') return true
  return roleIncludes(actor.role, typeof access === 'object' ? access.role : access)
}

/** What it takes, in the words of the event about a refusal. */
export function neededFor(access: Access): string {
  return typeof access === 'object' ? `${access.role} or ${access.scope}` : access
}

/** The refusal of somebody known. */
export function refusalOf(actor: Known, access: Access): AppError {
  if (actor.type === 'user') return new AppError('FORBIDDEN', 'Your role does not allow this.')
  return new AppError(
    'FORBIDDEN',
    typeof access === 'object' ? `This key lacks the scope ${access.scope}.` : 'API keys are not accepted here.',
  )
}

/** Asks again while an answer goes on: false after the session or key has ended or may no more. Throws without a database. */
export async function isStillPermitted(request: Request, access: Access): Promise<boolean> {
  const actor = await authenticate(request).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'UNAUTHENTICATED') return null
    throw error
  })
  return actor !== null && isPermitted(actor, access)
}
