import type { z } from 'zod'
import { systemContext } from '../lib/context'
import { createUser, randomPassword, resetPassword } from '../lib/members'
import { NewUser } from '../lib/members/contract'
import { WrongUse } from './command'

type Password = string | undefined
/** The password when it was made up: to be shown once. */
type MadeUp = { madeUp?: string }

/** Adds a member from what was typed. Throws WrongUse for wrong input, CONFLICT for a taken address. */
export async function addMember(typed: {
  email?: unknown
  name?: unknown
  role?: unknown
  password: Password
}): Promise<MadeUp> {
  const { password, ...rest } = typed
  const chosen = choose(password)
  const input = parse(NewUser, { ...rest, password: chosen.password })
  await createUser(systemContext('command line'), input)
  return chosen.madeUp
}

/** Sets a new password for a member. Throws WrongUse for wrong input, NOT_FOUND for an unknown address. */
export async function giveNewPassword(typed: { email?: unknown; password: Password }): Promise<MadeUp> {
  const chosen = choose(typed.password)
  const input = parse(NewUser.pick({ email: true, password: true }), { email: typed.email, password: chosen.password })
  await resetPassword(systemContext('command line'), input)
  return chosen.madeUp
}

function choose(password: Password): { password: string; madeUp: MadeUp } {
  if (password !== undefined) return { password, madeUp: {} }
  const made = randomPassword()
  return { password: made, madeUp: { madeUp: made } }
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map(
    ({ path, message }) => `--${path.join('.')}: ${message.endsWith('received undefined') ? 'is missing' : message}`,
  )
  throw new WrongUse(problems.join('; '))
}
