import { expect, it } from 'vitest'
import { getPool } from '../../../db'
import { withClient } from '../../../db/direct'
import { useDatabase } from '../../../testing/database'
import { untilLockWaited } from '../../../testing/lock-wait'
import { Findings } from './finding'
import { findUnsealed } from './unsealed'

const database = useDatabase()

it('may look longer than a statement on a request path', async () => {
  // As if the trail were so large that the look outlives the limit of 32 s; long enough for all that is quick on a busy machine.
  getPool().options.query_timeout = 1_000
  const findings = new Findings()
  await withClient(database.ownerUrl(), async (holder) => {
    await holder.query('BEGIN; LOCK TABLE "AuditUnsealed" IN ACCESS EXCLUSIVE MODE')
    const look = findUnsealed(findings)
    look.catch(() => {})
    await untilLockWaited(database.ownerUrl(), 1_200)
    await holder.query('ROLLBACK')
    await look
  })
  expect(findings.list).toEqual([])
})
