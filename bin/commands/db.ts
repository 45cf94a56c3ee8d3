import { databaseUrls } from '../../lib/db/embedded'
import { type Command, WrongUse } from '../command'
import { say } from '../say'

const usage = `Usage: daybook db url [--owner]

Prints the address of the database in use, embedded or not. It contains the password.

  --owner   the login that owns the tables, instead of the application's`

export const db: Command = {
  name: 'db',
  summary: 'print the address of the database in use',
  usage,
  async run(args) {
    const [verb, flag, ...rest] = args
    if (verb !== 'url' || (flag !== undefined && flag !== '--owner') || rest.length > 0)
      throw new WrongUse('Expected: db url [--owner]')
    const urls = databaseUrls()
    if (!urls) throw new Error('There is no database yet: run npm start once, or give DATABASE_URL')
    say(flag === '--owner' ? urls.owner : urls.app)
    return 0
  },
}
