import { beforeEach, expect, test } from 'vitest'
import { setEnv } from './env'
import { openSecret, sealSecret } from './secrets'

beforeEach(() => setEnv({ SECRETS_KEY: Buffer.alloc(32, 'a').toString('base64') }))

test('what was sealed can be opened, and says nothing of what it holds', () => {
  const sealed = sealSecret('https://hooks.example/T0/B0/canary', 'channel-1')
  expect(sealed).not.toContain('canary')
  expect(openSecret(sealed, 'channel-1')).toBe('https://hooks.example/T0/B0/canary')
  expect(sealSecret('same', 'channel-1')).not.toBe(sealSecret('same', 'channel-1'))
})

test('another row, another key and a changed byte are refused', () => {
  const sealed = sealSecret('text', 'channel-1')
  expect(() => openSecret(sealed, 'channel-2')).toThrow(/SECRETS_KEY/)
  const at = sealed.length - 3
  const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
  expect(() => openSecret(changed, 'channel-1')).toThrow(/SECRETS_KEY/)
  setEnv({ SECRETS_KEY: Buffer.alloc(32, 'b').toString('base64') })
  expect(() => openSecret(sealed, 'channel-1')).toThrow(/SECRETS_KEY/)
})

test('without a key nothing is sealed', () => {
  setEnv({ SECRETS_KEY: '' })
  expect(() => sealSecret('text', 'channel-1')).toThrow(/SECRETS_KEY: must be given/)
})
