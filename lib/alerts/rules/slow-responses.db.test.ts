import { beforeEach, expect, test } from 'vitest'
import { minuteMs } from '../../clock'
import { ruleOf } from '../../testing/alert-rules'
import { useDatabase } from '../../testing/database'
import { haveRequests, type RequestsOfMinute } from '../../testing/measurements'

const database = useDatabase()
const rule = ruleOf('slow-responses')
const now = new Date('2026-11-28T12:00:30Z')
const minute = Date.parse('2026-11-28T12:00:00Z')
const ago = (minutes: number) => new Date(minute - minutes * minuteMs)

beforeEach(async () => {
  await database.ownerQuery('TRUNCATE "RequestMinute", "RequestTotal"')
})

const have = (...minutes: (Omit<RequestsOfMinute, 'at'> & { minutesAgo?: number })[]) =>
  haveRequests(
    database,
    minutes.map(({ minutesAgo = 1, ...rest }) => ({ at: ago(minutesAgo), ...rest })),
  )

test('one request in twenty above a second is told, with low severity, and where the time went', async () => {
  await have({ requests: 54, minutesAgo: 3 }, { requests: 40 }, { requests: 6, ms: 1_400 })
  expect(await rule.findings(now)).toEqual([
    {
      source: 'daybook',
      severity: 'low',
      sentence: 'One request in twenty took longer than 1.1 s in the last 5 minutes.',
      facts: [
        { name: '95th percentile', value: '1.1 s' },
        { name: 'Requests', value: '100' },
        { name: 'Most of the time went into', value: 'GET /api/leads (100 requests, 93 ms each)' },
      ],
      firstAt: ago(1),
      lastAt: now,
    },
  ])
})

test('above two seconds it is medium, and stays the same alert', async () => {
  await have({ requests: 10, minutesAgo: 4 }, { requests: 30, ms: 2_900 })
  const [finding] = await rule.findings(now)
  expect(finding).toMatchObject({
    severity: 'medium',
    sentence: expect.stringMatching(/^One request in twenty took longer than 2\.9 s /),
    firstAt: ago(1),
  })
  expect(finding).not.toHaveProperty('subject')
})

test('just below nothing is told: four in a hundred, exactly a second, or nineteen requests', async () => {
  await have({ requests: 96 }, { requests: 4, ms: 9_000 })
  expect(await rule.findings(now)).toEqual([])
  await database.ownerQuery('TRUNCATE "RequestMinute", "RequestTotal"')
  await have({ requests: 100, ms: 1_000 })
  expect(await rule.findings(now)).toEqual([])
  await database.ownerQuery('TRUNCATE "RequestMinute", "RequestTotal"')
  await have({ requests: 19, ms: 9_000 })
  expect(await rule.findings(now)).toEqual([])
  await have({ requests: 1, ms: 9_000 })
  expect(await rule.findings(now)).toHaveLength(1)
})

test('instances are added up: neither alone has enough requests', async () => {
  await have({ requests: 12, ms: 4_000 }, { requests: 12, ms: 4_000 })
  expect(await rule.findings(now)).toMatchObject([{ severity: 'medium' }])
})

test('it recovers when five minutes were quick', async () => {
  await have({ requests: 50, ms: 4_000, minutesAgo: 5 }, { requests: 50, minutesAgo: 1 })
  expect(await rule.findings(new Date(now.getTime() - minuteMs))).toHaveLength(1)
  expect(await rule.findings(now)).toEqual([])
})

test('its numbers are the founder’s', async () => {
  await have({ requests: 5, ms: 450 })
  expect(await rule.findings(now, { lowMs: 300, mediumMs: 400, minimumRequests: 5 })).toMatchObject([
    { severity: 'medium' },
  ])
})

test('the preview names the minutes in which it would have fired, and no others', async () => {
  await have(
    { requests: 50, ms: 4_000, minutesAgo: 30 },
    { requests: 50, minutesAgo: 28 },
    { requests: 9_000, minutesAgo: 27 },
  )
  const moments = await rule.history(ago(60), now)
  expect(moments).toEqual([30, 29, 28].map((minutesAgo) => ({ at: ago(minutesAgo), source: 'daybook' })))
  for (const { at } of moments) expect(await rule.findings(at)).toHaveLength(1)
  expect(await rule.history(ago(28), now)).toHaveLength(1)
})
