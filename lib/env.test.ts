import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { envNames, parseEnv } from './env'

test('.env.example explains every variable in the line above it, and no other', () => {
  const lines = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8').split('\n')
  const named = lines.flatMap((line, index) => {
    const name = /^([A-Z][A-Z0-9_]*)=$/.exec(line)?.[1]
    return name === undefined ? [] : [{ name, explained: /^# .{20,}\.$/.test(lines[index - 1] ?? '') }]
  })
  expect(named.map(({ name }) => name).sort()).toEqual([...envNames].sort())
  expect(named.filter(({ explained }) => !explained)).toEqual([])
})

test('empty means missing', () => {
  expect(parseEnv({ DATABASE_URL: '', PORT: ' ' })).toMatchObject({ PORT: 3000 })
})

test('all problems are told at once, each by the name of its variable', () => {
  expect(() => parseEnv({ PORT: 'x', LOG_LEVEL: 'loud', NEXTAUTH_SECRET: 'short' })).toThrow(
    /3 problems:[\s\S]*PORT[\s\S]*LOG_LEVEL|NEXTAUTH_SECRET/,
  )
})

test('an old key that is not whole is told at the start', () => {
  const old = 'daybook.example+8832594e+AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g'
  const wrongId = old.replace('8832594e', '88325940')
  expect(parseEnv({ AUDIT_OLD_KEYS: `${old}, ${old}` }).AUDIT_OLD_KEYS).toEqual([old, old])
  for (const keys of [wrongId, `${old},${wrongId}`, old.slice(0, -1), old.replace('example', 'sample')])
    expect(() => parseEnv({ AUDIT_OLD_KEYS: keys })).toThrow(/AUDIT_OLD_KEYS: must be public keys/)
})

test('the name of the log cannot divide a list of keys', () => {
  for (const name of ['a,b', 'a b', 'a+b'])
    expect(() => parseEnv({ AUDIT_LOG_ORIGIN: name })).toThrow(/AUDIT_LOG_ORIGIN/)
})
