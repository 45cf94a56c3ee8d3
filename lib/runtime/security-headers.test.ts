import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { beforeEach, expect, test } from 'vitest'
import { setEnv } from '../env'
import { prepareRequest } from './requests'

beforeEach(() => void setEnv({ LOG_LEVEL: 'error', TRUSTED_PROXY_HOPS: '0', NEXTAUTH_URL: '' }))

function answerTo(headers: Record<string, string>): ServerResponse {
  const request = new IncomingMessage(new Socket())
  Object.assign(request.headers, headers)
  const response = new ServerResponse(request)
  prepareRequest(request, response)
  return response
}

test('every answer forbids sniffing, framing, referrers to other sites and what no page needs', () => {
  const response = answerTo({})
  expect(response.getHeaders()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'permissions-policy': expect.stringMatching(/camera=\(\).*geolocation=\(\).*microphone=\(\)/),
  })
  expect(response.hasHeader('x-powered-by')).toBe(false)
})

test('browsers are told to keep to TLS only where it is there, and never by a client', () => {
  const isStrict = (headers: Record<string, string>) => answerTo(headers).hasHeader('strict-transport-security')
  expect(isStrict({})).toBe(false)
  expect(isStrict({ 'x-forwarded-proto': 'https' })).toBe(false)
  setEnv({ TRUSTED_PROXY_HOPS: '1' })
  expect(isStrict({ 'x-forwarded-proto': 'http' })).toBe(false)
  expect(isStrict({ 'x-forwarded-proto': 'https, http' })).toBe(false)
  expect(isStrict({ 'x-forwarded-proto': 'https' })).toBe(true)
  setEnv({ TRUSTED_PROXY_HOPS: '0', NEXTAUTH_URL: 'https://daybook.example.org' })
  expect(isStrict({})).toBe(true)
})
