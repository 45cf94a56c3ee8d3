import { systemContext } from '../lib/context'
import { getDb } from '../lib/db'
import { env } from '../lib/env'
import { createUser, randomPassword } from '../lib/members'

/** Who did what the first start does, as the trail shows it. */
export const firstStartActor = 'first start'

const defaultEmail = 'founder@daybook.local'

/** Whether anybody but the sample staff can sign in. */
export async function hasMember(): Promise<boolean> {
  return (await getDb().user.findFirst({ where: { isSample: false }, select: { id: true } })) !== null
}

/** Adds the founder of the environment, or a default one with a password made up just now (then it is returned). */
export async function createFounder(): Promise<{ email: string; password?: string }> {
  const { DAYBOOK_FOUNDER_EMAIL, DAYBOOK_FOUNDER_PASSWORD } = env()
  const email = (DAYBOOK_FOUNDER_EMAIL ?? defaultEmail).toLowerCase()
  const password = DAYBOOK_FOUNDER_PASSWORD ?? randomPassword()
  await createUser(systemContext(firstStartActor), { email, name: 'Founder', role: 'FOUNDER', password })
  return DAYBOOK_FOUNDER_PASSWORD === undefined ? { email, password } : { email }
}
