import { commitment } from '../../lib/audit/ledger/leaf'
import { bodyOf, type StoredEvent, storedEventColumns } from '../../lib/audit/ledger/stored-event'
import { uuidv7 } from '../../lib/ids'
import type { World } from '../world'
import { type Act, exactly, idsOf, type Place } from './act'

/** Many small acts at once, each on an event of its own. */
export async function changesOfRows(world: World, places: readonly Place[]): Promise<Act> {
  const [text, moment, digit, gone, one, two, salt, hash, erased, moved] = places
  if (!text || !moment || !digit || !gone || !one || !two || !salt || !hash || !erased || !moved)
    throw new Error('Too few events to change')
  const backDated = '01890000-0000-7000-8000-000000000001'
  const slipped = uuidv7()
  const set = (place: Place, change: string) =>
    world.attack(`UPDATE "AuditLog" SET ${change} WHERE "id" = '${place.id}'`)
  const changed = [text, moment, digit, one, two, salt, hash, moved]
  return {
    name: 'ten events changed, removed, swapped, erased in secret; two put in; a partition detached meanwhile',
    keeps: [
      { table: 'AuditLog', where: idsOf([...places, { id: backDated }, { id: slipped }]) },
      { table: 'AuditErasure', where: idsOf(places) },
    ],
    run: async () => {
      await set(text, `"description" = "description" || '.'`)
      await set(moment, `"createdAt" = "createdAt" + interval '1 microsecond'`)
      // A difference that a double would round away.
      const more = `to_jsonb(("metadata"->>'amountMinor')::numeric + 0.00000000000000000000001)`
      await set(digit, `"metadata" = jsonb_set("metadata", '{amountMinor}', ${more})`)
      await world.attack(`DELETE FROM "AuditLog" WHERE "id" = '${gone.id}'`)
      await world.attack(`UPDATE "AuditLog" a SET "description" = b."description", "metadata" = b."metadata",
        "after" = b."after", "entityId" = b."entityId" FROM "AuditLog" b
        WHERE (a."id", b."id") IN (('${one.id}', '${two.id}'), ('${two.id}', '${one.id}'))`)
      await set(salt, `"salt" = set_byte("salt", 0, get_byte("salt", 0) # 1)`)
      await set(hash, `"bodyHash" = set_byte("bodyHash", 0, get_byte("bodyHash", 0) # 1)`)
      await eraseInSecret(world, erased)
      await putIn(world, '"AuditLog"', text, backDated)
      const partition = await partitionOf(world, moved)
      await putIn(world, await newestPartition(world), text, slipped)
      await whileDetached(world, partition, () =>
        world.attack(`UPDATE ${partition} SET "userAgent" = 'forged' WHERE "id" = '${moved.id}'`),
      )
    },
    judge: exactly([
      ...changed.map((place) => ({ kind: 'event-changed' as const, ...place })),
      { kind: 'event-missing', ...gone },
      { kind: 'erasure-unrecorded', id: erased.id },
      { kind: 'event-unsealed', id: backDated },
      { kind: 'event-unsealed', id: slipped },
    ]),
  }
}

async function eraseInSecret(world: World, { id }: Place): Promise<void> {
  const [event] = await world.query<StoredEvent & { salt: Buffer }>(
    `SELECT ${storedEventColumns('e')}, e."salt" FROM "AuditLog" AS e WHERE e."id" = $1`,
    [id],
  )
  if (!event) throw new Error('There is no such event')
  const hash = commitment('content', bodyOf(event), event.salt)
  await world.query('SELECT daybook_erase_event($1, NULL, $2, NULL)', [id, hash])
}

const putIn = (world: World, table: string, like: Place, id: string) =>
  world.attack(`INSERT INTO ${table} SELECT (json_populate_record(NULL::"AuditLog",
    (row_to_json(e)::jsonb || '{"id": "${id}"}')::json)).* FROM "AuditLog" e WHERE e."id" = '${like.id}'`)

async function partitionOf(world: World, { id }: Place): Promise<string> {
  const [row] = await world.query<{ name: string }>(
    `SELECT tableoid::regclass::text AS name FROM "AuditLog" WHERE "id" = $1`,
    [id],
  )
  return row?.name ?? ''
}

async function newestPartition(world: World): Promise<string> {
  const [row] = await world.query<{ name: string }>(
    `SELECT tableoid::regclass::text AS name FROM "AuditLog" ORDER BY "id" DESC LIMIT 1`,
  )
  return row?.name ?? ''
}

async function whileDetached(world: World, partition: string, act: () => Promise<unknown>): Promise<void> {
  const [bounds] = await world.query<{ spec: string }>(
    `SELECT pg_get_expr(relpartbound, oid) AS spec FROM pg_class WHERE oid = $1::regclass`,
    [partition],
  )
  await world.query(`ALTER TABLE "AuditLog" DETACH PARTITION ${partition}`)
  await act()
  await world.query(`ALTER TABLE "AuditLog" ATTACH PARTITION ${partition} ${bounds?.spec}`)
}
