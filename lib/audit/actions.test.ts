import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AuditAction, actionCatalogue, findAction } from './actions'

/** One name a line, in the order they were added. A line may be added, never changed or removed. */
const published = readFileSync(join(import.meta.dirname, 'actions.published.txt'), 'utf8')
  .trim()
  .split('\n')

it('still knows every action that was ever published, because events with it exist for ever', () => {
  const missing = published.filter((name) => !findAction(name))
  expect(missing).toEqual([])
})

it('publishes every action it knows', () => {
  const unpublished = Object.keys(actionCatalogue).filter((name) => !published.includes(name))
  expect(unpublished, 'add these lines to lib/audit/actions.published.txt').toEqual([])
})

it('names each action by its own constant, in UPPER_SNAKE', () => {
  for (const [key, value] of Object.entries(AuditAction)) expect([key, value]).toEqual([key, key])
  expect(Object.keys(AuditAction).filter((name) => !/^[A-Z][A-Z0-9_]{1,79}$/.test(name))).toEqual([])
})

it('does not mistake properties of every object for actions', () => {
  expect(findAction('constructor')).toBeUndefined()
  expect(findAction('__proto__')).toBeUndefined()
})
