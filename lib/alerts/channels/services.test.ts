import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setEnv } from '../../env'
import { uuidv7 } from '../../ids'
import { newMessage } from '../../testing/messages'
import { discordPath, openDiscord } from '../../testing/receivers/discord'
import { openPagerDuty, type PagerDuty, routingKey } from '../../testing/receivers/pagerduty'
import { openReceiver, type Receiver } from '../../testing/receivers/receiver'
import { openSlack, slackPath } from '../../testing/receivers/slack'
import { type MailReceiver, openSmtp } from '../../testing/receivers/smtp'
import { openTwilio, type Twilio, twilioAccount } from '../../testing/receivers/twilio'
import { DeliveryError } from './delivery-error'
import { channelTypes } from './registry'
import { sendAs } from './send-through'
import { sealConfig } from './stored-config'

let [slack, discord, hook] = [] as unknown as Receiver[]
let pagerduty: PagerDuty
let twilio: Twilio
let smtp: MailReceiver
const secret = `whsec_${Buffer.alloc(32, 's').toString('base64')}`

beforeAll(async () => {
  ;[slack, discord, hook] = await Promise.all([openSlack(), openDiscord(), openReceiver()])
  ;[pagerduty, twilio, smtp] = await Promise.all([openPagerDuty(), openTwilio(), openSmtp()])
  setEnv({
    ALERT_ALLOW_PRIVATE_ADDRESSES: 'true',
    SECRETS_KEY: Buffer.alloc(32, 'k').toString('base64'),
    SMTP_URL: smtp.url,
    EMAIL_FROM: 'Daybook <daybook@example.org>',
  })
})
afterAll(() => Promise.all([slack, discord, hook, pagerduty, twilio, smtp].map(async (receiver) => receiver?.close())))
beforeEach(() => {
  for (const receiver of [slack, discord, hook, pagerduty, twilio]) receiver?.behave()
  smtp.behave()
  smtp.mails.length = 0
  twilio.messages.length = 0
  twilio.unsubscribed.clear()
})

function rowOf(type: string, values: Record<string, string>) {
  const kind = channelTypes.find((known) => known.type === type)
  if (!kind) throw new Error(`There is no kind ${type}`)
  const id = uuidv7()
  return { id, type, name: 'Ops', origin: 'people', ...sealConfig(kind, id, values) }
}
const input = (deliveryId = uuidv7()) => ({
  deliveryId,
  isMaybeRepeated: false,
  signal: AbortSignal.timeout(5_000),
})
const failureOf = (sending: Promise<unknown>) =>
  sending.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  )

const toldIn = (error: unknown) => (error instanceof DeliveryError ? (error.toldTo ?? []) : [])

describe('webhook', () => {
  it('is signed so that an independent library of Standard Webhooks takes it, and refuses a changed one', async () => {
    const deliveryId = uuidv7()
    await sendAs(rowOf('webhook', { url: `${hook?.url}/x`, secret }), newMessage('firing'), input(deliveryId))
    const { body = '', headers = {} } = hook?.received.at(-1) ?? {}
    expect(headers['webhook-id']).toBe(deliveryId)
    const verified = new Webhook(secret).verify(body, headers)
    expect(verified).toMatchObject({ type: 'daybook.firing', data: { title: 'Critical event', count: 14 } })
    expect(() => new Webhook(secret).verify(body.replace('14', '15'), headers)).toThrow()
    expect(() => new Webhook(`whsec_${'A'.repeat(44)}`).verify(body, headers)).toThrow()
  })
})

describe('slack', () => {
  const row = () => rowOf('slack', { url: `${slack?.url}${slackPath}` })

  it.each([
    [404, 'no_service', /no longer knows this webhook/],
    [410, 'channel_is_archived', /was archived/],
    [404, 'channel_not_found', /no longer exists/],
    [403, 'action_prohibited', /restriction of the Slack workspace/],
    [410, '<html>gone</html>', /no longer knows this webhook/],
    [400, 'invalid_blocks', /^Slack answered 400: invalid_blocks\.$/],
  ] as const)('%s %s is said in words', async (status, body, words) => {
    slack?.behave({ kind: 'status', status, body })
    const error = await failureOf(sendAs(row(), newMessage('firing'), input()))
    expect(error).toMatchObject({ isPermanent: true, responseStatus: status })
    expect(String(error)).toMatch(/^DeliveryError: /)
    expect((error as Error).message).toMatch(words)
  })

  it('puts data into plain text only, and mentions nobody in the text of the notification', async () => {
    const nasty = '<!channel> <@U1> *bold* & <https://evil.test|click>'
    await sendAs(row(), newMessage('firing', { title: nasty, sentence: nasty, body: nasty }), input())
    const { text, blocks } = JSON.parse(slack?.received.at(-1)?.body ?? '')
    expect(text).not.toMatch(/<[!@h]/)
    const marked = JSON.stringify(blocks.filter((block: { text?: { type?: string } }) => block.text?.type === 'mrkdwn'))
    expect(marked).not.toMatch(/evil|channel|bold/)
    expect(JSON.stringify(blocks)).not.toContain('<!channel>')
  })
})

describe('discord', () => {
  const row = () => rowOf('discord', { url: `${discord?.url}${discordPath}?thread_id=7` })

  it('waits for the answer, keeps the thread, and lets nobody be mentioned', async () => {
    await sendAs(row(), newMessage('firing', { title: '@everyone <@1> **x** [a](http://b.test)' }), input())
    const { path, body } = discord?.received.at(-1) ?? { path: '', body: '' }
    expect(path).toBe(`${discordPath}?thread_id=7&wait=true`)
    const payload = JSON.parse(body)
    expect(payload.allowed_mentions).toEqual({ parse: [] })
    expect(payload.content).toContain(String.raw`\@everyone \<\@1\> \*\*x\*\* \[a\](http\://b.test)`)
  })

  it('has no links but those of Daybook: Discord makes one of every bare address', async () => {
    const evil = 'sign in at https://evil.test/login, steam://evil or HTTP://evil.test'
    const facts = [{ name: evil, value: evil }]
    const changes = [{ at: new Date().toISOString(), eventId: uuidv7(), sentence: evil }]
    const data = { title: evil, sentence: evil, source: evil, body: evil, facts, changes }
    await sendAs(row(), newMessage('firing', data), input())
    const { content, embeds } = JSON.parse(discord?.received.at(-1)?.body ?? '')
    const written = JSON.stringify([content, embeds])
    const linked = [...written.matchAll(/[a-z]+:\/\/[^\s)"]+/gi)].map(([url]) => new URL(url).hostname)
    expect([...new Set(linked)]).toEqual(['daybook.example.org', 'sentry.example.org'])
    expect(content).toContain(String.raw`https\://evil.test/login`)
  })

  it('takes the wait that Discord asks for from the body', async () => {
    discord?.behave({ kind: 'status', status: 429, body: JSON.stringify({ retry_after: 1.25, global: false }) })
    expect(await failureOf(sendAs(row(), newMessage('firing'), input()))).toMatchObject({
      isPermanent: false,
      retryAfterMs: 1_250,
    })
  })

  it('says that a webhook was removed', async () => {
    const gone = rowOf('discord', { url: `${discord?.url}/api/webhooks/none` })
    const error = await failureOf(sendAs(gone, newMessage('firing'), input()))
    expect(error).toMatchObject({ isPermanent: true, responseStatus: 404 })
    expect(String(error)).toMatch(/it was removed/)
  })
})

describe('pagerduty', () => {
  const row = () => rowOf('pagerduty', { routingKey, baseUrl: pagerduty.url })

  it('opens one incident per alert, adds repeats to it and closes it', async () => {
    const alertId = uuidv7()
    for (const kind of ['firing', 'repeat', 'escalation'] as const)
      await sendAs(row(), newMessage(kind, { alertId }), input())
    expect(pagerduty.incidents.get(alertId)).toMatchObject({ triggers: 3, isOpen: true })
    await sendAs(row(), newMessage('resolved', { alertId }), input())
    expect(pagerduty.incidents.get(alertId)).toMatchObject({ isOpen: false })
  })

  it('opens nothing for news, and leaves nothing open after a test', async () => {
    const before = pagerduty.incidents.size
    for (const kind of ['notice', 'digest', 'checkpoint'] as const) await sendAs(row(), newMessage(kind), input())
    expect(pagerduty.incidents.size).toBe(before)
    const deliveryId = uuidv7()
    await sendAs(row(), newMessage('test'), input(deliveryId))
    expect(pagerduty.incidents.get(deliveryId)).toMatchObject({ triggers: 1, isOpen: false })
  })
})

describe('the incident of a test at PagerDuty', () => {
  const row = () => rowOf('pagerduty', { routingKey, baseUrl: pagerduty.url })
  /** Takes the first request and answers the next ones so. */
  const failAfterTheFirst = async (times: number) => {
    const before = pagerduty.received.length
    const delivery = input()
    const sending = sendAs(row(), newMessage('test'), delivery).catch((error: unknown) => error)
    await expect.poll(() => pagerduty.received.length, { interval: 1 }).toBeGreaterThan(before)
    pagerduty.behave({ kind: 'status', status: 503 }, times)
    return { outcome: await sending, incident: pagerduty.incidents.get(delivery.deliveryId) }
  }

  it('is closed also when that fails at first', async () => {
    const { outcome, incident } = await failAfterTheFirst(2)
    expect(outcome).toMatchObject({ responseStatus: 202 })
    expect(incident).toMatchObject({ isOpen: false })
  })

  it('is said to be open when it cannot be closed', async () => {
    const { outcome, incident } = await failAfterTheFirst(100)
    expect(incident).toMatchObject({ isOpen: true })
    expect(String(outcome)).toMatch(/The incident of this test is open in PagerDuty, please resolve it there/)
  })
})

describe('sms', () => {
  const [first, second] = ['+4915112345678', '+4915187654321']
  const row = () =>
    rowOf('sms', { ...twilioAccount, from: '+493012345678', to: `${first}, ${second}`, baseUrl: twilio.url })

  it('reaches every number once, also when one of them is refused for a while', async () => {
    const delivery = input()
    twilio.behave({ kind: 'status', status: 500 }, 1)
    const error = await failureOf(sendAs(row(), newMessage('firing'), delivery))
    expect(error).toMatchObject({ isPermanent: false, responseStatus: 500 })
    expect(String(error)).toMatch(/1 of 2 numbers did not get it \(…5678\)/)
    await sendAs(row(), newMessage('firing'), { ...delivery, toldTo: toldIn(error) })
    expect(twilio.messages.map(({ to }) => to)).toEqual([second, first])
  })

  it('says which number is refused for good, and still tells the other', async () => {
    twilio.unsubscribed.add(second ?? '')
    const error = await failureOf(sendAs(row(), newMessage('firing'), input()))
    expect(error).toMatchObject({ isPermanent: true, responseStatus: 400 })
    expect(String(error)).toMatch(/…4321.*21610.*unsubscribed/)
    expect(twilio.messages.map(({ to }) => to)).toEqual([first])
  })

  it.each([
    `The 'To' number ${first} is not a valid phone number.`,
    `The number 4915112345678 is unsubscribed`,
    'Not reachable: +49 151 1234-5678',
  ])('tells nobody the number that the service quotes: %s', async (message) => {
    const body = JSON.stringify({ code: 21_211, message })
    twilio.behave({ kind: 'status', status: 400, body })
    const error = await failureOf(sendAs(row(), newMessage('firing'), input()))
    expect(String(error)).toMatch(/…5678/)
    expect(String(error)).not.toMatch(/1511|1234/)
    expect(error).toMatchObject({ cause: undefined })
  })

  it('lets a Messaging Service choose the sender', async () => {
    const from = `MG${'0'.repeat(32)}`
    await sendAs(
      rowOf('sms', { ...twilioAccount, from, to: first ?? '', baseUrl: twilio.url }),
      newMessage('test'),
      input(),
    )
    expect(twilio.received.at(-1)?.body).toContain(`MessagingServiceSid=${from}`)
  })

  it('says that the token is wrong', async () => {
    const wrong = { ...twilioAccount, authToken: 'canary-wrong-token', from: '+493012345678', to: first ?? '' }
    const error = await failureOf(
      sendAs(rowOf('sms', { ...wrong, baseUrl: twilio.url }), newMessage('firing'), input()),
    )
    expect(error).toMatchObject({ isPermanent: true, responseStatus: 401 })
    expect(String(error)).toMatch(/did not accept the account SID and token/)
  })
})

describe('email', () => {
  const row = () => rowOf('email', { to: 'ada@example.org, grace@example.org' })

  it('is told to those the server refused for a while, once, under the same Message-ID', async () => {
    const delivery = input()
    smtp.behave({ at: 'rcpt', codes: { 'grace@example.org': 450 } })
    const error = await failureOf(sendAs(row(), newMessage('firing'), delivery))
    expect(error).toMatchObject({ isPermanent: false, responseStatus: 450 })
    smtp.behave()
    await sendAs(row(), newMessage('firing'), { ...delivery, toldTo: toldIn(error) })
    expect(smtp.mails.map(({ to }) => to)).toEqual([['ada@example.org'], ['grace@example.org']])
    for (const { source } of smtp.mails) expect(source).toContain(`Message-ID: <${delivery.deliveryId}@example.org>`)
  })

  it('tells nobody the address that the mail server quotes', async () => {
    const text = '5.1.1 <ada@example.org>: forwarded to Ada.Lovelace@inside.example.org: no such user'
    smtp.behave({ at: 'data', code: 550, text })
    const error = await failureOf(sendAs(row(), newMessage('firing'), input()))
    expect(String(error)).toMatch(/<a…@example.org>: forwarded to A…@inside.example.org: no such user/)
    expect(String(error)).not.toMatch(/ada|Lovelace/)
  })

  it('is over when an address is refused for good', async () => {
    smtp.behave({ at: 'rcpt', codes: { 'grace@example.org': 550 } })
    const error = await failureOf(sendAs(row(), newMessage('firing'), input()))
    expect(error).toMatchObject({ isPermanent: true, responseStatus: 550 })
    expect(String(error)).toMatch(/1 of 2 receivers were refused/)
    expect(smtp.mails.map(({ to }) => to)).toEqual([['ada@example.org']])
  })
})
