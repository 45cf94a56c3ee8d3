import { z } from 'zod'
import { systemContext } from '../lib/context'
import { createUser, randomPassword, resetPassword } from '../lib/members'
import { createApiKey } from '../lib/members/api-keys'
import { ApiKeyInput } from '../lib/members/api-keys/contract'
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

/** Makes an API key from what was typed and answers it: to be shown once. Throws WrongUse for wrong input. */
export async function makeKey(typed: { name?: string; scopes?: string; expires?: string }): Promise<string> {
  const { name, scopes, expiresAt } = ApiKeyInput.shape
  const input = parse(z.strictObject({ name, scopes, expires: expiresAt }), {
    name: typed.name,
    scopes: typed.scopes?.split(/[\s,]+/).filter((scope) => scope !== ''),
    expires: typed.expires === undefined ? null : endOf(typed.expires),
  })
  const { expires, ...rest } = input
  return (await createApiKey(systemContext('command line'), { ...rest, sourceId: null, expiresAt: expires })).key
}

/** A date ends with its last moment. */
function endOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text
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
