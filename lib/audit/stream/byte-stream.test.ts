import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { byteStream } from './byte-stream'

/** Numbers without end, and how many were made. */
function counting() {
  const made = { count: 0, isEnded: false }
  async function* chunks() {
    try {
      for (;;) yield String((made.count += 1))
    } finally {
      made.isEnded = true
    }
  }
  return { made, chunks: chunks() }
}

describe('a body made of chunks', () => {
  it('makes each when the one before was taken', async () => {
    const { made, chunks } = counting()
    const reader = byteStream(chunks).getReader()
    await sleep(10)
    expect(made.count).toBe(0)
    await reader.read()
    await reader.read()
    await sleep(10)
    expect(made.count).toBe(2)
  })

  it('ends once, with its generator, when the client goes away', async () => {
    const { made, chunks } = counting()
    let ends = 0
    const reader = byteStream(chunks, { onEnd: () => (ends += 1) }).getReader()
    await reader.read()
    await reader.cancel()
    expect([ends, made.isEnded]).toEqual([1, true])
  })

  it('ends once when the client goes away while the last chunk is made', async () => {
    const last = Promise.withResolvers<void>()
    async function* waiting() {
      await last.promise
      yield* []
    }
    let ends = 0
    const reader = byteStream(waiting(), { onEnd: () => (ends += 1) }).getReader()
    const reading = reader.read()
    await sleep(10)
    await reader.cancel()
    last.resolve()
    await reading
    await sleep(10)
    expect(ends).toBe(1)
  })

  it('ends whole when its signal fires, also while it waits for a chunk and before anybody read', async () => {
    async function* never() {
      await new Promise(() => {})
      yield ''
    }
    for (const isRead of [true, false]) {
      const stop = new AbortController()
      let ends = 0
      const reader = byteStream(never(), { signal: stop.signal, onEnd: () => (ends += 1) }).getReader()
      const reading = isRead ? reader.read() : undefined
      stop.abort()
      expect((await (reading ?? reader.read())).done).toBe(true)
      expect(ends).toBe(1)
    }
  })

  it('ends at once with a signal that fired before', async () => {
    let ends = 0
    const body = byteStream(counting().chunks, { signal: AbortSignal.abort(), onEnd: () => (ends += 1) })
    expect([(await body.getReader().read()).done, ends]).toEqual([true, 1])
  })

  it('breaks when its chunks fail, and says why to whoever made it', async () => {
    async function* failing() {
      yield 'a'
      throw new Error('lost')
    }
    let ends = 0
    const failures: unknown[] = []
    const options = { onEnd: () => (ends += 1), onFailure: (error: unknown) => failures.push(error) }
    const reader = byteStream(failing(), options).getReader()
    await reader.read()
    await expect(reader.read()).rejects.toMatchObject({ name: 'AbortError', cause: new Error('lost') })
    expect([ends, failures]).toEqual([1, [new Error('lost')]])
  })

  it('breaks for a client that leaves a chunk lying, and not for one that waits for the next', async () => {
    let ends = 0
    const options = { stalledMs: 50, onEnd: () => (ends += 1) }
    const idle = byteStream(counting().chunks, options).getReader()
    await idle.read()
    await sleep(120)
    await expect(idle.read()).rejects.toThrow('takes nothing')
    expect(ends).toBe(1)
    async function* slow() {
      yield 'a'
      await sleep(120)
      yield 'b'
    }
    const patient = byteStream(slow(), options).getReader()
    await patient.read()
    expect((await patient.read()).done).toBe(false)
    await patient.cancel()
  })
})
