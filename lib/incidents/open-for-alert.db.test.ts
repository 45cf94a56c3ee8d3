import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock'
import { systemContext } from '../context'
import { withTx } from '../db'
import { uuidv7 } from '../ids'
import { staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { newAlert } from '../testing/made-alerts'
import { getIncident, openForAlert, openIncident, updateIncident } from './index'

const db = useDatabase()
const engine = systemContext('alerts.evaluate')
const founder = staffContext()
const noon = new Date('2026-11-28T12:00:00Z')
const later = (ms: number) => new Date(noon.getTime() + ms)
const someSource = () => `system-${uuidv7()}`

type Over = Parameters<typeof newAlert>[0]

/** An alert opens at `now`, and the engine looks for its incident in the same transaction. */
async function fires(source: string, now: Date, over: Over = {}) {
  const alert = await newAlert({ source, openedAt: now, ...over })
  return { ...(await withTx(engine, (tx) => openForAlert(tx, engine, alert, now))), alert }
}

const eventsOf = (id: string) =>
  db.ownerQuery<{ action: string; description: string }>(
    `SELECT "action", "description", "before", "after", "metadata" FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`,
    [id],
  )

describe('a critical alert', () => {
  it('opens an incident of its class, titled by what is wrong, and the trail says so', async () => {
    const { id, isNew, alert } = await fires(someSource(), noon, { sentence: 'A conversion failed.' })
    expect(isNew).toBe(true)
    expect(await getIncident(engine, id)).toMatchObject({
      title: 'A conversion failed',
      class: 'critical',
      state: 'DETECTION',
      openedAt: noon.toISOString(),
      openedByName: 'Daybook',
      alertCount: 1,
      openAlertCount: 1,
      alerts: [{ id: alert.id }],
    })
    expect(await eventsOf(id)).toMatchObject([
      {
        action: 'INCIDENT_OPENED',
        description: expect.stringMatching(
          /^Incident INC-\d{4,} “A conversion failed” opened for the alert “Critical event”$/,
        ),
        metadata: { alertId: alert.id },
      },
    ])
  })

  it('joins the incident of its source that was opened less than an hour ago', async () => {
    const source = someSource()
    const first = await fires(source, noon)
    const second = await fires(source, later(hourMs - 1))
    expect(second).toMatchObject({ id: first.id, number: first.number, isNew: false })
    expect((await getIncident(engine, first.id)).alertCount).toBe(2)
    expect((await eventsOf(first.id)).map(({ action }) => action)).toEqual(['INCIDENT_OPENED', 'INCIDENT_UPDATED'])
  })

  it('joins the newest of two', async () => {
    const source = someSource()
    const hand = await openIncident(staffContext({ now: () => noon }), {
      title: 'By hand',
      class: 'high',
      alertIds: [(await newAlert({ source })).id],
    })
    const newer = await openIncident(staffContext({ now: () => later(minuteMs) }), {
      title: 'By hand as well',
      class: 'high',
      alertIds: [(await newAlert({ source })).id],
    })
    expect(hand.id).not.toBe(newer.id)
    expect((await fires(source, later(2 * minuteMs))).id).toBe(newer.id)
  })

  it('opens another one an hour later', async () => {
    const source = someSource()
    const first = await fires(source, noon)
    const second = await fires(source, later(hourMs))
    expect(second.isNew).toBe(true)
    expect(second.id).not.toBe(first.id)
  })

  it('opens another one for another source', async () => {
    const first = await fires(someSource(), noon)
    expect((await fires(someSource(), noon)).id).not.toBe(first.id)
  })

  it.each(['TRIAGE', 'INVESTIGATION'] as const)('joins one in %s', async (state) => {
    const source = someSource()
    const first = await fires(source, noon)
    await updateIncident(founder, first.id, { state })
    expect((await fires(source, later(minuteMs))).id).toBe(first.id)
  })

  it.each(['RESOLUTION', 'POST_MORTEM', 'PREVENTION'] as const)('opens another one beside one in %s', async (state) => {
    const source = someSource()
    const first = await fires(source, noon)
    await updateIncident(founder, first.id, { state })
    expect((await fires(source, later(minuteMs))).isNew).toBe(true)
  })

  it('raises the class of one that began as less, and never lowers it', async () => {
    const source = someSource()
    const { id } = await fires(source, noon, { severity: 'medium' })
    await fires(source, later(minuteMs), { severity: 'critical' })
    await fires(source, later(2 * minuteMs), { severity: 'low' })
    const { class: ofClass, timeline } = await getIncident(engine, id)
    expect(ofClass).toBe('critical')
    expect(timeline.filter(({ kind }) => kind === 'class').map(({ text }) => text)).toEqual([
      'Class raised from medium to critical, because “Critical event” joined',
    ])
  })

  it('belongs to one incident, however often it is asked', async () => {
    const source = someSource()
    const first = await fires(source, noon)
    const again = await withTx(engine, (tx) => openForAlert(tx, engine, first.alert, later(3 * hourMs)))
    expect(again).toEqual({ id: first.id, number: first.number, isNew: false })
  })

  it('cuts a sentence that is too long for a title', async () => {
    const { id } = await fires(someSource(), noon, { sentence: 'x'.repeat(500) })
    expect((await getIncident(engine, id)).title).toBe(`${'x'.repeat(159)}…`)
  })

  it('leaves nothing behind when the transaction of the alert fails', async () => {
    const source = someSource()
    const alert = await newAlert({ source })
    await expect(
      withTx(engine, async (tx) => {
        await openForAlert(tx, engine, alert, noon)
        throw new Error('the engine failed')
      }),
    ).rejects.toThrow('the engine failed')
    expect(await db.ownerQuery(`SELECT 1 FROM "IncidentAlert" WHERE "alertId" = $1`, [alert.id])).toEqual([])
  })

  it('opens one incident when twelve alerts of a source open at the same time', async () => {
    const source = someSource()
    const alerts = await Promise.all(Array.from({ length: 12 }, () => newAlert({ source, openedAt: noon })))
    const found = await Promise.all(
      alerts.map((alert) => withTx(engine, (tx) => openForAlert(tx, engine, alert, noon))),
    )
    expect(new Set(found.map(({ id }) => id)).size).toBe(1)
    expect(found.filter(({ isNew }) => isNew)).toHaveLength(1)
  })

  it('does not join one that a person moves to resolution at the same moment', async () => {
    const source = someSource()
    const first = await fires(source, noon)
    const second = await newAlert({ source, openedAt: later(minuteMs) })
    let joined: Promise<{ id: string }> | undefined
    await withTx(founder, async (tx) => {
      await tx.incident.update({ where: { id: first.id }, data: { state: 'RESOLUTION', resolvedAt: noon } })
      joined = withTx(engine, (other) => openForAlert(other, engine, second, later(minuteMs)))
      joined.catch(() => undefined)
      await untilWaiting()
    })
    expect((await joined)?.id).not.toBe(first.id)
  })
})

/** Until a transaction of this database waits for a lock that another one holds. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const [row] = await db.ownerQuery<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if (row && row.n > 0) return
  }
}
