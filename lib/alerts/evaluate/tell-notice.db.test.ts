import { beforeEach, describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../../clock'
import { systemContext } from '../../context'
import { getDb, withTx } from '../../db'
import { newChannel } from '../../testing/alerts'
import { useDatabase } from '../../testing/database'
import { Message } from '../message'
import { rules } from '../rules'
import { updateAlertSettings } from '../silences'
import { tellNotice } from './tell-notice'

const database = useDatabase()
const ctx = systemContext('alerts')
const lifecycle = rules.find(({ name }) => name === 'lifecycle')
const evening = new Date('2026-11-30T22:30:00Z')
const morning = new Date('2026-12-01T07:00:00Z')
const after = (milliseconds: number) => new Date(evening.getTime() + milliseconds)

beforeEach(async () => {
  await database.ownerQuery('TRUNCATE "Delivery", "DeliveryAttempt", "AlertChannel", "AlertNotice"')
  await database.ownerQuery(`DELETE FROM "Setting"`)
  await updateAlertSettings(ctx, { quietHours: { isOn: true, from: '22:00', to: '07:00' } })
})

const starts = (now: Date, sentence: string, source = 'daybook') =>
  withTx(ctx, async (tx) => {
    if (!lifecycle) throw new Error('There is such a rule')
    await tellNotice(tx, { rule: lifecycle, finding: { source, sentence, firstAt: now, lastAt: now }, now })
  })
const told = async () => {
  const rows = await getDb().delivery.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return rows.map(({ message, nextAttemptAt }) => {
    const { sentence, count, at } = Message.parse(message)
    return { sentence, count, at, dueAt: nextAttemptAt }
  })
}

describe('restarts during quiet hours', () => {
  it('are one message at their end, which has the last one, how many there were, and since when', async () => {
    await newChannel()
    for (const [hours, word] of ['first', 'second', 'third'].entries())
      await starts(after(hours * hourMs), `The ${word} start.`)
    const at = evening.toISOString()
    expect(await told()).toEqual([{ sentence: 'The third start.', count: 3, at, dueAt: morning }])
  })

  it('of another system are another message', async () => {
    await newChannel()
    await starts(evening, 'One.')
    await starts(after(hourMs), 'Another.', 'shop')
    await starts(after(2 * hourMs), 'Another again.', 'shop')
    expect((await told()).map(({ sentence, count }) => [sentence, count])).toEqual([
      ['One.', 1],
      ['Another again.', 2],
    ])
  })

  it('hold the cooldown from when they are told, not from when they were', async () => {
    await newChannel()
    await starts(after(hourMs), 'In the night.')
    await database.ownerQuery(`UPDATE "Delivery" SET "status" = 'SENT'`)
    const since = (milliseconds: number) => new Date(morning.getTime() + milliseconds)
    await starts(since(5 * minuteMs), 'Too soon.')
    await starts(since(11 * minuteMs), 'Later.')
    expect((await told()).map(({ sentence }) => sentence)).toEqual(['In the night.', 'Later.'])
  })

  it('are told when the message that waited for them is gone', async () => {
    await newChannel()
    await starts(evening, 'Cancelled.')
    await database.ownerQuery(`UPDATE "Delivery" SET "status" = 'CANCELLED'`)
    await starts(after(hourMs), 'The next.')
    expect((await told()).map(({ sentence }) => sentence)).toEqual(['Cancelled.', 'The next.'])
  })
})
