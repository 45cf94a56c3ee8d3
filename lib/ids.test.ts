import { expect, it } from 'vitest'
import { isUuid, requestIdFrom, uuidv7, uuidv7Floor } from './ids'

it('makes version 7 ids that carry their time and ascend within a millisecond', () => {
  const at = new Date('2026-11-20T12:00:00.123Z')
  const ids = Array.from({ length: 2_000 }, () => uuidv7(at))
  expect(new Set(ids).size).toBe(2_000)
  expect([...ids].sort()).toEqual(ids)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(ids[0]?.replaceAll('-', '').slice(0, 12) ?? '', 16)).toBe(at.getTime())
})

it('puts the floor of a millisecond between its ids and those of the one before', () => {
  const at = new Date('2026-11-20T12:00:00.123Z')
  const floor = uuidv7Floor(at)
  expect(isUuid(floor)).toBe(true)
  expect(floor <= uuidv7(at)).toBe(true)
  expect(uuidv7(new Date(at.getTime() - 1)) < floor).toBe(true)
})

it.each([
  ['abcdefgh', true],
  ['a.b_c-D9'.padEnd(128, 'x'), true],
  ['short', false],
  ['x'.repeat(129), false],
  ['has space', false],
  [`dbk_${'x'.repeat(40)}`, false],
  ['new\nline-here', false],
  [null, false],
])('keeps a caller’s id only when it is well-formed: %j', (value, isKept) => {
  expect(requestIdFrom(value) === value).toBe(isKept)
})
