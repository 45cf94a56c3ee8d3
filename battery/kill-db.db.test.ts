import { afterAll, beforeAll, expect, test } from 'vitest'
import { closePool } from '../lib/db/pool'
import { killDb, killDbForms } from './kill-db'
import { type OwnWorld, openOwnWorld } from './own-world'

let world: OwnWorld
beforeAll(async () => {
  world = await openOwnWorld('kill-db')
}, 180_000)
afterAll(async () => {
  await closePool()
  await world.close()
})

test('what was acknowledged outlives the death of PostgreSQL, once', async () => {
  const report = await killDb(world, killDbForms.short)
  expect(report.problems).toEqual([])
}, 180_000)

test('the mutant commit-later is noticed', async () => {
  const { problems } = await killDb(
    world,
    { ...killDbForms.short, victims: ['all'], mix: () => 'write' },
    'commit-later',
  )
  expect(problems.join('\n')).toMatch(/acknowledged \(database\) and is not in the trail/)
}, 180_000)
