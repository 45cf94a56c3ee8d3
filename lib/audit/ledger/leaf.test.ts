import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json'
import { exactJson } from './exact-json'
import { type Body, bodyHashOf, commitment, eventSaltBytes, groupFields, groups, leafData, newSalt } from './leaf'

const sha256 = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Every field has a value that needs an escape, or whose keys are not in order. */
const body: Body = {
  occurredAt: new Date('2026-11-21T03:04:05.678Z'),
  action: 'LOGIN',
  severity: 'INFO',
  source: 'shop "one"',
  actorType: 'user',
  ...Object.fromEntries(
    Object.values(groupFields)
      .flat()
      .map((field) => [field, `${field} "é\n\u2028€😀"`]),
  ),
  metadata: { '10': 1, '9': [true, null, { z: 1e21, a: 0.1 }], b: 'x' },
  before: null,
}

/** The definition of docs/ledger.md, word by word and slowly. */
function expectedHash(salt: Buffer): Buffer {
  const commitments = Object.fromEntries(
    groups.map((group, i) => {
      const values = Object.fromEntries(
        groupFields[group]
          .filter((field) => body[field] !== null && body[field] !== undefined)
          .map((field) => [field, body[field] ?? null]),
      )
      return [group, sha256(salt.subarray(i * 16, i * 16 + 16), canonicalJson(values)).toString('hex')]
    }),
  )
  const { action, severity, source, actorType } = body
  return sha256(
    canonicalJson({
      v: 1,
      occurredAt: '2026-11-21T03:04:05.678Z',
      action,
      severity,
      source,
      actorType,
      ...commitments,
    }),
  )
}

describe('the hash of a body', () => {
  it('is what the document says', () => {
    for (let i = 0; i < 300; i += 1) {
      const salt = newSalt()
      expect(salt).toHaveLength(eventSaltBytes)
      expect(bodyHashOf(body, salt)).toEqual(expectedHash(salt))
    }
  })

  it('takes null and absent for the same', () => {
    const salt = newSalt()
    const { before: _before, ...without } = body
    expect(bodyHashOf(without, salt)).toEqual(bodyHashOf(body, salt))
  })

  it('changes with every field', () => {
    const salt = newSalt()
    const hashes = Object.keys(body).map((field) =>
      bodyHashOf({ ...body, [field]: field === 'occurredAt' ? new Date(0) : 'other' }, salt).toString('hex'),
    )
    expect(new Set([...hashes, bodyHashOf(body, salt).toString('hex')]).size).toBe(hashes.length + 1)
  })

  it('is the same when groups were erased and their commitments are given', () => {
    const salt = newSalt()
    const content = commitment('content', body, salt)
    const erased = { ...body, description: '', metadata: null, after: null, errorMessage: null, errorStack: null }
    const zeros = Buffer.concat([salt.subarray(0, 16), Buffer.alloc(16), salt.subarray(32)])
    expect(bodyHashOf(erased, zeros, { content })).toEqual(bodyHashOf(body, salt))
  })

  it('holds text of any length', () => {
    const salt = newSalt()
    const long = { ...body, errorStack: '😀'.repeat(30_000) }
    const json = canonicalJson(
      Object.fromEntries(groupFields.content.filter((f) => long[f]).map((f) => [f, long[f] ?? null])),
    )
    expect(commitment('content', long, salt)).toEqual(sha256(salt.subarray(16, 32), json))
  })
})

it('never draws the same salt twice', () => {
  expect(new Set(Array.from({ length: 2_000 }, () => newSalt().toString('hex'))).size).toBe(2_000)
})

it('the data of a leaf is canonical JSON', () => {
  const data = leafData('01a1fc26-e62a-72e8-87d3-4e226d36f53f', '2026-11-21T03:04:05.123456Z', Buffer.alloc(32, 7))
  expect(data).toBe(canonicalJson(JSON.parse(data)))
})

describe('stored JSON', () => {
  it('comes as it is', () => {
    for (const text of ['1.50', '9007199254740991', '1000000000000000000000', '0.1', '[]', '{"a": -0.0, "b": [1e2]}'])
      expect(exactJson(text)).toEqual(JSON.parse(text))
  })

  it('marks numbers that a double rounds, so that they hash apart', () => {
    expect(exactJson('{"n": 9007199254740993}')).toEqual({ n: '\0' + '9007199254740993' })
    expect(exactJson('9007199254740993')).not.toEqual(exactJson('9007199254740992'))
    expect(exactJson('1.5000000000000000000001')).not.toEqual(exactJson('1.5'))
  })

  it('that is nested too deep to be walked is taken as its text', () => {
    const deep = (depth: number) => `${'['.repeat(depth)}"[[[\\"{"${']'.repeat(depth)}`
    expect(exactJson(deep(1_001))).toBe(`\0${deep(1_001)}`)
    expect(exactJson(deep(1_000))).toEqual(JSON.parse(deep(1_000)))
    expect(exactJson(`"${'['.repeat(5_000)}"`)).toBe('['.repeat(5_000))
    const salt = newSalt()
    expect(bodyHashOf({ ...body, metadata: exactJson(deep(6_000)) }, salt)).not.toEqual(
      bodyHashOf({ ...body, metadata: exactJson(deep(6_001)) }, salt),
    )
  })
})
