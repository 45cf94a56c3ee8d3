import { expect, test } from 'vitest'
import { migrationNames, migrationsFolder } from '../lib/db/migration-files'
import { useDatabase } from '../lib/testing/database'
import { recordMigrations } from './record-migrations'

const db = useDatabase()
const recorded = () =>
  db.ownerQuery(`SELECT "description", "metadata" FROM "AuditLog" WHERE "action" = 'MIGRATIONS_APPLIED'`)

test('migrations of a database that had a trail are an event; the first start and nothing to do are none', async () => {
  await recordMigrations([])
  await recordMigrations(migrationNames(migrationsFolder()))
  expect(await recorded()).toEqual([])
  await recordMigrations(['20300101000000_one', '20300102000000_two'])
  expect(await recorded()).toEqual([
    {
      description: 'Migrations applied: 20300101000000_one, 20300102000000_two',
      metadata: { migrations: ['20300101000000_one', '20300102000000_two'] },
    },
  ])
})
