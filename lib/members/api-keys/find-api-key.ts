import { timingSafeEqual } from 'node:crypto'
import { minuteMs } from '../../clock'
import { type Actor, type Scope, scopes } from '../../context'
import { getPool } from '../../db'
import { env } from '../../env'
import { hashOfApiKey, looksLikeApiKey } from './api-key-secret'

type KeyActor = Extract<Actor, { type: 'apiKey' }>
type KeyRow = { id: string; name: string; scopes: Scope[]; keyHash: Uint8Array; lastUsedAt: Date | null }

const findSql = `
  SELECT "id", "name", "scopes", "keyHash", "lastUsedAt" FROM "ApiKey"
  WHERE "keyHash" = $1 AND "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > now())`

// The context is set in the same statement, so that marking use is not taken for an outside change. The condition stands
// here too: calls that come at once write once.
const touchSql = `
  WITH ctx AS MATERIALIZED (SELECT set_config('daybook.ctx', 'key use', true) AS label)
  UPDATE "ApiKey" SET "lastUsedAt" = now() FROM ctx WHERE "id" = $1 AND ctx.label IS NOT NULL
    AND ("lastUsedAt" IS NULL OR "lastUsedAt" <= now() - interval '1 min')`

/** Who calls with this key, or null when it is unknown, has expired or was revoked. Use is noted at most once a minute. */
export async function findApiKey(key: string): Promise<KeyActor | null> {
  if (!looksLikeApiKey(key)) return null
  const keyHash = hashOfApiKey(key)
  if (isRoot(keyHash)) return { type: 'apiKey', id: 'root', name: 'ROOT_API_KEY', scopes }
  const { rows } = await getPool().query<KeyRow>({ name: 'api-key-find', text: findSql, values: [keyHash] })
  const row = rows[0]
  if (!row || !timingSafeEqual(row.keyHash, keyHash)) return null
  if (row.lastUsedAt === null || Date.now() - row.lastUsedAt.getTime() > minuteMs)
    await getPool().query({ name: 'api-key-touch', text: touchSql, values: [row.id] })
  return { type: 'apiKey', id: row.id, name: row.name, scopes: row.scopes }
}

/** The key of the environment, which has every scope and needs no database. Hashes are compared, so that length tells nothing. */
function isRoot(keyHash: Uint8Array): boolean {
  const { ROOT_API_KEY } = env()
  return ROOT_API_KEY !== undefined && timingSafeEqual(hashOfApiKey(ROOT_API_KEY), keyHash)
}
