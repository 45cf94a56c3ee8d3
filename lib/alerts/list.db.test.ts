import { expect, it } from 'vitest'
import { systemContext } from '../context'
import { useDatabase } from '../testing/database'
import { newAlert } from '../testing/made-alerts'
import { listAlerts } from './list'

useDatabase()

it('counts what is open, how much of it is critical and how much nobody has acknowledged, whatever is asked for', async () => {
  const ctx = systemContext('test')
  const nothing = { openCount: 0, openCriticalCount: 0, firingCount: 0, items: [] }
  expect(await listAlerts(ctx, { limit: 1, state: 'open' })).toMatchObject(nothing)

  await newAlert({ severity: 'critical', state: 'FIRING' })
  await newAlert({ severity: 'critical', state: 'ACKNOWLEDGED' })
  await newAlert({ severity: 'low', state: 'FIRING' })
  await newAlert({ severity: 'critical', state: 'RESOLVED', resolvedAt: new Date() })

  const counts = { openCount: 3, openCriticalCount: 2, firingCount: 2 }
  expect(await listAlerts(ctx, { limit: 1, state: 'open' })).toMatchObject(counts)
  expect(await listAlerts(ctx, { limit: 1, state: 'RESOLVED', severity: 'low' })).toMatchObject(counts)
})
