import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { useDatabase } from '../testing/database'
import { giveUpLease, takeLease } from './lease'
import { getPool } from './pool'

useDatabase()

it('a lease that was given up is free at once, however soon another asks', async () => {
  const refused: number[] = []
  for (let turn = 0; turn < 200; turn += 1) {
    const lease = await takeLease(getPool(), 'test', randomUUID())
    if (lease) await giveUpLease(getPool(), lease)
    else refused.push(turn)
  }
  expect(refused).toEqual([])
})

it('one that is held is not taken by another', async () => {
  const lease = await takeLease(getPool(), 'held', randomUUID())
  expect(lease).toBeDefined()
  expect(await takeLease(getPool(), 'held', randomUUID())).toBeUndefined()
})
