import { parseArgs } from 'node:util'
import { scopes } from '../../lib/context/contract'
import { type Command, WrongUse } from '../command'
import { withMigratedDatabase } from '../migrated-database'
import { say } from '../say'

const usage = `Usage: daybook key create --name NAME --scopes SCOPE[,SCOPE…] [--expires DATE]

Makes a key with which a program calls Daybook, and prints it once: it goes into "Authorization: Bearer …".
Keys are listed and revoked in the settings.

  --name     what it is for, such as Prometheus
  --scopes   what it may do: ${scopes.join(', ')}
  --expires  when it ends, as a date (2027-01-31) or a time (2027-01-31T12:00:00Z); default: never`

export const key: Command = {
  name: 'key',
  summary: 'make an API key for a program',
  usage,
  async run([verb, ...args]) {
    if (verb !== 'create') throw new WrongUse('Expected: create')
    const options = { name: { type: 'string' }, scopes: { type: 'string' }, expires: { type: 'string' } } as const
    const { values } = parseArgs({ args, options })
    return withMigratedDatabase(async () => {
      const { makeKey } = await import('../people')
      say(await makeKey(values))
      return 0
    })
  },
}
