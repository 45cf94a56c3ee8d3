import { afterEach, expect, it } from 'vitest'
import { setEnv } from './env'
import { sentryEventUrl, sentryUrlOf } from './sentry-event'

const id = '0123456789abcdef0123456789abcdef'
const event = { source: 'daybook', metadata: { sentryEventId: id } }
const saas = 'https://key@o123.ingest.de.sentry.io/456'
const ownHost = 'https://key@sentry.example.com/prefix/7'
afterEach(() => void setEnv({ SENTRY_DSN: '', SENTRY_ORG_URL: '' }))

it('leads to the organisation that was named, to the project of the DSN and to the event', () => {
  setEnv({ SENTRY_DSN: ownHost, SENTRY_ORG_URL: 'https://sentry.example.com/organizations/acme/' })
  expect(sentryEventUrl(id)).toBe(`https://sentry.example.com/organizations/acme/issues/?project=7&query=${id}`)
})

it('on sentry.io finds the organisation by itself', () => {
  setEnv({ SENTRY_DSN: saas })
  expect(sentryEventUrl(id)).toBe(
    `https://sentry.io/orgredirect/organizations/:orgslug/issues/?project=456&query=${id}`,
  )
})

it('is no link where the address is not known: another host without SENTRY_ORG_URL, a host that only looks alike, no DSN', () => {
  for (const SENTRY_DSN of [ownHost, 'https://key@evil-sentry.io/4', '']) {
    setEnv({ SENTRY_DSN })
    expect(sentryEventUrl(id)).toBeNull()
  }
})

it('is not made from what is no id or stands in an event of another system', () => {
  setEnv({ SENTRY_DSN: saas })
  expect(sentryUrlOf(event)).toContain(id)
  expect(sentryUrlOf({ ...event, source: 'shop' })).toBeNull()
  for (const metadata of [null, 'x', {}, { sentryEventId: 7 }, { sentryEventId: `${id}&x=javascript:` }])
    expect(sentryUrlOf({ source: 'daybook', metadata })).toBeNull()
})
