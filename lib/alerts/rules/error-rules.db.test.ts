import { beforeEach, describe, expect, test } from 'vitest'
import { pruneMinutes } from '../../audit/ledger/counts'
import { untilSealed } from '../../audit/ledger/sealer'
import { makeEvents } from '../../audit/read/made-events.testing'
import { dayMs, hourMs, minuteMs, secondMs } from '../../clock'
import { getPool } from '../../db'
import { uuidv7 } from '../../ids'
import { ruleOf } from '../../testing/alert-rules'
import { events } from '../../testing/alert-scenarios'
import { useDatabase } from '../../testing/database'

const db = useDatabase()
// Every test has an hour of its own, in the middle of a minute: rows of the trail cannot be deleted.
let now = new Date(Math.floor(Date.now() / minuteMs) * minuteMs + 30 * secondMs)
beforeEach(() => {
  now = new Date(now.getTime() - 3 * hourMs)
})
const ago = (ms: number) => new Date(now.getTime() - ms)
const error = { severity: 'ERROR' } as const
const critical = { severity: 'CRITICAL' } as const

describe('error-rate', () => {
  const { findings, history } = ruleOf('error-rate')
  const sentences = async (settings = {}) => (await findings(now, settings)).map(({ sentence }) => sentence)

  test('fires above 10 % of the last hour, not at 10 %', async () => {
    await events(db, 'daybook', ago(30 * minuteMs), 18)
    await events(db, 'daybook', ago(20 * minuteMs), 2, error)
    expect(await sentences()).toEqual([])
    await events(db, 'daybook', ago(10 * minuteMs), 1, critical)
    expect(await findings(now)).toMatchObject([
      {
        source: 'daybook',
        sentence: '3 of 21 events of the last hour are errors (14 %).',
        firstAt: ago(20 * minuteMs),
        lastAt: now,
      },
    ])
  })

  test('needs 20 events', async () => {
    await events(db, 'daybook', ago(30 * minuteMs), 19, error)
    expect(await sentences()).toEqual([])
    await events(db, 'daybook', ago(30 * minuteMs), 1)
    expect(await sentences()).toEqual(['19 of 20 events of the last hour are errors (95 %).'])
  })

  test('counts sealed and unsealed events the same, to the millisecond at both ends of the hour', async () => {
    await events(db, 'daybook', ago(hourMs + 1), 1, error)
    await events(db, 'daybook', ago(hourMs), 1, error)
    await events(db, 'daybook', ago(30 * minuteMs), 25, error)
    await events(db, 'daybook', now, 1, error)
    await events(db, 'daybook', new Date(now.getTime() + 1), 1, error)
    const expected = ['27 of 27 events of the last hour are errors (100 %).']
    expect(await sentences()).toEqual(expected)
    await untilSealed()
    expect(await sentences()).toEqual(expected)
    await events(db, 'daybook', ago(5 * minuteMs), 1)
    expect(await sentences()).toEqual(['27 of 28 events of the last hour are errors (96 %).'])
  })

  test('looks at every system apart', async () => {
    await events(db, 'shop', ago(30 * minuteMs), 20, error)
    await events(db, 'daybook', ago(30 * minuteMs), 40)
    expect((await findings(now)).map(({ source }) => source)).toEqual(['shop'])
  })

  test('recovers when the hour has passed', async () => {
    await events(db, 'daybook', ago(30 * minuteMs), 20, error)
    expect(await findings(now)).toHaveLength(1)
    expect(await findings(new Date(now.getTime() + 31 * minuteMs))).toEqual([])
  })

  test('takes other thresholds', async () => {
    await events(db, 'daybook', ago(30 * minuteMs), 5)
    await events(db, 'daybook', ago(30 * minuteMs), 5, error)
    expect(await sentences({ percent: 49, minimumEvents: 10 })).toHaveLength(1)
    expect(await sentences({ percent: 50, minimumEvents: 10 })).toEqual([])
    expect(await sentences({ percent: 49, minimumEvents: 11 })).toEqual([])
  })

  test('knows a month of history, also of minutes whose actions are gone', async () => {
    const at = new Date(Math.floor(ago(20 * dayMs).getTime() / minuteMs) * minuteMs)
    await events(db, 'history', at, 30, error)
    await untilSealed()
    const range = [new Date(at.getTime() - dayMs), new Date(at.getTime() + dayMs)] as const
    const minutes = async () => (await history(...range)).filter(({ source }) => source === 'history').map((m) => m.at)
    const hour = Array.from({ length: 60 }, (_, i) => new Date(at.getTime() + (i + 1) * minuteMs))
    expect(await minutes()).toEqual(hour)
    await pruneMinutes(getPool())
    expect(await minutes()).toEqual(hour)
  })
})

describe('error-burst', () => {
  const { findings } = ruleOf('error-burst')

  test('fires at the eleventh ERROR or CRITICAL event within a minute', async () => {
    await events(db, 'daybook', ago(40 * secondMs), 10, error)
    expect(await findings(now)).toEqual([])
    await events(db, 'daybook', ago(20 * secondMs), 1, critical)
    expect(await findings(now)).toMatchObject([
      { source: 'daybook', sentence: '11 errors within one minute.', count: 11, firstAt: ago(40 * secondMs) },
    ])
  })

  test('sees a minute that is none of the clock', async () => {
    const turn = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs)
    await events(db, 'daybook', new Date(turn.getTime() - 10 * secondMs), 6, error)
    await events(db, 'daybook', new Date(turn.getTime() + 10 * secondMs), 5, error)
    expect(await findings(now)).toHaveLength(1)
  })

  test('does not add up what is more than a minute apart, nor WARNINGs, nor two systems', async () => {
    await events(db, 'daybook', ago(100 * secondMs), 6, error)
    await events(db, 'daybook', ago(30 * secondMs), 5, error)
    await events(db, 'daybook', ago(30 * secondMs), 20, { severity: 'INFO' })
    await events(db, 'shop', ago(30 * secondMs), 6, error)
    expect(await findings(now)).toEqual([])
  })

  test('recovers a minute later', async () => {
    await events(db, 'daybook', ago(40 * secondMs), 11, error)
    expect(await findings(new Date(now.getTime() + 29 * secondMs))).toHaveLength(1)
    expect(await findings(new Date(now.getTime() + 31 * secondMs))).toEqual([])
  })

  test('is not blind in a storm', async () => {
    const ids = Array.from({ length: 30_000 }, () => uuidv7(ago(10 * secondMs)))
    await db.ownerQuery(
      `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "source", "actorType")
       SELECT id, $2, 'STORM', 'ERROR', 'test', 'storm', 'system' FROM unnest($1::uuid[]) AS id`,
      [ids, ago(10 * secondMs)],
    )
    expect((await findings(now)).map(({ source }) => source)).toEqual(['storm'])
  })
})

describe('unhandled-errors', () => {
  const { findings } = ruleOf('unhandled-errors')
  const unhandled = { ...error, action: 'API_ERROR', metadata: { unhandled: true } }

  test('fires at the sixth within a minute', async () => {
    await events(db, 'daybook', ago(40 * secondMs), 3, unhandled)
    await events(db, 'daybook', ago(40 * secondMs), 2, { ...unhandled, action: 'SYSTEM_ERROR' })
    await events(db, 'daybook', ago(40 * secondMs), 20, { ...error, action: 'API_ERROR' })
    expect(await findings(now)).toEqual([])
    await events(db, 'daybook', ago(20 * secondMs), 1, unhandled)
    expect(await findings(now)).toMatchObject([
      { source: 'daybook', count: 6, sentence: '6 errors that no code expected within one minute.' },
    ])
  })

  test('counts more errors than an integer holds', async () => {
    const many = { ...unhandled, at: ago(40 * secondMs), metadata: { unhandled: true, count: 1_000_000 } }
    await makeEvents(db, Array(2_200).fill(many))
    expect(await findings(now)).toMatchObject([{ count: 2_147_483_647 }])
  })

  test('knows that one event may stand for many, and is not misled by what is no number', async () => {
    const standing = (count: unknown) => ({ ...unhandled, metadata: { unhandled: true, count } })
    await events(db, 'daybook', ago(40 * secondMs), 1, standing('many'))
    await events(db, 'daybook', ago(40 * secondMs), 1, standing(-3))
    await events(db, 'daybook', ago(40 * secondMs), 1, standing(3))
    expect(await findings(now)).toEqual([])
    await events(db, 'daybook', ago(20 * secondMs), 1, standing(30))
    expect(await findings(now)).toMatchObject([{ count: 35 }])
  })

  test('recovers a minute later', async () => {
    await events(db, 'daybook', ago(40 * secondMs), 6, unhandled)
    expect(await findings(new Date(now.getTime() + 31 * secondMs))).toEqual([])
  })
})
