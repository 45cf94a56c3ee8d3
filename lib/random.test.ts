import { expect, test } from 'vitest'
import { nextRandom } from './random'

test('random bytes are as many as were asked for, and none is given twice', () => {
  const given = Array.from({ length: 5_000 }, (_, index) => {
    const count = [8, 16, 48][index % 3] ?? 8
    const bytes = nextRandom(count)
    expect(bytes).toHaveLength(count)
    return bytes.toString('hex')
  })
  // The first eight bytes of each: by chance two are the same once in 10¹² runs.
  expect(new Set(given.map((hex) => hex.slice(0, 16))).size).toBe(given.length)
})

test('bytes of one call are not those of the call before it', () => {
  const first = nextRandom(64)
  const copy = Buffer.from(first)
  const second = nextRandom(64)
  expect(second.equals(copy)).toBe(false)
})
