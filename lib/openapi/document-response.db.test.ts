import { expect, test } from 'vitest'
import { GET } from '@/app/openapi.json/route'
import { useDatabase } from '../testing/database'

useDatabase()

const get = (headers: Record<string, string> = {}) =>
  GET(new Request('http://localhost:3000/openapi.json', { headers }), { params: Promise.resolve({}) })

test('the document is for anyone, and whoever has it gets it no second time', async () => {
  const first = await get()
  expect(first.status).toBe(200)
  expect(first.headers.get('cache-control')).toBe('public, max-age=300')
  expect((await first.json()).openapi).toMatch(/^3\.1/)
  const etag = first.headers.get('etag') ?? ''
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const second = await get({ 'if-none-match': known })
    expect([known, second.status, await second.text()]).toEqual([known, 304, ''])
    expect(second.headers.get('etag')).toBe(etag)
  }
  expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
})
