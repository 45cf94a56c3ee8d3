import { NextRequest } from 'next/server'
import { afterEach, expect, test } from 'vitest'
import { proxy } from '../proxy'
import { browserSentry } from './browser-sentry'
import { setEnv } from './env'

const dsn = 'https://0123456789abcdef@errors.example.com:8443/some/4501'
const off = {
  NODE_ENV: 'production',
  NEXT_PUBLIC_SENTRY_DSN: '',
  SENTRY_ENVIRONMENT: '',
  SENTRY_REPLAY_SESSION_SAMPLE_RATE: '',
  SENTRY_REPLAY_ERROR_SAMPLE_RATE: '',
}
afterEach(() => void setEnv({ ...off, NODE_ENV: 'test' }))

/** Where a page may send something to, by its policy. */
const mayReach = () =>
  /connect-src ([^;]*)/.exec(
    proxy(new NextRequest('https://daybook.example/sign-in')).headers.get('content-security-policy') ?? '',
  )?.[1]

test('without a DSN, and in development, pages tell browsers nothing of Sentry and may reach nobody else', () => {
  setEnv(off)
  expect([browserSentry(), mayReach()]).toEqual([undefined, "'self'"])
  setEnv({ ...off, NEXT_PUBLIC_SENTRY_DSN: dsn, NODE_ENV: 'development' })
  expect([browserSentry(), mayReach()]).toEqual([undefined, "'self'"])
})

test('with one, pages may reach its origin and no other, and no part of the key is in the policy', () => {
  setEnv({ ...off, NEXT_PUBLIC_SENTRY_DSN: dsn })
  expect(mayReach()).toBe("'self' https://errors.example.com:8443")
})

test('the recorder is spoken of only where a share of visits is recorded', () => {
  setEnv({ ...off, NEXT_PUBLIC_SENTRY_DSN: dsn, SENTRY_ENVIRONMENT: 'shop', DAYBOOK_RELEASE: 'release-7' })
  expect(JSON.parse(browserSentry() ?? '')).toEqual({ dsn, environment: 'shop', release: 'release-7' })
  setEnv({ SENTRY_REPLAY_ERROR_SAMPLE_RATE: '0.5' })
  expect(JSON.parse(browserSentry() ?? '')).toMatchObject({ replay: { session: 0, error: 0.5 } })
})
