import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setEnv } from '../../env'
import { uuidv7 } from '../../ids'
import { deliveryKinds, monstrousMessage, nasty, newMessage } from '../../testing/messages'
import { type ChannelReceiver, openChannelReceiver } from '../../testing/receivers/channel-receivers'
import { toType } from './channel-view'
import { DeliveryError } from './delivery-error'
import { enteredConfig } from './entered-config'
import { channelTypes } from './registry'
import { sendAs } from './send-through'
import { maskConfig, openConfig, sealConfig } from './stored-config'

const docs = readFileSync(join(import.meta.dirname, '../../../docs/channels.md'), 'utf8')
const receivers = new Map<string, ChannelReceiver>()

beforeAll(async () => {
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true', SECRETS_KEY: Buffer.alloc(32, 'k').toString('base64') })
  for (const [type, open] of Object.entries(openChannelReceiver)) {
    const receiver = await open()
    setEnv(receiver.env)
    receivers.set(type, receiver)
  }
})
afterAll(() => Promise.all([...receivers.values()].map(({ close }) => close())))

const receiverOf = (type: string): ChannelReceiver => {
  const found = receivers.get(type)
  if (!found) throw new Error(`Add a receiver for ${type} to lib/testing/receivers/channel-receivers.ts`)
  return found
}
const rowOf = (kind: (typeof channelTypes)[number]) => {
  const id = uuidv7()
  const { values } = enteredConfig(kind, receiverOf(kind.type).config)
  return { id, type: kind.type, name: 'Ops', origin: 'people', ...sealConfig(kind, id, values) }
}
const input = (more: object = {}) => ({
  deliveryId: uuidv7(),
  isMaybeRepeated: false,
  signal: AbortSignal.timeout(5_000),
  ...more,
})

describe.each(channelTypes.map((kind) => [kind.type, kind] as const))('%s', (type, kind) => {
  it('declares a field for each setting it parses, and a setting for each field', () => {
    const names = kind.fields.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    expect(names.toSorted()).toEqual(Object.keys(kind.config.shape).toSorted())
  })

  it('asks for what it needs in words, and takes nothing else', () => {
    const required = kind.fields.filter(({ isRequired }) => isRequired).map(({ name }) => `/config/${name}`)
    const missing = problemsOf(() => enteredConfig(kind, {}))
    expect(missing.map(({ pointer }) => pointer).toSorted()).toEqual(required.toSorted())
    for (const { detail } of missing) expect(detail).toBe('Please fill this in')
    const more = problemsOf(() => enteredConfig(kind, { ...receiverOf(type).config, more: 'x' }))
    expect(more).toEqual([{ detail: 'Unknown name', pointer: '/config/more' }])
    for (const field of toType(kind).fields) expect(field.title.length, field.name).toBeGreaterThan(2)
  })

  it('seals its secrets for its row and shows no more than their ends', () => {
    const { config } = receiverOf(type)
    const row = rowOf(kind)
    const stored = JSON.stringify(row)
    const shown = maskConfig(kind, openConfig(kind, row) ?? {})
    for (const { name, isSecret } of kind.fields) {
      const value = config[name]
      if (value === undefined) continue
      if (!isSecret) expect(shown[name]).toBe(value)
      else {
        expect(stored).not.toContain(value)
        expect(shown[name]).toBe(`••••${value.slice(-4)}`)
        expect(Object.keys(row.config)).not.toContain(name)
      }
    }
    expect(openConfig(kind, row)).toEqual(config)
    if (row.secret) expect(() => openConfig(kind, { ...row, id: uuidv7() })).toThrow(/SECRETS_KEY/)
  })

  it.each(deliveryKinds)('says what a %s message has to say', async (deliveryKind) => {
    const receiver = receiverOf(type)
    const before = receiver.heard().length
    const receipt = await sendAs(rowOf(kind), newMessage(deliveryKind), input())
    expect(receipt.responseStatus).toBeGreaterThanOrEqual(200)
    const text = readable(receiver.heard().slice(before).join('\n'))
    expect(text).toContain('Critical event')
    expect(text).toContain('The conversion of a lead failed halfway.')
    expect(text).toMatch(/2026-11-28 04:05:06 UTC|2026-11-28T04:05:06/)
    expect(text).toContain('https://daybook.example.org/dashboard/alerts/')
    expect(text).not.toContain('(cut)')
    expect(text).not.toMatch(/may be a repeat/i)
  })

  it('marks what may be a repeat', async () => {
    const receiver = receiverOf(type)
    await sendAs(rowOf(kind), newMessage('firing'), input({ isMaybeRepeated: true }))
    const last = readable(receiver.heard().at(-1) ?? '')
    if (type !== 'webhook') expect(last).toMatch(/may be a repeat/i)
    else expect(receiver.http?.received.at(-1)?.body).toContain('"isMaybeRepeated":true')
  })

  it('keeps to the limits of the service with a monstrous message, and says that it was cut', async () => {
    const receiver = receiverOf(type)
    for (const deliveryKind of deliveryKinds) {
      const before = receiver.heard().length
      await sendAs(rowOf(kind), monstrousMessage(deliveryKind), input())
      const text = receiver.heard().slice(before).join('\n')
      expect(readable(text).includes('(cut)'), deliveryKind).toBe(true)
      expect(text.isWellFormed()).toBe(true)
      expect(text.includes('javascript:')).toBe(false)
    }
  })

  it('lets no text turn against its reader', async () => {
    const receiver = receiverOf(type)
    const bad = { title: nasty, sentence: nasty, source: nasty, body: nasty, facts: [{ name: nasty, value: nasty }] }
    for (const deliveryKind of ['firing', 'digest'] as const) {
      const before = receiver.heard().length
      await sendAs(rowOf(kind), newMessage(deliveryKind, bad), input())
      const text = receiver.heard().slice(before).join('\n')
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e]/)
      expect(text.isWellFormed()).toBe(true)
    }
  })

  it('tells failures that pass from those that do not, and none of them holds a secret', async () => {
    const { http, secrets } = receiverOf(type)
    if (!http) return
    const echo = secrets.join(' ')
    for (const [status, isPermanent] of [
      [400, true],
      [401, true],
      [403, true],
      [404, true],
      [410, true],
      [408, false],
      [425, false],
      [429, false],
      [500, false],
      [503, false],
    ] as const) {
      const headers = { 'retry-after': '17' }
      http.behave({ kind: 'status', status, headers, body: JSON.stringify({ code: 1, message: echo, errors: [echo] }) })
      const error = await failureOf(() => sendAs(rowOf(kind), newMessage('firing'), input()))
      expect(error, `${status}`).toMatchObject({ isPermanent, responseStatus: status })
      expect(error.retryAfterMs).toBe(isPermanent ? undefined : 17_000)
      for (const secret of secrets) expect(error.message).not.toContain(secret)
    }
    http.behave()
  })

  it('is described in docs/channels.md, with each of its limits', () => {
    const start = docs.indexOf(`\n## ${kind.title}\n`)
    expect(start, `docs/channels.md needs a section “${kind.title}”`).toBeGreaterThan(-1)
    const section = docs.slice(start, docs.indexOf('\n## ', start + 5))
    for (const { title } of kind.fields) expect(section).toContain(title)
    for (const [name, value] of Object.entries(kind.limits))
      expect(section, `${name} of ${type}`).toContain(new Intl.NumberFormat('en').format(value))
    if (kind.environment) expect(section).toContain(kind.environment.variable)
  })
})

it('has kinds, rows and receivers with names of their own', () => {
  const types = channelTypes.map(({ type }) => type)
  expect(types.toSorted()).toEqual(Object.keys(openChannelReceiver).toSorted())
  const ids = channelTypes.flatMap(({ environment }) => environment?.channelId ?? [])
  expect(new Set(ids).size).toBe(ids.length)
})

function problemsOf(act: () => unknown): { detail: string; pointer: string }[] {
  try {
    act()
  } catch (error) {
    if (error instanceof Error && 'problems' in error && Array.isArray(error.problems)) return error.problems
    throw error
  }
  return expect.unreachable('it should have been refused')
}

async function failureOf(act: () => Promise<unknown>): Promise<DeliveryError> {
  const error = await act().then(
    () => expect.unreachable('it should have failed'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof DeliveryError)) throw error
  return error
}

/** Without the escapes of markup, which readers do not see. */
function readable(text: string): string {
  return text.replace(/\\([\\*_~`|>#<@[\]:-])/g, '$1').replaceAll('&amp;', '&')
}
