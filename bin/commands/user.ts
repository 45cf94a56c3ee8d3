import { parseArgs } from 'node:util'
import { type Command, expectNoMore, WrongUse } from '../command'
import { withMigratedDatabase } from '../migrated-database'
import { say } from '../say'

const usage = `Usage: daybook user create --email ADDRESS --name NAME --role FOUNDER|ADMIN|STAFF [password]
       daybook user reset-password --email ADDRESS [password]
       daybook user list

Manages who can sign in. Resetting a password ends the person's sessions.

  password, one of
    (nothing)         one is made up and printed once
    --password-stdin  the first line of standard input
    --password TEXT   everybody on this machine can read it in the list of processes, and the shell keeps
                      it in its history: for trials only`

export const user: Command = {
  name: 'user',
  summary: 'add a member, reset a password, list members',
  usage,
  async run([verb, ...args]) {
    if (verb === 'create') return create(args)
    if (verb === 'reset-password') return reset(args)
    if (verb !== 'list') throw new WrongUse('Expected one of: create, reset-password, list')
    expectNoMore(args)
    return withMigratedDatabase(list)
  },
}

const passwordOptions = { password: { type: 'string' }, 'password-stdin': { type: 'boolean', default: false } } as const

async function create(args: string[]): Promise<number> {
  const options = { email: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } } as const
  const { values } = parseArgs({ args, options: { ...options, ...passwordOptions } })
  const { email, name, role } = values
  return withMigratedDatabase(async () => {
    const { addMember } = await import('../people')
    const password = await givenPassword(values)
    report(`Added ${email} as ${role}`, await addMember({ email, name, role: role?.toUpperCase(), password }))
    return 0
  })
}

async function reset(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { email: { type: 'string' }, ...passwordOptions } })
  const { email } = values
  return withMigratedDatabase(async () => {
    const { giveNewPassword } = await import('../people')
    const password = await givenPassword(values)
    report(`${email} has a new password and was signed out everywhere`, await giveNewPassword({ email, password }))
    return 0
  })
}

async function givenPassword(values: { password?: string; 'password-stdin': boolean }): Promise<string | undefined> {
  if (!values['password-stdin']) return values.password
  if (values.password !== undefined) throw new WrongUse('Give --password or --password-stdin, not both')
  let text = ''
  for await (const chunk of process.stdin) text += String(chunk)
  const [line = ''] = text.split(/\r?\n/)
  if (line === '') throw new WrongUse('There is no password on standard input')
  return line
}

function report(sentence: string, { madeUp }: { madeUp?: string }): void {
  say(madeUp === undefined ? `${sentence}.` : `${sentence}. Password (shown only now): ${madeUp}`)
}

async function list(): Promise<number> {
  const { listUsers } = await import('../../lib/members')
  const members = await listUsers()
  const width = Math.max(5, ...members.map(({ email }) => email.length))
  say(`${'EMAIL'.padEnd(width)}  ROLE     SIGN-INS  LAST SIGN-IN      NAME`)
  for (const { email, role, name, loginCount, lastLoginAt, isSample, disabledAt } of members) {
    const last = lastLoginAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'never'
    const remark = `${isSample ? ' (sample)' : ''}${disabledAt ? ' (disabled)' : ''}`
    say(
      `${email.padEnd(width)}  ${role.padEnd(7)}  ${String(loginCount).padStart(8)}  ${last.padEnd(16)}  ${name}${remark}`,
    )
  }
  return 0
}
