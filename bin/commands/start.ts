import { type Command, expectNoMore } from '../command'
import { serve } from '../serve'

const usage = `Usage: daybook start

Checks the environment, starts the embedded PostgreSQL (unless DATABASE_URL is set), migrates, builds
when the source changed, and serves on PORT (3000, or the next free one). Ctrl-C stops all of it.`

export const start: Command = {
  name: 'start',
  summary: 'prepare whatever is missing and serve',
  usage,
  async run(args) {
    expectNoMore(args)
    return serve('start')
  },
}
