import { type Command, expectNoMore } from '../command'
import { serve } from '../serve'

const usage = `Usage: daybook dev

The same as start with Next's development server instead of a build: changes show at once.`

export const dev: Command = {
  name: 'dev',
  summary: 'serve for development, without a build',
  usage,
  async run(args) {
    expectNoMore(args)
    return serve('dev')
  },
}
