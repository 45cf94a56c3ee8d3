import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forkLimitProcess } from '../../testing/fork-limit-process'
import { openTestRedis, type TestRedis } from '../../testing/redis'
import { openTcpProxy } from '../../testing/tcp-proxy'
import { MemoryCounter } from './memory-counter'
import { SharedCounter } from './shared-counter'

const policy = { name: 'default', quota: 100, windowSeconds: 60 }

let redis: TestRedis
beforeAll(async () => {
  redis = await openTestRedis()
}, 300_000)
afterAll(() => redis.stop())

async function askThrough(instance: ChildProcess, times: number): Promise<number[]> {
  const answer = once(instance, 'message')
  instance.send(times)
  const [statuses] = await answer
  return statuses as number[]
}

test('two instances together let a caller in exactly as often as the limit says', async () => {
  const instances = [1, 2].map(() => forkLimitProcess(redis.url, 100))
  await Promise.all(instances.map((instance) => once(instance, 'message')))
  const statuses = (await Promise.all(instances.map((instance) => askThrough(instance, 80)))).flat()
  expect(statuses.filter((status) => status === 200)).toHaveLength(100)
  expect(statuses.filter((status) => status === 429)).toHaveLength(60)
  for (const instance of instances) instance.disconnect()
}, 30_000)

test.each(['cut', 'freeze'] as const)(
  'a Redis that is away (%s) refuses nobody and holds nobody up',
  async (how) => {
    const line = await openTcpProxy(redis.url)
    const shared = counter(line.url)
    for (let n = 1; n <= 5; n += 1) expect((await shared.add(how)).used).toBe(n)

    await line[how]()
    const startedMs = performance.now()
    // Counted here from now on, beginning anew; only the first ones wait for the answer that does not come.
    for (let n = 1; n <= 50; n += 1) expect((await shared.add(how)).used).toBe(n)
    // 12.5 s when every one of them waits.
    expect(performance.now() - startedMs).toBeLessThan(8_000)

    await line.restore()
    // What was counted before it was away counts again.
    await expect.poll(async () => (await shared.peek(how)).used, { timeout: 15_000, interval: 200 }).toBe(5)
    expect((await shared.add(how)).used).toBe(6)
    await line.close()
  },
  30_000,
)

test('memory is bounded: of more callers than fit, those whose window began first are forgotten', async () => {
  const memory = new MemoryCounter(policy, 100)
  for (let n = 0; n < 1_000; n += 1) await memory.add(`ip:${n}`)
  expect(memory.size).toBe(100)
  expect((await memory.add('ip:999')).used).toBe(2)
  expect((await memory.peek('ip:0')).used).toBe(0)
  const brief = new MemoryCounter({ ...policy, windowSeconds: 1 }, 100)
  for (let n = 0; n < 50; n += 1) await brief.add(`ip:${n}`)
  await sleep(1_100)
  await brief.add('ip:new')
  expect(brief.size).toBe(1)
})

const counter = (url: string) => new SharedCounter(policy, new MemoryCounter(policy), url)
