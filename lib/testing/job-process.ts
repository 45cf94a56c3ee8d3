import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { getPool } from '../db'
import { defineJob, JobRunner } from '../jobs'

// A process of its own that runs one job, for tests that kill or freeze it. What ran is written into "ran" by the job itself.

const takesMs = Number(process.env.JOB_TAKES_MS ?? 0)

const job = defineJob({
  name: 'test.work',
  description: 'Writes down that it ran.',
  schedule: '0 0 1 1 *',
  graceSeconds: 60,
  retryDelaySeconds: 1,
  async run({ signal }) {
    await getPool().query('INSERT INTO ran ("pid", "at") VALUES ($1, clock_timestamp())', [process.pid])
    await sleep(takesMs, undefined, { signal })
  },
})

const runner = new JobRunner({
  jobs: [job],
  recordFailure: async () => {},
  lookEveryMs: 50,
  pollSeconds: 0.5,
  superviseSeconds: 1,
})
runner.start()
// Nobody is left who would look at what it does.
process.on('disconnect', () => process.exit(0))
