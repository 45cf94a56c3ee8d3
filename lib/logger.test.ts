import { expect, test } from 'vitest'
import { writtenLines } from './testing/written-lines'

test('every line is one JSON object with the ids, and holds no secret, whatever its key or form', async () => {
  const [first = '', ...others] = await writtenLines('pipe')
  const { timestamp, version, ...line } = JSON.parse(first)
  expect(new Date(timestamp).toISOString()).toBe(timestamp)
  expect(version).toEqual(expect.any(String))
  expect(line).toMatchObject({
    level: 'error',
    message: 'Card [redacted] was declined',
    service: 'daybook',
    environment: 'production',
    requestId: 'request-0001',
    correlationId: 'correlation-1',
    userId: 'user-1',
    metadata: {
      cookie: '[redacted]',
      nested: { list: [{ apiKey: '[redacted]', note: 'IBAN [redacted]' }] },
      big: `${10n ** 30n}n`,
      error: { code: 'E_REFUSED', message: 'Bearer [redacted] refused', cause: { message: 'password=[redacted]' } },
    },
  })
  expect(first).not.toMatch(/canary|abcdefgh12345678|hunter2|4111|3704/)
  expect(others.map((text) => JSON.parse(text).message)).toEqual(Array.from({ length: 2_000 }, (_, n) => `line ${n}`))
}, 30_000)

test('on a terminal in development they are for people, and the last ones arrive too, in order', async () => {
  const lines = await writtenLines('terminal')
  expect(lines[0]).toMatch(/^\[\d\d:\d\d:\d\d.*\] ERROR.*Card \[redacted\] was declined/)
  const messages = lines.flatMap((line) => /INFO.*: (line \d+)$/.exec(line)?.[1] ?? [])
  expect(messages).toEqual(Array.from({ length: 2_000 }, (_, n) => `line ${n}`))
}, 30_000)
