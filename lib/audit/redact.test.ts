import { describe, expect, it } from 'vitest'
import { systemContext, withActor } from '../context'
import { cleanText, toJsonValue } from '../json-value'
import { isSecretKey, redactText } from '../redact'
import { diffSnapshots } from './diff'
import { buildAuditRow } from './write/row'

describe('text', () => {
  it.each([
    ['Authorization: Bearer abcdef1234567890', 'abcdef1234567890'],
    ['key dbk_live_A1b2C3d4E5f6', 'dbk_live_A1b2C3d4E5f6'],
    ['postgres://daybook:hunter2secret@db/x', 'hunter2secret'],
    ['failed with password=hunter2secret&x=1', 'hunter2secret'],
    ['{"token":"abc123abc"}', 'abc123abc'],
    ['hash $argon2id$v=19$m=19456$c2FsdA$aGFzaA', 'c2FsdA'],
    ['jwt eyJhbGciOiJkaXIi.eyJzdWIiOiIx.c2lnbmF0dXJl', 'eyJzdWIiOiIx'],
    ['card 4111 1111 1111 1111 declined', '4111'],
    ['card 5500-0055-5555-5559 declined', '5500'],
    ['card 4111 1111 1111 1111 12/27', '4111'],
    ['378282246310005', '3782'],
    ['hook xoxb-123456789012-abcdefgh', 'xoxb'],
    ['push with ghp_abcdefghijklmnopqrstuvwxyz012345', 'ghp_'],
    ['pay with sk_live_abcdefgh12345678', 'sk_live'],
    ['payment 42 4111 1111 1111 1111 declined', '4111'],
    ['4111111111111111 5500005555555559', '5500'],
    ['card-4111111111111111', '4111'],
    ['cannot reach redis://:hunter2secret@cache:6379', 'hunter2secret'],
    ['grant refused: client_secret=hunter2secret', 'hunter2secret'],
    ['{"password":"correct horse battery"}', 'horse'],
    [String.raw`sent {\"password\":\"hunter2secret\"}`, 'hunter2secret'],
    ['session eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..bm9uY2U.Y2lwaGVydGV4dA.dGFn', 'Y2lwaGVydGV4dA'],
    ['to DE89 3704 0044 0532 0130 00, please', '3704'],
    ['GB82WEST12345698765432', 'WEST'],
    ['ssn 219-09-9999 given', '219'],
    ['cpf 529.982.247-25', '529'],
    ['cédula 001-1234567-3', '1234567'],
    ['nie X1234567L', '1234567'],
  ])('loses the secret in %j', (text, secret) => {
    expect(redactText(text)).not.toContain(secret)
    expect(redactText(text)).toContain('[redacted]')
  })

  it.each([
    'INV-2026-000123',
    '+49 30 1234567',
    'Order 4111111111111112',
    'trace 4bf92f3577b34da6a3ce929d0e0e4736',
    'trace 41111111111111111111111111111111',
    'spent 1763683200000 ns',
    '2026-11-20T12:00:00.000Z',
    '€1,234.00',
    'DE88 3704 0044 0532 0130 00 is no account',
    'order 900-12-3456, or 219-09-99991',
    'cpf 529.982.247-24',
    'AB12 CD34 EF56 GH78',
    'STU-2026-0042 and 2026-11-28',
    'call 555-123-4567',
    'X1234567A',
    'b2f5ff47-4366-4f00-8f66-219090009999',
  ])('keeps %j, which is no secret', (text) => expect(redactText(text)).toBe(text))

  it.each(['01a1fb94-e2b3-7381-8217-26834f1f7858', 'lead 01A1FB94-E2B3-7381-8217-26834F1F7858, again'])(
    'keeps the id in %j, although digits in it pass for a card number',
    (text) => expect(redactText(text)).toBe(text),
  )

  it('loses a card number that stands beside an id', () => {
    const id = '01a1fb94-e2b3-7381-8217-26834f1f7858'
    expect(redactText(`${id} 4111-1111-1111-1111, ${id}`)).toBe(`${id} [redacted], ${id}`)
  })

  it.each(['a-', 'a.', 'eyJ-', 'eyJaaaaaaaa.', 'a://b:', '//a:', 'token="', 'token ', '1 ', '4111 ', 'ES12 '])(
    'is looked through in time that grows with its length, also when it is made of %j',
    (unit) => {
      const text = `:=${unit.repeat(200_000 / unit.length)}`
      const startedMs = performance.now()
      redactText(text)
      // Quadratic patterns took half a minute.
      expect(performance.now() - startedMs).toBeLessThan(2_000)
    },
  )

  it('becomes storable: no NUL, no half surrogate, bounded length', () => {
    expect(cleanText('a\0b')).toBe('a[NUL]b')
    expect(cleanText('a\ud800b').isWellFormed()).toBe(true)
    expect(cleanText('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`)
  })
})

describe('keys', () => {
  it.each([
    'password',
    'passwordHash',
    'newPassword',
    'api_key',
    'apiKey',
    'Authorization',
    'cookie',
    'accessToken',
    'cardNumber',
    'sessionId',
  ])('treats %s as secret', (key) => expect(isSecretKey(key)).toBe(true))

  it.each(['name', 'email', 'idempotencyKey', 'publicKey', 'compass', 'status', 'amountMinor'])('keeps %s', (key) =>
    expect(isSecretKey(key)).toBe(false),
  )
})

describe('values', () => {
  it('carries what JSON can and marks what it cannot', () => {
    const loop: Record<string, unknown> = { name: 'loop' }
    loop.self = loop
    expect(
      toJsonValue({
        big: 10n ** 30n,
        small: 7n,
        infinite: Number.POSITIVE_INFINITY,
        at: new Date(0),
        loop,
        none: undefined,
        list: [undefined],
      }),
    ).toEqual({
      big: `${10n ** 30n}n`,
      small: 7,
      infinite: '[Infinity]',
      at: '1970-01-01T00:00:00.000Z',
      loop: { name: 'loop', self: '[circular]' },
      list: [null],
    })
  })

  it('shows the same object twice when it only stands side by side', () => {
    const shared = { a: 1 }
    expect(toJsonValue([shared, shared])).toEqual([{ a: 1 }, { a: 1 }])
  })

  it('survives depth and width', () => {
    let deep: unknown = 'end'
    for (let i = 0; i < 100_000; i += 1) deep = [deep]
    expect(JSON.stringify(toJsonValue(deep))).toContain('[too deep]')
    expect(toJsonValue(Array.from({ length: 1_500 }, () => 1))).toHaveLength(1_001)
  })
})

describe('a change', () => {
  it('keeps the keys that differ, redacted first', () => {
    const before = { name: 'Ada', status: 'NEW', password: 'one' }
    const after = { name: 'Ada', status: 'CONTACTED', password: 'two' }
    expect(diffSnapshots(before, after)).toEqual({
      before: { status: 'NEW', password: '[redacted]' },
      after: { status: 'CONTACTED', password: '[redacted]' },
    })
  })

  it('names a key whose difference is only in what was redacted', () => {
    expect(diffSnapshots({ notes: 'card 4111 1111 1111 1111' }, { notes: 'card 5555 5555 5555 4444' })).toEqual({
      before: { notes: 'card [redacted]' },
      after: { notes: 'card [redacted]' },
    })
  })

  it('is none when nothing differs, whatever the order of keys', () => {
    expect(diffSnapshots({ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 })).toBeUndefined()
    expect(diffSnapshots({ a: undefined }, {})).toBeUndefined()
    expect(diffSnapshots({ password: 'same' }, { password: 'same' })).toBeUndefined()
  })

  it('shows one side whole when the other does not exist', () => {
    expect(diffSnapshots(null, { a: 1 })).toEqual({ before: null, after: { a: 1 } })
    expect(diffSnapshots({ a: 1 }, undefined)).toEqual({ before: { a: 1 }, after: null })
  })
})

it('looks closer at every text that any pattern can match', () => {
  const secrets = [
    'bearer abcdefgh12345',
    'BASIC abcdefgh12345',
    'dbk_abcdefgh',
    'eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.x',
    '$argon2id$v=19$m=1',
    'https://ada:secret@example.org',
    'password=x1',
    'token: y2',
    '4111 1111 1111 1111',
    '4111111111111111',
    'xoxb-1234567890',
    'whsec_abcdefgh',
    'AKIAIOSFODNN7EXAMPLE',
    'DE89370400440532013000',
    '219-09-9999',
    '529.982.247-25',
    '001-1234567-3',
    'X1234567L',
  ]
  for (const secret of secrets) expect(redactText(`before ${secret} after`), secret).toContain('[redacted]')
})

it('takes a key out of the name of the key that it was pasted into', () => {
  const name = `Prometheus dbk_${'x'.repeat(40)}`
  const ctx = withActor(systemContext('test'), { type: 'apiKey', id: '1', name, scopes: [] })
  expect(buildAuditRow(ctx, { action: 'AUDIT_VIEWED', description: 'x' })?.userName).toBe('Prometheus [redacted]')
})
