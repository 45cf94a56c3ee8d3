import { beforeEach, describe, expect, it } from 'vitest'
import { AuditAction, logCritical, logError, logSuccess } from '../../audit'
import { minuteMs } from '../../clock'
import { systemContext } from '../../context'
import { getDb, getPool, NotLeading, takeLease, withLeaderTx, withTx } from '../../db'
import { getCompanySettings } from '../../settings'
import { newChannel, toldTo } from '../../testing/alerts'
import { useDatabase } from '../../testing/database'
import { acknowledgeAlert } from '..'
import { updateRule } from '../rules'
import { updateAlertSettings } from '../silences'
import { Evaluator, evaluatorLease } from './evaluator'
import { resolveQuiet } from './resolve-quiet'
import { takeSignals } from './take-signals'
import { tellOpen } from './tell'

const database = useDatabase()
const ctx = systemContext('alerts')

beforeEach(async () => {
  await database.ownerQuery(`TRUNCATE "AlertSignal", "Alert", "AlertNotice", "Delivery", "DeliveryAttempt", "AlertChannel",
    "AlertRule", "Incident", "IncidentAlert", "IncidentEntry", "IncidentAction", "Lease"`)
  // They see the same failures, and have tests of their own.
  for (const name of ['error-rate', 'error-burst']) await updateRule(ctx, name, { isEnabled: false })
})

const crash = (entityType = 'Lead', action: AuditAction = AuditAction.LEAD_TO_STUDENT_CONVERSION) =>
  logCritical(action, 'Conversion failed mid-transaction', new Error('boom'), { entityType, entityId: 'L-1' })

/** One look at everything, by a leader of its own. */
async function look(): Promise<void> {
  const evaluator = new Evaluator()
  expect(await evaluator.work(true)).toBe(true)
  await evaluator.leave()
}

/** The same as if it were so much later. */
async function lookAt(laterMs: number): Promise<void> {
  const now = new Date(Date.now() + laterMs)
  const { rules, rulesInForce } = await import('../rules')
  await withTx(ctx, async (tx) => {
    await takeSignals(tx, ctx, { rules: await rulesInForce(tx), now })
    await resolveQuiet(tx, ctx, { inForce: rules.map(({ name }) => name), now })
    await tellOpen(tx, ctx, now)
  })
}

const alerts = () => getDb().alert.findMany({ orderBy: { id: 'asc' } })

describe('a critical event', () => {
  it('is an alert that every channel is told of, with an incident', async () => {
    const channel = await newChannel()
    const { id } = await crash()
    await look()
    const [alert] = await alerts()
    expect(alert).toMatchObject({
      rule: 'critical-event',
      source: 'daybook',
      severity: 'critical',
      firstEventId: id,
      count: 1,
    })
    expect(await toldTo(channel)).toEqual(['firing'])
    expect(await getDb().incidentAlert.count({ where: { alertId: alert?.id ?? '' } })).toBe(1)
  })

  it('six hundred times is one message, and tells how often', async () => {
    const channel = await newChannel()
    await Promise.all(Array.from({ length: 600 }, () => crash()))
    await look()
    await crash()
    await look()
    expect([await toldTo(channel), (await alerts()).map(({ count }) => count)]).toEqual([['firing'], [601]])
  })

  it('of another kind is another alert', async () => {
    const channel = await newChannel()
    await crash('Lead')
    await crash('Invoice')
    await look()
    expect(await toldTo(channel)).toEqual(['firing', 'firing'])
  })

  it('that comes again after the cooldown is told again, and is over half an hour after the last one', async () => {
    const channel = await newChannel()
    await crash()
    await look()
    await lookAt(20 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing'])
    await crash()
    await lookAt(20 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'repeat'])
    await lookAt(29 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'repeat'])
    await lookAt(31 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'repeat', 'resolved'])
    expect((await alerts())[0]).toMatchObject({ state: 'RESOLVED', resolvedHow: 'quiet' })
  })

  it('that is acknowledged is told no more, and yet that it is over', async () => {
    const channel = await newChannel()
    await crash()
    await look()
    const [alert] = await alerts()
    await acknowledgeAlert(ctx, alert?.id ?? '')
    await crash()
    await lookAt(20 * minuteMs)
    await lookAt(40 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
  })

  it('that was rolled back with its transaction is no alert', async () => {
    await newChannel()
    const { recordAudit } = await import('../../audit')
    const input = { action: AuditAction.SYSTEM_ERROR, description: 'never happened', severity: 'CRITICAL' as const }
    const failing = withTx(ctx, async (tx) => {
      await recordAudit(tx, ctx, input)
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await look()
    expect(await alerts()).toEqual([])
  })

  it('stays in the queue until its alert is committed', async () => {
    await crash()
    const waiting = () => getDb().alertSignal.count()
    const { rulesInForce } = await import('../rules')
    const interrupted = withTx(ctx, async (tx) => {
      await takeSignals(tx, ctx, { rules: await rulesInForce(tx), now: new Date() })
      throw new Error('killed')
    })
    await expect(interrupted).rejects.toThrow('killed')
    expect([await waiting(), await alerts()]).toEqual([1, []])
    await look()
    expect([await waiting(), (await alerts()).length]).toEqual([0, 1])
  })

  it('is heard of although nothing is sealed', async () => {
    await crash()
    expect(await getDb().auditLeaf.count()).toBe(0)
    await look()
    expect(await alerts()).toHaveLength(1)
  })
})

describe('what is told without an alert', () => {
  it('a start, once in ten minutes', async () => {
    const channel = await newChannel()
    const start = () =>
      logSuccess(AuditAction.SYSTEM_STARTED, 'Daybook started', { metadata: { release: '1', host: 'a' } })
    await start()
    await look()
    await start()
    await look()
    expect([await toldTo(channel), await alerts()]).toEqual([['notice'], []])
    await start()
    await lookAt(11 * minuteMs)
    expect(await toldTo(channel)).toEqual(['notice', 'notice'])
  })
})

describe('restarts in the quiet hours', () => {
  it('are one message at their end', async () => {
    const channel = await newChannel()
    const timeIn = (hours: number) => new Date(Date.now() + hours * 60 * minuteMs).toISOString().slice(11, 16)
    const quietHours = { isOn: true, from: timeIn(-1), to: timeIn(2) }
    await updateAlertSettings(ctx, { quietHours })
    try {
      for (const laterMs of [0, 11 * minuteMs, 22 * minuteMs]) {
        await logSuccess(AuditAction.SYSTEM_STARTED, 'Daybook started', { metadata: { release: '1', host: 'a' } })
        await lookAt(laterMs)
      }
      expect(await toldTo(channel)).toEqual(['notice'])
    } finally {
      await updateAlertSettings(ctx, { quietHours: { ...quietHours, isOn: false } })
    }
  })
})

describe('the engine', () => {
  it('raises no alert about its own events', async () => {
    await logError(AuditAction.ALERT_DELIVERY_FAILED, 'Slack did not take a message', new Error('no'))
    await logCritical(AuditAction.INCIDENT_OPENED, 'not of us', new Error('no'))
    await look()
    expect(await alerts()).toEqual([])
  })

  it('resolves what a rule that was switched off has open, and tells', async () => {
    const channel = await newChannel()
    await crash()
    await look()
    await updateRule(ctx, 'critical-event', { isEnabled: false })
    await look()
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
    expect((await alerts())[0]).toMatchObject({ resolvedHow: 'rule-off' })
    await crash()
    await look()
    expect(await alerts()).toHaveLength(1)
  })

  it('goes on when a rule cannot be evaluated, and says which', async () => {
    const channel = await newChannel()
    await database.ownerQuery('ALTER TABLE "JobRun" RENAME TO "JobRunAway"')
    try {
      await crash()
      const evaluator = new Evaluator()
      await evaluator.work(true)
      expect([...evaluator.failing.keys()].sort()).toEqual(['job-failed', 'job-missed'])
      await evaluator.leave()
    } finally {
      await database.ownerQuery('ALTER TABLE "JobRunAway" RENAME TO "JobRun"')
    }
    expect(await toldTo(channel)).toEqual(['firing'])
  })

  it('does not call a job missed that fell due while nobody was there, before those who are back could run it', async () => {
    await database.ownerQuery(`INSERT INTO "Job" ("name", "description", "schedule", "graceSeconds", "registeredAt", "nextDueAt")
      VALUES ('test.late', 'test', '0 2 * * *', 60, now(), now() - interval '1 hour')`)
    const evaluator = new Evaluator()
    await evaluator.work()
    expect(await alerts()).toEqual([])
    await evaluator.work(true)
    expect((await alerts()).map(({ rule }) => rule)).toEqual(['job-missed'])
    await evaluator.leave()
    await database.ownerQuery(`DELETE FROM "Job"`)
  })

  it('passes over one event that no alert can be made of, and tells the others', async () => {
    const channel = await newChannel()
    await database.ownerQuery(`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW."fingerprint" LIKE '%Poison' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER poison BEFORE INSERT ON "Alert" FOR EACH ROW EXECUTE FUNCTION poison()`)
    try {
      for (const kind of ['Lead', 'Poison', 'Invoice']) await crash(kind)
      await look()
    } finally {
      await database.ownerQuery('DROP TRIGGER poison ON "Alert"; DROP FUNCTION poison()')
    }
    expect([await toldTo(channel), await getDb().alertSignal.count()]).toEqual([['firing', 'firing'], 0])
  })

  it('takes an emoji in a long event for what it is: it stops no alert, of this event or another', async () => {
    const channel = await newChannel()
    // The fact is cut in the middle of the last one.
    const text = `${'x'.repeat(299)}😀😀`
    await logCritical(AuditAction.SYSTEM_ERROR, text, new Error(text), { entityType: 'Emoji', entityId: text })
    await crash('Lead')
    await look()
    expect([await toldTo(channel), await getDb().alertSignal.count()]).toEqual([['firing', 'firing'], 0])
  })

  it('keeps a signal when alerts cannot be written for now, and looks at conditions all the same', async () => {
    await crash()
    await database.ownerQuery(`INSERT INTO "Job" ("name", "description", "schedule", "graceSeconds", "registeredAt", "nextDueAt")
      VALUES ('test.late', 'test', '0 2 * * *', 60, now(), now() - interval '1 hour')`)
    // As of a disk that is full: for one kind of alert, so that the other shows what goes on.
    await database.ownerQuery(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW."rule" = 'critical-event' THEN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END IF;
      RETURN NEW; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON "Alert" FOR EACH ROW EXECUTE FUNCTION full_disk()`)
    const evaluator = new Evaluator()
    try {
      await expect(evaluator.work(true)).rejects.toThrow('could not extend file')
      expect([await getDb().alertSignal.count(), (await alerts()).map(({ rule }) => rule)]).toEqual([1, ['job-missed']])
    } finally {
      await database.ownerQuery(`DROP TRIGGER full_disk ON "Alert"; DROP FUNCTION full_disk(); DELETE FROM "Job"`)
    }
    await evaluator.work()
    await evaluator.leave()
    expect((await alerts()).map(({ rule }) => rule)).toEqual(['job-missed', 'critical-event'])
  })

  it('loses nothing that it cannot tell yet', async () => {
    const channel = await newChannel()
    await database.ownerQuery(`ALTER TABLE "AlertNotice" RENAME TO "AlertNoticeAway"`)
    const evaluator = new Evaluator()
    try {
      for (const kind of ['Lead', 'Invoice']) await crash(kind)
      await expect(evaluator.work(true)).rejects.toThrow()
      expect([await alerts(), await toldTo(channel)]).toMatchObject([[{ rule: 'critical-event' }, {}], []])
    } finally {
      await database.ownerQuery(`ALTER TABLE "AlertNoticeAway" RENAME TO "AlertNotice"`)
    }
    await evaluator.work()
    await evaluator.leave()
    expect(await toldTo(channel)).toEqual(['firing', 'firing'])
  })

  it('goes on with settings that another release or another system wrote', async () => {
    const channel = await newChannel()
    await database.ownerQuery(`INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES
      ('alerts', '{"cooldownMinutes": 3, "newer": true, "quietHours": {"isOn": "perhaps"}}', now()),
      ('company', '{"name": "Kept", "timeZone": "Mars/Olympus"}', now())
      ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`)
    try {
      await crash()
      await look()
      // That somebody wrote past Daybook is told as well.
      expect((await alerts()).map(({ rule }) => rule).sort()).toEqual(['audit-integrity', 'critical-event'])
      expect(await toldTo(channel)).toEqual(['firing', 'firing'])
      const { getAlertSettings } = await import('../silences')
      expect(await getAlertSettings()).toMatchObject({ cooldownMinutes: 3, quietHours: { isOn: false } })
      expect(await getCompanySettings()).toEqual({ name: 'Kept', timeZone: 'UTC' })
    } finally {
      await database.ownerQuery(`DELETE FROM "Setting"`)
    }
  })

  it('takes a storm of different troubles in parts, and tells and ends all of them', async () => {
    const channel = await newChannel()
    await Promise.all(Array.from({ length: 250 }, (_, i) => crash(`Kind ${i}`)))
    // One look takes what it can in its time; the rest is the next one's.
    do await look()
    while ((await getDb().alertSignal.count()) > 0)
    expect(await toldTo(channel)).toEqual(Array(250).fill('firing'))
    // Each part is a transaction of its own: a storm must not outlast the time that one has.
    const parts = (table: string) => database.ownerQuery(`SELECT DISTINCT xmin::text FROM "${table}"`)
    expect((await parts('Delivery')).length).toBeGreaterThanOrEqual(3)
    expect((await parts('Incident')).length + (await parts('IncidentAlert')).length).toBeGreaterThanOrEqual(3)
    await database.ownerQuery(
      `UPDATE "Alert" SET "lastAt" = now() - interval '1 hour', "openedAt" = now() - interval '1 hour'`,
    )
    await look()
    expect((await toldTo(channel)).filter((kind) => kind === 'resolved')).toHaveLength(250)
    expect((await parts('Alert')).length).toBeGreaterThanOrEqual(3)
  }, 60_000)

  it('looks at conditions also while events come faster than it takes them', async () => {
    await database.ownerQuery(`INSERT INTO "Job" ("name", "description", "schedule", "graceSeconds", "registeredAt", "nextDueAt")
      VALUES ('test.late', 'test', '0 2 * * *', 60, now(), now() - interval '1 hour')`)
    // Each alert that is opened brings another event to be looked at.
    await database.ownerQuery(`CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO "AlertSignal" SELECT "id" FROM "AuditLog" WHERE "action" = 'LEAD_TO_STUDENT_CONVERSION' ORDER BY "id" DESC LIMIT 600
        ON CONFLICT DO NOTHING;
      RETURN NULL; END $$;
      CREATE TRIGGER again AFTER DELETE ON "AlertSignal" FOR EACH STATEMENT EXECUTE FUNCTION again()`)
    try {
      await Promise.all(Array.from({ length: 600 }, () => crash()))
      await look()
      expect((await alerts()).map(({ rule }) => rule).sort()).toEqual(['critical-event', 'job-missed'])
    } finally {
      await database.ownerQuery(`DROP TRIGGER again ON "AlertSignal"; DROP FUNCTION again(); DELETE FROM "Job"`)
    }
  }, 60_000)

  it('tells every other alert when one cannot be told', async () => {
    for (const kind of ['Lead', 'Poison', 'Invoice']) await crash(kind)
    await look()
    const channel = await newChannel()
    await database.ownerQuery(`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW."fingerprint" LIKE '%Poison' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER poison BEFORE INSERT ON "AlertNotice" FOR EACH ROW EXECUTE FUNCTION poison()`)
    try {
      await look()
    } finally {
      await database.ownerQuery('DROP TRIGGER poison ON "AlertNotice"; DROP FUNCTION poison()')
    }
    expect(await toldTo(channel)).toEqual(['firing', 'firing'])
    await look()
    expect(await toldTo(channel)).toEqual(['firing', 'firing', 'firing'])
  })

  it('ends alerts of a rule that no release looks at any more, once nothing was seen of it for half an hour', async () => {
    const channel = await newChannel()
    await crash()
    await look()
    await withTx(ctx, async (tx) => {
      await tx.alert.updateMany({ data: { rule: 'of-yesterday' } })
      await tx.alertNotice.updateMany({ data: { rule: 'of-yesterday' } })
    })
    await lookAt(29 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing'])
    await lookAt(31 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
    expect((await alerts())[0]).toMatchObject({ resolvedHow: 'rule-off' })
  })

  it('tells an alert whose facts were written by hand and cannot be read, and every other', async () => {
    await crash('Lead')
    await look()
    await database.ownerQuery(`UPDATE "Alert" SET "facts" = '{"a": 1}', "changes" = '7'`)
    await crash('Invoice')
    const channel = await newChannel()
    await look()
    expect(await toldTo(channel)).toEqual(expect.arrayContaining(['firing', 'firing']))
  })

  it('is led by one process, and a leader that froze and thaws changes nothing', async () => {
    const lease = await takeLease(getPool(), evaluatorLease, 'frozen')
    if (!lease) throw new Error('Nobody else leads')
    const other = new Evaluator()
    expect(await other.work(true)).toBe(false)
    await database.ownerQuery(`UPDATE "Lease" SET "expiresAt" = now() - interval '1 second'`)
    expect(await other.work(true)).toBe(true)
    await crash()
    await expect(
      withLeaderTx(ctx, lease, (tx) => takeSignals(tx, ctx, { rules: [], now: new Date() })),
    ).rejects.toThrow(NotLeading)
    expect(await getDb().alertSignal.count()).toBe(1)
    await other.leave()
  })
})
