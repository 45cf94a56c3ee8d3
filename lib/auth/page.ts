import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { AuditAction, logWarning } from '../audit'
import { systemClock } from '../clock'
import {
  type Actor,
  type Context,
  type Role,
  requestNumberHeader,
  roleIncludes,
  runInContext,
  tellRequestCaller,
} from '../context'
import { requestIdFrom } from '../ids'
import { traceOfHeaders } from '../trace'
import { actorOfCookies } from './authenticate'

export type PageUser = Extract<Actor, { type: 'user' }>

/**
 * The signed-in person a page is for. Every page calls it itself: strangers are sent to the sign-in page,
 * people without the role get the 403 page and leave an event.
 */
export async function requirePageUser(path: string, needed: Role): Promise<PageUser> {
  const user = await findPageUser()
  if (!user) redirect(`/sign-in?next=${encodeURIComponent(path)}`)
  if (roleIncludes(user.role, needed)) return user
  await runInContext(await contextOfPage(path, user), () =>
    logWarning(AuditAction.ACCESS_DENIED, `${user.name} was refused the page ${path}`, {
      metadata: { needed, role: user.role },
    }),
  )
  forbidden()
}

/** The signed-in person, or null. */
export async function findPageUser(): Promise<PageUser | null> {
  const jar = await cookies()
  const user = await actorOfCookies(new Map(jar.getAll().map(({ name, value }) => [name, value])))
  tellRequestCaller((await headers()).get(requestNumberHeader), user)
  return user
}

async function contextOfPage(path: string, actor: PageUser): Promise<Context> {
  const incoming = await headers()
  const requestId = requestIdFrom(incoming.get('x-request-id'))
  return {
    actor,
    requestId,
    correlationId: requestIdFrom(incoming.get('x-correlation-id') ?? requestId),
    trace: traceOfHeaders(incoming),
    ipAddress: incoming.get('x-daybook-client-ip'),
    userAgent: incoming.get('user-agent'),
    method: 'GET',
    path,
    now: systemClock,
  }
}
