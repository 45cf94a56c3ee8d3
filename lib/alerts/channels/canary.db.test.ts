import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { systemContext } from '../../context'
import { withTx } from '../../db'
import { setEnv } from '../../env'
import { uuidv7 } from '../../ids'
import { logger } from '../../logger'
import { useDatabase } from '../../testing/database'
import { newMessage } from '../../testing/messages'
import { type ChannelReceiver, openChannelReceiver } from '../../testing/receivers/channel-receivers'
import { Deliverer } from '../deliver/deliverer'
import { enqueue } from '../deliver/enqueue'
import { createChannel, deleteChannel, listChannels, sendThrough, testChannel, updateChannel } from './index'
import { findChannelType } from './registry'

const db = useDatabase()
const ctx = systemContext('test')
const receivers = new Map<string, ChannelReceiver>()
const logged: unknown[] = []

beforeAll(async () => {
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true' })
  for (const [type, open] of Object.entries(openChannelReceiver)) {
    const receiver = await open()
    setEnv(receiver.env)
    receivers.set(type, receiver)
  }
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    vi.spyOn(logger, level).mockImplementation((message, fields) => {
      logged.push(message, withCauses(fields))
    })
})
afterAll(() => Promise.all([...receivers.values()].map(({ close }) => close())))

/** Everything an error would take into a log line, its causes included. */
function withCauses(value: unknown): unknown {
  if (value instanceof Error)
    return Object.fromEntries(
      Object.getOwnPropertyNames(value).map((name) => [name, withCauses(Reflect.get(value, name))]),
    )
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withCauses(one)]))
}

/** Every row of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const tables = await db.ownerQuery<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await db.ownerQuery<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`)
    texts.push(...rows.map(({ text }) => text))
  }
  return texts.join('\n')
}

it('no secret of a channel stands in the database, the log, an answer or an error, however its service behaves', async () => {
  const answers: unknown[] = []
  const keep = async (acting: Promise<unknown>) =>
    answers.push(
      await acting.then(
        (answer) => answer,
        (error: unknown) => withCauses(error),
      ),
    )
  for (const [type, { config, http, secrets }] of receivers) {
    const more = { minSeverity: 'info', isEscalationOnly: false } as const
    const { id } = await createChannel(ctx, { type, name: `Ops ${type}`, config, ...more })
    await keep(listChannels(ctx))
    await keep(updateChannel(ctx, id, { config, name: `Renamed ${type}` }))
    await keep(createChannel(ctx, { type, name: 'wrong', config: { ...config, unknown: 'x' }, ...more }))
    await keep(testChannel(ctx, id))
    // A service that repeats what it was sent: its address in a 404 page, its token in an error.
    const echo = [...secrets, http?.received.at(-1)?.path, http?.received.at(-1)?.headers.authorization].join(' ')
    const bodies = [echo, JSON.stringify({ code: 5, message: echo, errors: [echo] })]
    for (const body of bodies)
      for (const status of [404, 500]) {
        http?.behave({ kind: 'status', status, body })
        await keep(testChannel(ctx, id))
        await withTx(ctx, (tx) =>
          enqueue(tx, { channelId: id, kind: 'firing', message: newMessage('firing'), now: ctx.now() }),
        )
        await new Deliverer().deliverDue()
      }
    for (const mood of [{ kind: 'reset' }, { kind: 'redirect', to: 'http://169.254.169.254/' }] as const) {
      http?.behave(mood)
      await keep(testChannel(ctx, id))
    }
    http?.behave()
    await keep(brokenBy(type, id))
    await keep(deleteChannel(ctx, id))
  }
  const everywhere = {
    database: await wholeDatabase(),
    log: JSON.stringify(logged),
    answers: JSON.stringify(answers),
  }
  expect(everywhere.database).toContain('ALERT_CHANNEL_TESTED')
  expect(everywhere.log).toContain('ALERT_CHANNEL_BROKEN')
  const canaries = [...receivers.values()].flatMap(({ secrets }) => secrets)
  expect(canaries.length).toBeGreaterThan(5)
  for (const [place, text] of Object.entries(everywhere))
    for (const canary of canaries) {
      expect(text.includes(canary), `${canary} in ${place}`).toBe(false)
      const encoded = Buffer.from(canary).toString('base64').slice(0, 20)
      expect(text.includes(encoded), `${canary} encoded in ${place}`).toBe(false)
    }
}, 60_000)

/** Sends through a channel whose code throws something that nobody foresaw, with all it knows in the message. */
async function brokenBy(type: string, id: string): Promise<unknown> {
  const kind = findChannelType(type)
  if (!kind) throw new Error(`There is no kind ${type}`)
  const spy = vi.spyOn(kind, 'send').mockImplementation(async (_message, config) => {
    throw new TypeError(`unforeseen: ${JSON.stringify(config)}`)
  })
  try {
    return await sendThrough(id, newMessage('firing'), {
      deliveryId: uuidv7(),
      isMaybeRepeated: false,
      signal: AbortSignal.timeout(1_000),
    })
  } finally {
    spy.mockRestore()
  }
}
