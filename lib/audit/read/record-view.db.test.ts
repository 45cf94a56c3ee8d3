import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { hourMs } from '../../clock'
import { runInContext, systemContext } from '../../context'
import { useDatabase } from '../../testing/database'
import { recordView } from './record-view'

const db = useDatabase()
const noon = Date.UTC(2026, 10, 21, 12, 30)

function personAt(id: string, ms: number) {
  const actor = {
    type: 'user',
    id,
    email: 'a@b.c',
    name: 'Ada',
    role: 'FOUNDER',
    sessionId: randomUUID(),
    isSample: false,
  } as const
  return systemContext('test', { actor, now: () => new Date(ms) })
}
const look = (id: string, ms: number) => {
  const ctx = personAt(id, ms)
  return runInContext(ctx, () => recordView(ctx))
}
const views = async (id: string) =>
  (await db.ownerQuery(`SELECT 1 FROM "AuditLog" WHERE "action" = 'AUDIT_VIEWED' AND "userId" = $1`, [id])).length

it('is recorded once per person and hour, however often they look', async () => {
  const [ada, bob] = [randomUUID(), randomUUID()]
  await Promise.all([look(ada, noon), look(ada, noon + 1), look(bob, noon)])
  await look(ada, noon + 20 * 60_000)
  expect([await views(ada), await views(bob)]).toEqual([1, 1])
  await look(ada, noon + hourMs)
  expect(await views(ada)).toBe(2)
})

it('is not recorded again by a process that has just begun', async () => {
  const id = randomUUID()
  await look(id, noon + 5 * hourMs)
  // Another hour in between empties what this process remembers.
  await look(randomUUID(), noon + 6 * hourMs)
  await look(id, noon + 5 * hourMs + 60_000)
  expect(await views(id)).toBe(1)
})

it('what Daybook reads for itself is no view', async () => {
  const ctx = systemContext('job')
  await runInContext(ctx, () => recordView(ctx))
  expect(
    await db.ownerQuery(`SELECT 1 FROM "AuditLog" WHERE "action" = 'AUDIT_VIEWED' AND "actorType" = 'system'`),
  ).toEqual([])
})
