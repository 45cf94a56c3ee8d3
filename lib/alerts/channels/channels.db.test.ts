import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Context, systemContext } from '../../context'
import { getDb, withTx } from '../../db'
import { env, setEnv } from '../../env'
import { isAppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { useDatabase } from '../../testing/database'
import { newMessage } from '../../testing/messages'
import { openReceiver, type Receiver } from '../../testing/receivers/receiver'
import { openSlack, slackPath } from '../../testing/receivers/slack'
import type { AlertChannelInput } from './contract'
import { channelsOfOthers } from './environment-value'
import {
  activeChannels,
  createChannel,
  deleteChannel,
  ensureEnvironmentChannels,
  getChannel,
  listChannels,
  recordOutcome,
  sendAs,
  sendableChannels,
  sendThrough,
  testChannel,
  updateChannel,
} from './index'

const db = useDatabase()
let slack: Receiver
let hook: Receiver

const founder: Context = systemContext('test', {
  actor: {
    type: 'user',
    id: uuidv7(),
    email: 'founder@example.org',
    name: 'Ada Founder',
    role: 'FOUNDER',
    sessionId: uuidv7(),
    isSample: false,
  },
})

beforeAll(async () => {
  ;[slack, hook] = await Promise.all([openSlack(), openReceiver()])
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true' })
})
afterAll(() => Promise.all([slack.close(), hook.close()]))
beforeEach(async () => {
  slack.behave()
  hook.behave()
  setEnv({ SLACK_WEBHOOK_URL: '', DISCORD_WEBHOOK_URL: '', ALERT_EMAIL_TO: '', ALERT_WEBHOOK_URL: '' })
  await withTx(founder, (tx) => tx.alertChannel.updateMany({ data: { deletedAt: new Date() } }))
})

const slackInput = (more: Partial<AlertChannelInput> = {}): AlertChannelInput => ({
  type: 'slack',
  name: 'On call',
  config: { url: slack.url + slackPath },
  minSeverity: 'high',
  isEscalationOnly: false,
  ...more,
})
const webhookInput = (): AlertChannelInput =>
  slackInput({ type: 'webhook', name: 'Hook', config: { url: `${hook.url}/hook` } })
const input = () => ({ deliveryId: uuidv7(), isMaybeRepeated: false, signal: AbortSignal.timeout(5_000) })

const eventsOf = (entityId: string) =>
  db.ownerQuery<{ action: string; description: string; before: object; after: object; metadata: object }>(
    `SELECT * FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`,
    [entityId],
  )

async function refusalOf(acting: Promise<unknown>) {
  const error = await acting.then(
    () => expect.unreachable('it should have been refused'),
    (thrown: unknown) => thrown,
  )
  if (!isAppError(error)) throw error
  return { code: error.code, message: error.publicMessage, problems: error.problems }
}

describe('a channel', () => {
  it('is added switched on, its secret masked in the answer and sealed in the row', async () => {
    const made = await createChannel(founder, slackInput())
    expect(made).toMatchObject({
      type: 'slack',
      name: 'On call',
      isEnabled: true,
      origin: 'people',
      config: { url: '••••ret3' },
      minSeverity: 'high',
      failureStreak: 0,
      pending: 0,
      dead: 0,
      generated: {},
    })
    const [row] = await db.ownerQuery<{ config: object; secret: string }>(
      'SELECT "config", "secret" FROM "AlertChannel" WHERE "id" = $1',
      [made.id],
    )
    expect(row?.config).toEqual({})
    expect(row?.secret).toMatch(/^v1\./)
    const { generated: _, ...channel } = made
    expect(await getChannel(founder, made.id)).toEqual(channel)
    const list = await listChannels(founder)
    expect(list.items).toEqual([channel])
    expect(list.types.map(({ type }) => type)).toContain('pagerduty')
    expect((await eventsOf(made.id)).map(({ action }) => action)).toEqual(['ALERT_CHANNEL_CREATED'])
  })

  it('says at each field what is not right', async () => {
    expect(await refusalOf(createChannel(founder, slackInput({ type: 'pigeon' })))).toMatchObject({
      code: 'INVALID_INPUT',
      problems: [{ pointer: '/type' }],
    })
    const refused = await refusalOf(
      createChannel(founder, slackInput({ type: 'sms', config: { accountSid: 'AC1', from: 'x', to: '+491511, 5' } })),
    )
    expect(refused.problems).toEqual(
      expect.arrayContaining([
        { detail: 'Please fill this in', pointer: '/config/authToken' },
        { detail: '“5” is not a phone number', pointer: '/config/to' },
      ]),
    )
    setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'false' })
    const inside = await refusalOf(createChannel(founder, slackInput({ config: { url: 'http://10.0.0.1/x' } })))
    setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true' })
    expect(inside.problems[0]?.detail).toMatch(/private network/)
  })

  it('shows a secret that it made once, and makes another when that is asked for', async () => {
    const made = await createChannel(founder, webhookInput())
    expect(made.generated.secret).toMatch(/^whsec_/)
    expect(made.config.secret).toBe(`••••${made.generated.secret?.slice(-4)}`)
    expect(await getChannel(founder, made.id)).not.toHaveProperty('generated')
    const renewed = await updateChannel(founder, made.id, { config: { secret: '' } })
    expect(renewed.generated.secret).toMatch(/^whsec_/)
    expect(renewed.generated.secret).not.toBe(made.generated.secret)
    expect((await updateChannel(founder, made.id, { name: 'Other' })).generated).toEqual({})
  })

  it('keeps what is left out, and the event says that a secret was replaced without telling it', async () => {
    const made = await createChannel(founder, webhookInput())
    const renamed = await updateChannel(founder, made.id, { name: 'Renamed', config: {} })
    expect(renamed).toMatchObject({ name: 'Renamed', config: made.config })
    await updateChannel(founder, made.id, { config: { url: `${hook.url}/elsewhere-9988` } })
    await sendThrough(made.id, newMessage('firing'), input())
    expect(hook.received.at(-1)?.path).toBe('/elsewhere-9988')
    await updateChannel(founder, made.id, { isEnabled: false })
    const events = await eventsOf(made.id)
    expect(events.slice(1)).toMatchObject([
      { description: 'Webhook channel “Renamed” changed', before: { name: 'Hook' }, after: { name: 'Renamed' } },
      { before: { replaced: [] }, after: { replaced: ['Address'] } },
      { description: 'Webhook channel “Renamed” switched off', after: { isEnabled: false } },
    ])
    expect(JSON.stringify(events)).not.toMatch(/9988|••••/)
  })

  it('has receivers that its events tell apart and do not name', async () => {
    const mail = await createChannel(
      founder,
      slackInput({ type: 'email', config: { to: 'ada@example.org, jo@b.test' } }),
    )
    await updateChannel(founder, mail.id, { config: { to: 'anna@example.org' } })
    await deleteChannel(founder, mail.id)
    const to = '+491511234567, +491517654321'
    const config = { accountSid: 'AC1', authToken: 'canary-token-77', from: 'Daybook', to, baseUrl: hook.url }
    const sms = await createChannel(founder, slackInput({ type: 'sms', config }))
    expect(await getChannel(founder, sms.id)).toMatchObject({ config: { to } })
    const events = [...(await eventsOf(mail.id)), ...(await eventsOf(sms.id))]
    expect(events).toMatchObject([
      { after: { config: { to: 'a…@example.org, …@b.test' } } },
      { before: { replaced: [] }, after: { config: { to: 'a…@example.org' }, replaced: ['Receivers'] } },
      { before: { config: { to: 'a…@example.org' } } },
      { after: { config: { from: 'Daybook', to: '…4567, …4321' } } },
    ])
    expect(JSON.stringify(events)).not.toMatch(/ada@|anna@|jo@|1511|1517/)
  })

  it('takes no secret along to another address: it has to be entered again', async () => {
    const config = { accountSid: 'AC1', authToken: 'canary-token-77', from: '+491511234567', to: '+491511234567' }
    const made = await createChannel(founder, slackInput({ type: 'sms', config: { ...config, baseUrl: hook.url } }))
    const elsewhere = { baseUrl: slack.url }
    expect((await refusalOf(updateChannel(founder, made.id, { config: elsewhere }))).problems).toEqual([
      { detail: 'Enter it again: the address it is sent to has changed', pointer: '/config/authToken' },
    ])
    expect((await refusalOf(updateChannel(founder, made.id, { config: { baseUrl: '' } }))).code).toBe('INVALID_INPUT')
    await updateChannel(founder, made.id, { config: { to: '+491517654321' } })
    await updateChannel(founder, made.id, { config: { ...elsewhere, authToken: 'another-token' } })
  })

  it('can be entered anew after SECRETS_KEY was lost', async () => {
    const made = await createChannel(founder, slackInput())
    const { SECRETS_KEY } = env()
    setEnv({ SECRETS_KEY: Buffer.alloc(32, 'other').toString('base64') })
    expect((await listChannels(founder)).items[0]?.config).toEqual({})
    const error = await sendThrough(made.id, newMessage('firing'), input()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'DeliveryError', isPermanent: false })
    expect(String(error)).toMatch(/SECRETS_KEY is not the one it was stored under/)
    await updateChannel(founder, made.id, { config: { url: slack.url + slackPath } })
    await sendThrough(made.id, newMessage('firing'), input())
    setEnv({ SECRETS_KEY: SECRETS_KEY ?? '' })
  })

  it('is gone when it is deleted: its secrets, what waits for it, and what it owed', async () => {
    const made = await createChannel(founder, slackInput())
    const [waiting, alertId] = [uuidv7(), uuidv7()]
    const now = new Date()
    await withTx(founder, async (tx) => {
      const delivery = {
        channelId: made.id,
        kind: 'firing',
        message: newMessage('firing'),
        nextAttemptAt: now,
        createdAt: now,
      }
      await tx.delivery.create({ data: { id: waiting, ...delivery } })
      await tx.alertNotice.create({
        data: { rule: 'r', fingerprint: 'f', channelId: made.id, lastFiringAt: now, owesResolvedOf: alertId },
      })
    })
    expect(await getChannel(founder, made.id)).toMatchObject({ pending: 1 })
    await deleteChannel(founder, made.id)
    expect(await refusalOf(getChannel(founder, made.id))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusalOf(deleteChannel(founder, made.id))).toMatchObject({ code: 'NOT_FOUND' })
    expect((await listChannels(founder)).items).toEqual([])
    const [row] = await db.ownerQuery('SELECT "secret", "config" FROM "AlertChannel" WHERE "id" = $1', [made.id])
    expect(row).toEqual({ secret: null, config: {} })
    expect(await getDb().delivery.findUnique({ where: { id: waiting } })).toMatchObject({ status: 'CANCELLED' })
    expect(await getDb().alertNotice.findFirst({ where: { channelId: made.id } })).toMatchObject({
      owesResolvedOf: null,
    })
    const error = await sendThrough(made.id, newMessage('firing'), input()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'DeliveryError', isPermanent: true, message: 'The channel was deleted.' })
    expect((await eventsOf(made.id)).at(-1)).toMatchObject({
      action: 'ALERT_CHANNEL_DELETED',
      metadata: { cancelledDeliveries: 1 },
    })
  })

  it('changes whole when two people change it at once', async () => {
    const made = await createChannel(founder, webhookInput())
    const names = ['one', 'two', 'three', 'four']
    await Promise.all(
      names.map((name) => updateChannel(founder, made.id, { name, config: { url: `${hook.url}/${name}` } })),
    )
    const { name } = await getChannel(founder, made.id)
    await sendThrough(made.id, newMessage('firing'), input())
    expect(hook.received.at(-1)?.path).toBe(`/${name}`)
  })
})

describe('the channels that are told', () => {
  it('are those switched on, in the order they were made', async () => {
    const first = await createChannel(founder, slackInput({ name: 'first' }))
    const off = await createChannel(founder, slackInput({ name: 'off' }))
    const last = await createChannel(
      founder,
      slackInput({ name: 'last', isEscalationOnly: true, minSeverity: 'critical' }),
    )
    await updateChannel(founder, off.id, { isEnabled: false })
    expect(await activeChannels(getDb())).toEqual([
      { id: first.id, type: 'slack', name: 'first', minSeverity: 'high', isEscalationOnly: false },
      { id: last.id, type: 'slack', name: 'last', minSeverity: 'critical', isEscalationOnly: true },
    ])
  })

  it('can be told from a copy without the database, which holds no secret', async () => {
    await createChannel(founder, slackInput())
    const copy = JSON.stringify(await sendableChannels(getDb()))
    expect(copy).not.toMatch(/canary/i)
    const [row] = JSON.parse(copy)
    const before = slack.received.length
    await sendAs(row, newMessage('firing'), input())
    expect(slack.received.length).toBe(before + 1)
  })
})

describe('a test', () => {
  it('that works is in the ledger, in the health of the channel and in the trail', async () => {
    const { id } = await createChannel(founder, slackInput())
    await updateChannel(founder, id, { isEnabled: false })
    const outcome = await testChannel(founder, id)
    expect(outcome).toMatchObject({ isSent: true, responseStatus: 200, error: null })
    expect(slack.received.at(-1)?.body).toMatch(/Ada Founder sent this test to “On call”/)
    const delivery = await getDb().delivery.findUnique({
      where: { id: outcome.deliveryId },
      include: { tries: true },
    })
    expect(delivery).toMatchObject({
      kind: 'test',
      status: 'SENT',
      attempts: 1,
      responseStatus: 200,
      claimedBy: null,
      tries: [{ attempt: 1, outcome: 'sent', responseStatus: 200 }],
    })
    expect(await getChannel(founder, id)).toMatchObject({ failureStreak: 0, lastError: null, pending: 0 })
    expect((await getChannel(founder, id)).lastSuccessAt).not.toBeNull()
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      action: 'ALERT_CHANNEL_TESTED',
      description: 'Slack channel “On call” tested: it works',
    })
  })

  it('that fails says why, is not tried again, and counts', async () => {
    const { id } = await createChannel(founder, slackInput())
    slack.behave({ kind: 'status', status: 404, body: 'no_service' })
    const outcome = await testChannel(founder, id)
    expect(outcome).toMatchObject({ isSent: false, responseStatus: 404 })
    expect(outcome.error).toMatch(/no longer knows this webhook/)
    await testChannel(founder, id)
    expect(await getChannel(founder, id)).toMatchObject({ failureStreak: 2, lastError: outcome.error, dead: 2 })
    expect(await getDb().delivery.findUnique({ where: { id: outcome.deliveryId } })).toMatchObject({
      status: 'DEAD',
      lastError: outcome.error,
    })
    slack.behave()
    await testChannel(founder, id)
    expect(await getChannel(founder, id)).toMatchObject({ failureStreak: 0, lastError: null })
  })

  it('whose answer PostgreSQL cannot keep as it is has an outcome all the same', async () => {
    const config = { accountSid: 'AC1', authToken: 'canary-token-77', from: 'Daybook', to: '+491511234567' }
    const { id } = await createChannel(founder, slackInput({ type: 'sms', config: { ...config, baseUrl: hook.url } }))
    const message = `half of a character \ud83d, NUL \0 ${'and more '.repeat(200)}`
    hook.behave({ kind: 'status', status: 400, body: JSON.stringify({ code: 1, message }) })
    const outcome = await testChannel(founder, id)
    expect(outcome).toMatchObject({ isSent: false, responseStatus: 400 })
    const where = { id: outcome.deliveryId }
    const row = await getDb().delivery.findUnique({ where, include: { tries: true } })
    expect(row).toMatchObject({ status: 'DEAD', lastError: outcome.error, tries: [{ error: outcome.error }] })
  })

  it('counts failures that happen at once, each', async () => {
    const { id } = await createChannel(founder, slackInput())
    const fail = () => withTx(founder, (tx) => recordOutcome(tx, { channelId: id, at: new Date(), error: 'no' }))
    await Promise.all(Array.from({ length: 5 }, fail))
    expect(await getChannel(founder, id)).toMatchObject({ failureStreak: 5 })
  })
})

describe('the channels of the environment', () => {
  const started = systemContext('start')
  const fiveMinutesLater = () =>
    withTx(started, (tx) => tx.$executeRaw`UPDATE "AlertChannel" SET "seenAt" = "seenAt" - interval '301 seconds'`)

  it('are made once, switched off with their variable and on again with it', async () => {
    await db.ownerQuery(`DELETE FROM "AlertChannel" WHERE "origin" = 'environment'`)
    setEnv({ SLACK_WEBHOOK_URL: slack.url + slackPath, ALERT_EMAIL_TO: 'ada@example.org' })
    await Promise.all([1, 2, 3].map(() => ensureEnvironmentChannels(started)))
    const { items } = await listChannels(founder)
    expect(items).toMatchObject([
      { name: 'Slack (SLACK_WEBHOOK_URL)', origin: 'environment', isEnabled: true, config: { url: '••••ret3' } },
      { name: 'E-mail (ALERT_EMAIL_TO)', origin: 'environment', config: { to: 'ada@example.org' } },
    ])
    const [made] = items
    const id = made?.id ?? ''
    await sendThrough(id, newMessage('firing'), input())
    setEnv({ SLACK_WEBHOOK_URL: '' })
    await fiveMinutesLater()
    await ensureEnvironmentChannels(started)
    expect(await getChannel(founder, id)).toMatchObject({ isEnabled: false, config: {} })
    const error = await sendThrough(id, newMessage('firing'), input()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ isPermanent: true, message: 'SLACK_WEBHOOK_URL is no longer set.' })
    setEnv({ SLACK_WEBHOOK_URL: slack.url + slackPath })
    await ensureEnvironmentChannels(started)
    await ensureEnvironmentChannels(started)
    expect((await eventsOf(id)).map(({ action, description }) => `${action} ${description}`)).toEqual([
      'ALERT_CHANNEL_CREATED Slack channel “Slack (SLACK_WEBHOOK_URL)” added: SLACK_WEBHOOK_URL is set',
      'ALERT_CHANNEL_UPDATED Slack channel “Slack (SLACK_WEBHOOK_URL)” switched off: SLACK_WEBHOOK_URL is gone',
      'ALERT_CHANNEL_UPDATED Slack channel “Slack (SLACK_WEBHOOK_URL)” switched on: SLACK_WEBHOOK_URL is set',
    ])
    const [row] = await db.ownerQuery('SELECT "config", "secret" FROM "AlertChannel" WHERE "id" = $1', [id])
    expect(row).toEqual({ config: {}, secret: null })
  })

  it('stay switched on as long as one process that sends has the variable, whoever starts last', async () => {
    await db.ownerQuery(`DELETE FROM "AlertChannel" WHERE "origin" = 'environment'`)
    const set = { SLACK_WEBHOOK_URL: slack.url + slackPath }
    setEnv(set)
    await ensureEnvironmentChannels(started)
    const id = (await listChannels(founder)).items[0]?.id ?? ''
    const isOn = async () => (await getChannel(founder, id)).isEnabled
    // A process without it starts last; the one with it gives its sign every minute.
    for (let minute = 0; minute < 2; minute += 1) {
      setEnv({ SLACK_WEBHOOK_URL: '' })
      await ensureEnvironmentChannels(started)
      expect(await isOn()).toBe(true)
      await fiveMinutesLater()
      setEnv(set)
      await ensureEnvironmentChannels(started)
    }
    // After a standstill of all, the first look of one without it ends nothing, the next one does.
    setEnv({ SLACK_WEBHOOK_URL: '' })
    await fiveMinutesLater()
    await ensureEnvironmentChannels(started, { isFirst: true })
    expect(await isOn()).toBe(true)
    await ensureEnvironmentChannels(started)
    expect(await isOn()).toBe(false)
  })

  it('that are not right are never switched on, and say what is wrong, until the variable is mended', async () => {
    await db.ownerQuery(`DELETE FROM "AlertChannel" WHERE "origin" = 'environment'`)
    const wrong = 'ALERT_EMAIL_TO is not right: “ops@” is not an e-mail address'
    const shown = async () =>
      (await listChannels(founder)).items.map(({ isEnabled, lastError }) => [isEnabled, lastError])
    setEnv({ ALERT_EMAIL_TO: 'ops@' })
    await Promise.all([1, 2].map(() => ensureEnvironmentChannels(started, { isFirst: true })))
    await ensureEnvironmentChannels(started)
    expect(await shown()).toEqual([[false, wrong]])
    expect(await activeChannels(getDb())).toEqual([])
    const id = (await listChannels(founder)).items[0]?.id ?? ''
    expect(await testChannel(founder, id)).toMatchObject({ isSent: false, error: wrong })
    setEnv({ ALERT_EMAIL_TO: 'ops@example.org' })
    await ensureEnvironmentChannels(started)
    expect(await shown()).toEqual([[true, null]])
    // A process with a wrong one leaves it alone while another one has the right one.
    setEnv({ ALERT_EMAIL_TO: 'ops@' })
    await ensureEnvironmentChannels(started)
    expect(await shown()).toEqual([[true, null]])
    expect(channelsOfOthers()).toContain(id)
    await fiveMinutesLater()
    await ensureEnvironmentChannels(started)
    expect(await shown()).toEqual([[false, wrong]])
    expect((await eventsOf(id)).slice(-4).map(({ description }) => description)).toEqual([
      `E-mail channel “E-mail (ALERT_EMAIL_TO)” added, switched off: ${wrong}`,
      `E-mail channel “E-mail (ALERT_EMAIL_TO)” tested: ${wrong}`,
      'E-mail channel “E-mail (ALERT_EMAIL_TO)” switched on: ALERT_EMAIL_TO is set',
      `E-mail channel “E-mail (ALERT_EMAIL_TO)” switched off: ${wrong}`,
    ])
  })

  it('that an older version made get their five minutes as well', async () => {
    await db.ownerQuery(`DELETE FROM "AlertChannel" WHERE "origin" = 'environment'`)
    setEnv({ SLACK_WEBHOOK_URL: slack.url + slackPath })
    await ensureEnvironmentChannels(started)
    await db.ownerQuery(`UPDATE "AlertChannel" SET "seenAt" = NULL WHERE "origin" = 'environment'`)
    setEnv({ SLACK_WEBHOOK_URL: '' })
    await ensureEnvironmentChannels(started)
    expect((await listChannels(founder)).items).toMatchObject([{ isEnabled: true }])
    await fiveMinutesLater()
    await ensureEnvironmentChannels(started)
    expect((await listChannels(founder)).items).toMatchObject([{ isEnabled: false }])
  })

  it('are not for people to change or remove, but to test', async () => {
    await db.ownerQuery(`DELETE FROM "AlertChannel" WHERE "origin" = 'environment'`)
    setEnv({ ALERT_WEBHOOK_URL: `${hook.url}/env` })
    await ensureEnvironmentChannels(started)
    const [channel] = (await listChannels(founder)).items
    const id = channel?.id ?? ''
    for (const act of [() => updateChannel(founder, id, { isEnabled: false }), () => deleteChannel(founder, id)]) {
      const refused = await refusalOf(act())
      expect(refused).toMatchObject({ code: 'CONFLICT' })
      expect(refused.message).toMatch(/comes from a variable of the environment/)
    }
    expect(await testChannel(founder, id)).toMatchObject({ isSent: true })
    expect(hook.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,/)
  })
})
