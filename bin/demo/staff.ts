import { createHmac } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { type Actor, systemContext } from '../../lib/context'
import { getDb } from '../../lib/db'
import { dataFolder, storedSecret } from '../../lib/db/embedded'
import { uuidv7 } from '../../lib/ids'
import { createUser, resetPassword } from '../../lib/members'
import { verifyPassword } from '../../lib/members/password'
import { schoolName, staff } from './school'

export type SampleActor = Extract<Actor, { type: 'user' }>

/** Passwords of the sample staff follow from a random secret in the data folder, which nobody else can read. */
export function passwordOf({ email }: { email: string }): string {
  const folder = dataFolder()
  mkdirSync(folder, { recursive: true })
  return createHmac('sha256', storedSecret(folder, 'sampleStaff')).update(email).digest('base64url').slice(0, 32)
}

/** The sample staff that is there already. */
export async function findStaff(): Promise<SampleActor[]> {
  const rows = await getDb().user.findMany({
    where: { isSample: true, email: { in: staff.map(({ email }) => email) } },
    select: { id: true, email: true, name: true, role: true, isSample: true },
  })
  return rows.map((row) => ({ type: 'user' as const, ...row, sessionId: row.id }))
}

/** Who adds the first member of the sample staff; nobody can sign in as the school itself. */
export function schoolActor(id: string): SampleActor {
  const email = 'office@lingua-nova.example'
  return { type: 'user', id, email, name: schoolName, role: 'ADMIN', sessionId: id, isSample: true }
}

/** Makes sure that the sample staff can sign in with the passwords of this data folder. */
export async function ensureStaff(): Promise<void> {
  const rows = await getDb().user.findMany({ where: { isSample: true }, select: { email: true, passwordHash: true } })
  for (const member of staff) {
    const { email, name, role } = member
    const ctx = systemContext('demo', { actor: schoolActor(uuidv7()) })
    const row = rows.find((candidate) => candidate.email === email)
    const password = passwordOf(member)
    if (!row) await createUser(ctx, { email, name, role, password }, { isSample: true })
    else if (!(await verifyPassword(row.passwordHash, password))) await resetPassword(ctx, { email, password })
  }
}
