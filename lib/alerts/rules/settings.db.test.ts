import { beforeEach, describe, expect, test } from 'vitest'
import { untilSealed } from '../../audit/ledger/sealer'
import { minuteMs } from '../../clock'
import { getDb, withTx } from '../../db'
import { ruleOf } from '../../testing/alert-rules'
import { events } from '../../testing/alert-scenarios'
import { raceBehindLock, refusalOf, staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import { getRule, listRules, previewRule, rules, rulesInForce, updateRule } from './index'

const db = useDatabase()
const ctx = staffContext()
const audited = () =>
  db.ownerQuery(
    `SELECT "description", "entityId", "before", "after" FROM "AuditLog" WHERE "action" = 'ALERT_RULE_UPDATED' ORDER BY "id"`,
  )
const percentOf = async (name: string) => (await getRule(ctx, name)).fields[0]

beforeEach(() => withTx(ctx, async (tx) => void (await tx.alertRule.deleteMany())))

describe('the settings of a rule', () => {
  test('are its defaults until somebody changes them', async () => {
    const rule = await getRule(ctx, 'error-rate')
    expect(rule).toMatchObject({ isEnabled: true, isChanged: false, updatedAt: null, openAlerts: 0, kind: 'condition' })
    expect(rule.fields[0]).toEqual({
      name: 'percent',
      title: 'Share of errors',
      description: 'Fires when more of the last hour’s events than this are ERROR or CRITICAL',
      unit: '%',
      minimum: 1,
      maximum: 99,
      isWhole: true,
      default: 10,
      value: 10,
    })
    expect(rule.runbook).toContain('## What it means')
  })

  test('are in force once they are changed, and the event tells both states', async () => {
    const before = (await audited()).length
    await updateRule(ctx, 'error-rate', { settings: { percent: 25 } })
    expect(await percentOf('error-rate')).toMatchObject({ value: 25, default: 10 })
    const inForce = await rulesInForce(getDb())
    expect(inForce.find(({ rule }) => rule.name === 'error-rate')?.settings).toEqual({ percent: 25, minimumEvents: 20 })
    expect((await audited()).slice(before)).toEqual([
      {
        description: 'Alert rule “Many errors” changed',
        entityId: 'error-rate',
        before: { percent: 10 },
        after: { percent: 25 },
      },
    ])
  })

  test('are stored only as far as they differ from the defaults', async () => {
    await updateRule(ctx, 'error-rate', { settings: { percent: 25, minimumEvents: 20 } })
    expect((await getDb().alertRule.findMany()).map(({ settings }) => settings)).toEqual([{ percent: 25 }])
    expect(await updateRule(ctx, 'error-rate', { settings: { percent: 10 } })).toMatchObject({ isChanged: false })
    expect((await getDb().alertRule.findMany()).map(({ settings }) => settings)).toEqual([{}])
  })

  test('write no event when nothing changes', async () => {
    const before = (await audited()).length
    await updateRule(ctx, 'error-rate', { isEnabled: true, settings: { percent: 10 } })
    expect(await audited()).toHaveLength(before)
  })

  test('are refused with every wrong field by name, and nothing changes', async () => {
    const refusal = await refusalOf(
      updateRule(ctx, 'error-rate', { isEnabled: false, settings: { percent: 100, minimumEvents: 1.5, other: 1 } }),
    )
    expect(refusal.code).toBe('INVALID_INPUT')
    expect(refusal.problems.map(({ pointer }) => pointer).sort()).toEqual([
      '/settings/minimumEvents',
      '/settings/other',
      '/settings/percent',
    ])
    expect(await getRule(ctx, 'error-rate')).toMatchObject({ isEnabled: true, isChanged: false })
  })

  test('fall back to the defaults when this version does not take what is stored', async () => {
    const settings = { percent: 500 }
    await withTx(ctx, (tx) => tx.alertRule.create({ data: { name: 'error-rate', settings, updatedAt: new Date() } }))
    expect(await percentOf('error-rate')).toMatchObject({ value: 10 })
    expect(await rulesInForce(getDb())).toHaveLength(rules.length)
  })

  test('lose nothing when two change at once', async () => {
    await updateRule(ctx, 'error-rate', { settings: { percent: 11 } })
    const holdSql = `SELECT 1 FROM "AlertRule" WHERE "name" = 'error-rate' FOR UPDATE`
    await raceBehindLock(db, { holdSql, waiting: 3 }, () =>
      Promise.all([
        updateRule(ctx, 'error-rate', { settings: { percent: 25 } }),
        updateRule(ctx, 'error-rate', { settings: { minimumEvents: 50 } }),
        updateRule(ctx, 'error-rate', { isEnabled: false }),
      ]),
    )
    const { isEnabled, fields } = await getRule(ctx, 'error-rate')
    expect([isEnabled, ...fields.map(({ value }) => value)]).toEqual([false, 25, 50])
  })
})

describe('a rule', () => {
  test('that is switched off is not in force, and is again when it is on', async () => {
    await updateRule(ctx, 'lifecycle', { isEnabled: false })
    const names = async () => (await rulesInForce(getDb())).map(({ rule }) => rule.name)
    expect(await names()).not.toContain('lifecycle')
    expect(await getRule(ctx, 'lifecycle')).toMatchObject({ isEnabled: false, isChanged: true, kind: 'notice' })
    await updateRule(ctx, 'lifecycle', { isEnabled: true })
    expect(await names()).toContain('lifecycle')
  })

  test('that does not exist is not found', async () => {
    for (const attempt of [
      getRule(ctx, 'none'),
      updateRule(ctx, 'none', {}),
      previewRule(ctx, 'none', { settings: {} }),
    ])
      expect((await refusalOf(attempt)).code).toBe('NOT_FOUND')
  })

  test('shows how many alerts of it are open', async () => {
    const at = new Date()
    const alert = {
      rule: 'error-rate',
      source: 'daybook',
      severity: 'high',
      title: 't',
      sentence: 's',
      firstAt: at,
      lastAt: at,
      openedAt: at,
    }
    await withTx(ctx, (tx) =>
      tx.alert.createMany({
        data: [
          { ...alert, id: crypto.randomUUID(), fingerprint: 'a', state: 'FIRING' },
          { ...alert, id: crypto.randomUUID(), fingerprint: 'b', state: 'ACKNOWLEDGED' },
          { ...alert, id: crypto.randomUUID(), fingerprint: 'c', state: 'RESOLVED', resolvedAt: at },
        ],
      }),
    )
    const { items } = await listRules(ctx)
    expect(items.map(({ name }) => name)).toEqual(rules.map(({ name }) => name))
    expect(items.filter(({ openAlerts }) => openAlerts > 0)).toMatchObject([{ name: 'error-rate', openAlerts: 2 }])
  })
})

describe('a preview', () => {
  test('says what the numbers would have done in 30 days, and changes nothing', async () => {
    const minute = Math.floor(Date.now() / minuteMs) * minuteMs
    for (const days of [1, 5, 5.01, 20])
      await events(db, 'daybook', new Date(minute - days * 24 * 60 * minuteMs), 12, { severity: 'ERROR' })
    await untilSealed()
    const preview = await previewRule(ctx, 'error-burst', { settings: {} })
    expect(preview).toMatchObject({ alerts: 4, messages: 4 })
    expect(preview.byDay.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(4)
    expect([30, 31]).toContain(preview.byDay.length)
    expect(Date.parse(preview.to) - Date.parse(preview.from)).toBe(30 * 24 * 60 * minuteMs)
    expect(await previewRule(ctx, 'error-burst', { settings: { eventsPerMinute: 12 } })).toMatchObject({ alerts: 0 })
    expect(await ruleOf('error-burst').history(new Date(minute), new Date())).toEqual([])
    expect(await getDb().alertRule.findMany()).toEqual([])
  })

  test('begins with what is in force', async () => {
    await updateRule(ctx, 'error-burst', { settings: { eventsPerMinute: 12 } })
    expect(await previewRule(ctx, 'error-burst', { settings: {} })).toMatchObject({
      alerts: 0,
      messages: 0,
      longestMs: 0,
    })
  })

  test('names every wrong field', async () => {
    const refusal = await refusalOf(previewRule(ctx, 'error-burst', { settings: { eventsPerMinute: 0 } }))
    expect(refusal.problems.map(({ pointer }) => pointer)).toEqual(['/settings/eventsPerMinute'])
  })
})
