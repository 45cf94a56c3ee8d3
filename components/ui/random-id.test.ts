import { webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { randomId } from './random-id'

const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const onPlainHttp = { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => webcrypto.getRandomValues(bytes) }

describe('randomId', () => {
  it('is a version 4 UUID where the browser has randomUUID', () => {
    expect(randomId()).toMatch(version4)
  })

  it('is one on plain http as well, and another each time', () => {
    const ids = Array.from({ length: 200 }, () => randomId(onPlainHttp))
    for (const id of ids) expect(id).toMatch(version4)
    expect(new Set(ids).size).toBe(200)
  })
})
