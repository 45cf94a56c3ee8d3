import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { send } from '../../outbound'
import { openReceiver, type Receiver } from '../../testing/receivers/receiver'
import { OutsidePing } from './outside-ping'

vi.setConfig({ testTimeout: 30_000 })
/** Whatever the machine does besides. */
const patience = { timeout: 20_000 }

const opened: { stop?: () => Promise<void>; close?: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await (one.stop?.() ?? one.close?.())
})

async function newReceiver(): Promise<Receiver> {
  const receiver = await openReceiver()
  opened.push(receiver)
  return receiver
}

function startPing(url: string, isWorking: () => boolean = () => true, withinMs = 5_000): void {
  const ping = new OutsidePing({
    url,
    isWorking,
    everyMs: 50,
    withinMs,
    send: async (address, signal) => {
      const { status } = await send({ url: address, signal, allowPrivate: true })
      if (status >= 400) throw new Error(`status ${status}`)
    },
  })
  opened.push(ping)
  ping.start()
}

it('calls the switch as long as this process works, and falls silent when it does not', async () => {
  const receiver = await newReceiver()
  let isWorking = true
  startPing(`${receiver.url}/canary-key`, () => isWorking)
  await expect.poll(() => receiver.received.length, patience).toBeGreaterThanOrEqual(3)
  isWorking = false
  // The call that is under way at that moment, and no other one.
  const before = receiver.received.length
  await sleep(500)
  const silentFrom = receiver.received.length
  expect(silentFrom - before).toBeLessThanOrEqual(1)
  isWorking = true
  await expect.poll(() => receiver.received.length, patience).toBeGreaterThan(silentFrom)
})

it('never has two calls under way, however long the switch takes', async () => {
  const receiver = await newReceiver()
  receiver.behave({ kind: 'hang' })
  startPing(receiver.url)
  await expect.poll(() => receiver.received.length, patience).toBe(1)
  await sleep(400)
  expect(receiver.received.length).toBe(1)
})

it('goes on after a switch that failed or did not answer', async () => {
  const receiver = await newReceiver()
  receiver.behave({ kind: 'hang' }, 1)
  startPing(receiver.url, () => true, 500)
  await expect.poll(() => receiver.received.length, patience).toBeGreaterThanOrEqual(1)
  receiver.behave({ kind: 'status', status: 500 }, 2)
  const answered = (status: number) => receiver.received.filter((call) => call.answered === status).length
  await expect.poll(() => answered(500), patience).toBe(2)
  await expect.poll(() => answered(200), patience).toBeGreaterThanOrEqual(2)
})
