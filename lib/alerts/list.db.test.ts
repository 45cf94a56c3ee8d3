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

it('lists what is open with the worst first and the newest of those first, page by page, and the rest by time', async () => {
  const ctx = systemContext('test')
  const source = 'ordered'
  const made: string[] = []
  for (const severity of ['low', 'critical', 'info', 'medium', 'critical', 'high', 'low'])
    made.push((await newAlert({ severity, source })).id)
  const order = [4, 1, 5, 3, 6, 0, 2].map((index) => made[index])
  const read = async (state: 'open' | undefined) => {
    const ids: string[] = []
    for (let cursor: string | undefined, isMore = true; isMore; ) {
      const page = await listAlerts(ctx, {
        limit: 2,
        source,
        ...(state ? { state } : {}),
        ...(cursor ? { cursor } : {}),
      })
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
      isMore = cursor !== undefined
    }
    return ids
  }
  expect(await read('open')).toEqual(order)
  expect(await read(undefined)).toEqual(made.toReversed())
})
