import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { setEnv } from '../env'
import { openSentry, type SentryReceiver } from '../testing/receivers/sentry'
import { sentrySettings } from './sentry-settings'

let sentry: SentryReceiver
beforeAll(async () => {
  sentry = await openSentry()
  setEnv({ SENTRY_DSN: sentry.dsn, SENTRY_CAPTURE_4XX: '', SENTRY_TRACES_SAMPLE_RATE: '', SENTRY_ENVIRONMENT: '' })
})
afterEach(() => void vi.useRealTimers())
afterAll(() => sentry.close())

test('refusals are wanted only with SENTRY_CAPTURE_4XX=true', () => {
  expect(sentrySettings()).toMatchObject({ captureRefusals: false, tracesSampleRate: 0.1, environment: 'test' })
  setEnv({ SENTRY_CAPTURE_4XX: 'true', SENTRY_TRACES_SAMPLE_RATE: '0', SENTRY_ENVIRONMENT: 'shop' })
  expect(sentrySettings()).toMatchObject({ captureRefusals: true, tracesSampleRate: 0, environment: 'shop' })
})

test('a Sentry that does not answer is given up after ten seconds', async () => {
  sentry.behave({ kind: 'hang' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const sent = sentrySettings()?.transportOptions.httpModule.request(`${sentry.url}/api/4501/envelope/`)
  sent?.end()
  let failure: unknown
  const failed = new Promise((resolve) => sent?.once('error', resolve)).then((error) => (failure = error))
  // `expect.poll` would turn the clock on.
  while (sentry.received.length === 0) await nextTurn()
  vi.advanceTimersByTime(9_999)
  expect([sent?.destroyed, failure]).toEqual([false, undefined])
  vi.advanceTimersByTime(1)
  await failed
  expect(failure).toEqual(new Error('Sentry did not answer in time'))
})

test('one that answers is not broken off later', async () => {
  sentry.behave()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const sent = sentrySettings()?.transportOptions.httpModule.request(`${sentry.url}/elsewhere`, (answer) => {
    answer.resume()
  })
  sent?.end()
  if (sent) await once(sent, 'close')
  expect(vi.getTimerCount()).toBe(0)
})

test('knows every secret of the environment, and starts with a password that is not percent-encoded', () => {
  const secrets = {
    DATABASE_URL: 'postgresql://daybook:50%off-canary@db/daybook',
    REDIS_URL: 'redis://:canary%2Fredis@cache:6379',
    CLOUDINARY_URL: 'cloudinary://123456789:canary-cloudinary@school',
    ROOT_API_KEY: `dbk_${'canary'.repeat(6)}`,
    SMTP_URL: 'smtp://mailer:canary-smtp@mail:587',
  }
  setEnv({ ...secrets, SENTRY_DSN: 'https://public@sentry.example/1' })
  expect(sentrySettings()?.known.secrets).toEqual(
    expect.arrayContaining([
      ...Object.values(secrets),
      '50%off-canary',
      'canary%2Fredis',
      'canary/redis',
      'canary-cloudinary',
      'canary-smtp',
    ]),
  )
})
