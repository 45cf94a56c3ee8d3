import { expect, it } from 'vitest'
import { GET as getAdminAudit } from '../../../app/api/admin/audit/route'
import { systemContext } from '../../context'
import { isStillPermitted } from '../../http'
import { useDatabase } from '../../testing/database'
import { createApiKey, revokeApiKey } from '.'

useDatabase()
const ctx = systemContext('test')
const newKey = (scope: 'audit:read' | 'metrics:read') =>
  createApiKey(ctx, { name: 'Auditor', scopes: [scope], sourceId: null, expiresAt: null })
const requestWith = (key: string) =>
  new Request('http://localhost/api/admin/audit', { headers: { authorization: `Bearer ${key}` } })

it('a key with audit:read sees what founders see, also of what admins may not', async () => {
  const { key, id } = await newKey('audit:read')
  const answer = await getAdminAudit(requestWith(key), { params: Promise.resolve({}) })
  const { data } = (await answer.json()) as { data: { entityId: string; after: unknown }[] }
  expect(data.find(({ entityId }) => entityId === id)?.after).toMatchObject({ name: 'Auditor', scopes: ['audit:read'] })
})

it('a stream that began with a key ends when the key does', async () => {
  const access = { role: 'FOUNDER', scope: 'audit:read' } as const
  const [may, mayNot] = [await newKey('audit:read'), await newKey('metrics:read')]
  expect(await isStillPermitted(requestWith(may.key), access)).toBe(true)
  expect(await isStillPermitted(requestWith(mayNot.key), access)).toBe(false)
  await revokeApiKey(ctx, may.id)
  expect(await isStillPermitted(requestWith(may.key), access)).toBe(false)
})
