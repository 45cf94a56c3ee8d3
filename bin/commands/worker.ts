import { type Command, expectNoMore } from '../command'
import { work } from '../work'

const usage = `Usage: daybook worker

Does the background work alone, without serving anybody: sealing the trail, jobs, alerts. For an installation whose
app runs with WORKER=off, or beside one that works too: they share it. The database must be migrated (daybook migrate).
SIGTERM or Ctrl-C stops it; jobs under way get 5 s and are then left to another process.`

export const worker: Command = {
  name: 'worker',
  summary: 'do the background work, without serving',
  usage,
  async run(args) {
    expectNoMore(args)
    return work()
  },
}
