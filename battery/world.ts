import type pg from 'pg'
import { withClient } from '../lib/db/direct'
import { env } from '../lib/env'

/** Where a battery works: an empty, migrated database that the environment names, and a folder for what apps say. */
export type World = {
  folder: string
  /** One statement as the owner of the database. */
  query: <Row extends pg.QueryResultRow>(sql: string, params?: unknown[]) => Promise<Row[]>
  /** The same, and no trigger fires: as a superuser who means harm, or to set a clock back. */
  attack: (sql: string, params?: unknown[]) => Promise<void>
}

export function worldIn(folder: string): World {
  const owner = () => env().DATABASE_OWNER_URL ?? ''
  return {
    folder,
    query: <Row extends pg.QueryResultRow>(sql: string, params: unknown[] = []) =>
      withClient(owner(), async (client) => (await client.query<Row>(sql, params)).rows),
    attack: (sql, params = []) =>
      withClient(owner(), async (client) => {
        await client.query('SET session_replication_role = replica')
        await client.query(sql, params)
      }),
  }
}

/** As if the time had passed after which another may lead; the last leader is dead. */
export const expireLease = (world: World) => world.query(`UPDATE "Lease" SET "expiresAt" = now() - interval '1 s'`)

/** As if a minute had passed since the last checkpoint, so that another is due. */
export const ageCheckpoints = (world: World) =>
  world.attack(`UPDATE "AuditCheckpoint" SET "createdAt" = "createdAt" - interval '2 min'`)
