import { expect, it } from 'vitest'
import { setEnv } from '../env'
import { sentrySettings } from './sentry-settings'

it('knows every secret of the environment, and starts with a password that is not percent-encoded', () => {
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
