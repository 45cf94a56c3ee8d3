import { createHash, randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DELETE } from '../../../app/api/api-keys/[id]/route'
import { GET, POST } from '../../../app/api/api-keys/route'
import { GET as getHealth } from '../../../app/api/system/health/route'
import { dayMs, hourMs, minuteMs } from '../../clock'
import { scopes, systemContext } from '../../context'
import { setEnv } from '../../env'
import { SystemHealth } from '../../health'
import { useDatabase } from '../../testing/database'
import { newMember } from '../../testing/session'
import { createApiKey, findApiKey, listApiKeys, revokeApiKey } from '.'
import { ApiKeyInput, NewApiKey } from './contract'

const database = useDatabase()
const ctx = systemContext('test')
const input = (more: Partial<ApiKeyInput> = {}) =>
  ApiKeyInput.parse({ name: 'Prometheus', scopes: ['metrics:read'], ...more })
const setColumn = (id: string, column: 'lastUsedAt' | 'expiresAt', at: Date) =>
  database.ownerQuery(`UPDATE "ApiKey" SET "${column}" = $2 WHERE "id" = $1`, [id, at])
const lastUse = async (id: string) => (await listApiKeys(ctx)).items.find((key) => key.id === id)?.lastUsedAt

afterEach(() => {
  vi.restoreAllMocks()
  setEnv({ ROOT_API_KEY: '', HEALTH_PUBLIC_DETAIL: 'minimal' })
})

async function call(handler: typeof GET, request: Request, params: Record<string, string> = {}) {
  const response = await handler(request, { params: Promise.resolve(params) })
  const body: unknown = await response.json()
  return { status: response.status, headers: response.headers, body, text: JSON.stringify(body) }
}

describe('a key', () => {
  it('is shown once; rows, events and lists have its beginning only', async () => {
    const { cookie } = await newMember('FOUNDER')
    const headers = { cookie, 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'Prometheus', scopes: ['metrics:read', 'metrics:read'] })
    const answer = await call(POST, new Request('http://localhost/api/api-keys', { method: 'POST', headers, body }))
    expect(answer.status).toBe(201)
    const made = NewApiKey.parse(answer.body)
    expect(made.key).toMatch(/^dbk_[A-Za-z0-9_-]{43}$/)
    expect(made.scopes).toEqual(['metrics:read'])
    expect(made.key.startsWith(made.keyPrefix)).toBe(true)
    const listed = await call(GET, new Request('http://localhost/api/api-keys', { headers: { cookie } }))
    expect(listed.text).toContain(made.keyPrefix)
    expect(listed.text).not.toContain(made.key)
    const [row] = await database.ownerQuery<{ text: string }>(
      `SELECT string_agg(t, ' ') AS text FROM (SELECT k::text AS t FROM "ApiKey" k UNION ALL SELECT e::text FROM "AuditLog" e) AS everything`,
    )
    expect(row?.text).toContain(made.keyPrefix)
    expect(row?.text).not.toContain(made.key)
    // Four letters that all keys have and six of its own: nothing that could be guessed on from.
    expect(made.keyPrefix).toHaveLength(10)
    const [stored] = await database.ownerQuery<{ keyHash: Buffer }>(`SELECT "keyHash" FROM "ApiKey" WHERE "id" = $1`, [
      made.id,
    ])
    expect(stored?.keyHash.toString('hex')).toBe(createHash('sha256').update(made.key).digest('hex'))
    expect(listed.text).not.toContain(stored?.keyHash.toString('hex'))
  })

  it('names the program that called, until it is revoked, at once', async () => {
    const made = await createApiKey(ctx, input({ scopes: ['metrics:read', 'health:read'] }))
    expect(await findApiKey(made.key)).toEqual({
      type: 'apiKey',
      id: made.id,
      name: 'Prometheus',
      scopes: ['metrics:read', 'health:read'],
    })
    await revokeApiKey(ctx, made.id)
    expect(await findApiKey(made.key)).toBeNull()
    expect((await listApiKeys(ctx)).items.map(({ id }) => id)).not.toContain(made.id)
    await expect(revokeApiKey(ctx, made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('ends at its time, which has to be yet to come', async () => {
    const made = await createApiKey(ctx, input({ expiresAt: new Date(Date.now() + hourMs).toISOString() }))
    expect(await findApiKey(made.key)).not.toBeNull()
    await setColumn(made.id, 'expiresAt', new Date(Date.now() - 1))
    expect(await findApiKey(made.key)).toBeNull()
    const past = input({ expiresAt: new Date(Date.now() - dayMs).toISOString() })
    await expect(createApiKey(ctx, past)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('is known by the whole of it', async () => {
    const { key } = await createApiKey(ctx, input())
    for (const wrong of [key.slice(0, -1), `${key}a`, key.toUpperCase(), 'dbk_', key.replace('dbk_', '')])
      expect(await findApiKey(wrong), wrong).toBeNull()
  })

  it('says when it was last used, written once a minute at most and no change from outside', async () => {
    const { id, key } = await createApiKey(ctx, input())
    expect(await lastUse(id)).toBeNull()
    await Promise.all([findApiKey(key), findApiKey(key), findApiKey(key)])
    const first = await lastUse(id)
    expect(first).not.toBeNull()
    await findApiKey(key)
    expect(await lastUse(id)).toBe(first)
    const before = new Date(Date.now() - minuteMs - 1_000)
    await database.ownerQuery(`SELECT set_config('daybook.ctx', 'test', false)`)
    await setColumn(id, 'lastUsedAt', before)
    await findApiKey(key)
    expect(Date.parse((await lastUse(id)) ?? '')).toBeGreaterThan(before.getTime() + minuteMs)
    const outside = await database.ownerQuery(
      `SELECT "metadata" FROM "AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE' AND "entityType" = 'ApiKey' AND "entityId" = $1`,
      [id],
    )
    // The one that this test made itself.
    expect(outside).toHaveLength(1)
  })

  it('leaves events of who made and who ended it', async () => {
    const { id } = await createApiKey(ctx, input())
    await revokeApiKey(ctx, id)
    const events = await database.ownerQuery(`SELECT "action" FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`, [
      id,
    ])
    expect(events).toEqual([{ action: 'API_KEY_CREATED' }, { action: 'API_KEY_REVOKED' }])
  })
})

describe('a call with a key', () => {
  const health = (authorization: string, cookie = '') =>
    call(getHealth, new Request('http://localhost/api/system/health', { headers: { authorization, cookie } }))

  it('sees the counts of health with health:read, without it not', async () => {
    const may = await createApiKey(ctx, input({ scopes: ['health:read'] }))
    const mayNot = await createApiKey(ctx, input({ scopes: ['metrics:read'] }))
    const counts = async (key: string) =>
      SystemHealth.parse((await health(`Bearer ${key}`)).body).checks.systemMetrics?.students
    expect(await counts(may.key)).toBe(0)
    expect(await counts(mayNot.key)).toBeUndefined()
  })

  it('that is unknown is refused also where strangers are answered, and stands in no event, answer or log line', async () => {
    const lines: string[] = []
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
    const key = `dbk_${randomUUID()}${randomUUID()}`
    const answer = await health(`Bearer ${key}`)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(answer.text).not.toContain(key)
    const { key: known } = await createApiKey(ctx, input())
    const url = 'http://localhost/api/api-keys'
    const denied = await call(GET, new Request(url, { headers: { authorization: `Bearer ${known}` } }))
    expect(denied.status).toBe(403)
    const events = await database.ownerQuery(
      `SELECT "actorType", "userName", "apiKeyId", "metadata" FROM "AuditLog" WHERE "action" = 'ACCESS_DENIED' AND "path" = '/api/api-keys'`,
    )
    expect(events).toEqual([
      {
        actorType: 'apiKey',
        userName: 'Prometheus',
        apiKeyId: expect.any(String),
        metadata: { needed: 'FOUNDER', scopes: ['metrics:read'] },
      },
    ])
    const everything = `${lines.join('')}${answer.text}${denied.text}${JSON.stringify(events)}`
    expect(everything).not.toContain(key.slice(4))
    expect(everything).not.toContain(known.slice(4))
  })

  it("goes by the cookie when the token is a proxy's, and by the key when there are both", async () => {
    const { cookie } = await newMember('FOUNDER')
    const { key } = await createApiKey(ctx, input())
    const asked = async (authorization: string) => {
      const headers = { authorization, cookie }
      return (await call(GET, new Request('http://localhost/api/api-keys', { headers }))).status
    }
    expect(await asked('Bearer eyJhbGciOiJub25lIn0.e30.')).toBe(200)
    expect(await asked('Basic ZGF5Ym9vazpkYXlib29r')).toBe(200)
    expect(await asked(`Bearer ${key}`)).toBe(403)
    expect((await health('Bearer eyJhbGciOiJub25lIn0.e30.')).status).toBe(401)
  })

  it('cannot make or end keys, whatever its scopes', async () => {
    const { id, key } = await createApiKey(ctx, input({ scopes: [...scopes] }))
    const request = new Request(`http://localhost/api/api-keys/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${key}` },
    })
    expect((await call(DELETE, request, { id })).status).toBe(403)
  })
})

describe('ROOT_API_KEY', () => {
  it('has every scope and is one more key beside those in the database', async () => {
    const root = `dbk_${'r'.repeat(32)}`
    expect(await findApiKey(root)).toBeNull()
    setEnv({ ROOT_API_KEY: root })
    expect(await findApiKey(root)).toEqual({ type: 'apiKey', id: 'root', name: 'ROOT_API_KEY', scopes })
    expect(await findApiKey(`${root}r`)).toBeNull()
  })

  it('must be long and of the form that logs leave out', () => {
    for (const wrong of ['secret', `dbk_${'r'.repeat(31)}`, 'r'.repeat(40)])
      expect(() => setEnv({ ROOT_API_KEY: wrong })).toThrow(/ROOT_API_KEY: must be dbk_/)
  })
})
