import { expect, it } from 'vitest'
import { contextOfRequest } from './request-context'

it('keeps no token that a client has put into its own name, its path or the id of its request', () => {
  const token = `dbk_${'x'.repeat(40)}`
  const headers = { 'user-agent': `tool/1 (${token})`, 'x-request-id': token, 'x-correlation-id': token }
  const ctx = contextOfRequest(new Request(`http://localhost/api/leads/${token}`, { headers }))
  expect(ctx.userAgent).toBe('tool/1 ([redacted])')
  expect(JSON.stringify(ctx)).not.toContain(token)
})
