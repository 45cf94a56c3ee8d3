import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { logSuccess } from '../audit'
import { getWriter } from '../audit/write/writer'

// A process that a test kills: takes over the spools of the dead, then logs events as fast as it can, each id
// written to the file in the first argument once it is acknowledged. With `replay` it ends when its spool is empty.

const [file = '', mode] = process.argv.slice(2)
await getWriter().adopt()
if (mode === 'replay') {
  for (
    const deadline = Date.now() + 20_000;
    getWriter().spool.stats().oldestMs !== undefined && Date.now() < deadline;
  )
    await sleep(20)
  process.exit(0)
}

async function caller(): Promise<never> {
  for (;;) {
    const { id, stored } = await logSuccess('LEAD_UPDATED', 'a change', { entityType: 'Lead', entityId: 'flood' })
    appendFileSync(file, `${id} ${stored}\n`)
  }
}
await Promise.all(Array.from({ length: 16 }, caller))
