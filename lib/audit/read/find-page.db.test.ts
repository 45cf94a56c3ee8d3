import { expect, test } from 'vitest'
import { useDatabase } from '../../testing/database'
import { AuditListQuery } from '../contract'
import { listEvents } from '../index'

const db = useDatabase()

const insert = (action: string, count: number) =>
  db.ownerQuery(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
      SELECT daybook_uuidv7(), now(), '${action}', 'INFO', 'one of many', 'system' FROM generate_series(1, ${count})`,
  )
const totalOf = async (action: string) => {
  const { pagination, data } = await listEvents(AuditListQuery.parse({ action }))
  return { total: pagination.total, isCapped: pagination.totalIsCapped, first: data[0]?.id }
}

test('a total beyond the cap is not counted again for a while, and the page is always new', async () => {
  await insert('LOGIN', 10_050)
  const before = await totalOf('LOGIN')
  expect(before).toMatchObject({ total: 10_000, isCapped: true })
  // Only somebody who goes past the guards can do that; it shows that nothing was counted.
  await db.ownerQuery(`SET session_replication_role = replica;
    DELETE FROM "AuditLog" WHERE "id" IN (SELECT "id" FROM "AuditLog" ORDER BY "id" LIMIT 10000)`)
  await insert('LOGIN', 1)
  const after = await totalOf('LOGIN')
  expect(after).toMatchObject({ total: 10_000, isCapped: true })
  expect(after.first).not.toBe(before.first)
})

test('a total below the cap is counted every time', async () => {
  await insert('LOGOUT', 3)
  expect(await totalOf('LOGOUT')).toMatchObject({ total: 3, isCapped: false })
  await insert('LOGOUT', 2)
  expect(await totalOf('LOGOUT')).toMatchObject({ total: 5, isCapped: false })
})
