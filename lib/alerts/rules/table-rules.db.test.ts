import { beforeEach, describe, expect, test } from 'vitest'
import { makeEvents } from '../../audit/read/made-events.testing'
import { hourMs, minuteMs, secondMs } from '../../clock'
import { systemContext } from '../../context'
import { uuidv7 } from '../../ids'
import { signIn } from '../../members'
import { accountKeyOf } from '../../members/lockout'
import { ruleOf } from '../../testing/alert-rules'
import { addJob, addRun, failSignIns, switchMaintenance } from '../../testing/alert-scenarios'
import { newConversion, staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import { newMember } from '../../testing/session'

const db = useDatabase()
// Every test has a day of its own.
let now = new Date()
beforeEach(() => {
  now = new Date(now.getTime() - 24 * hourMs)
})
const ago = (ms: number) => new Date(now.getTime() - ms)

describe('no-recent-activity', () => {
  const { findings } = ruleOf('no-recent-activity')

  test('says nothing where there never was a conversion or payment', async () => {
    expect(await findings(now)).toEqual([])
  })

  test('fires after 48 hours without one, not a second before, and recovers with the next', async () => {
    await newConversion(staffContext({ now: () => ago(48 * hourMs - secondMs) }))
    expect(await findings(now)).toEqual([])
    const later = new Date(now.getTime() + secondMs)
    expect(await findings(later)).toMatchObject([
      { source: 'daybook', sentence: 'Neither a conversion nor a payment for 48 hours.', firstAt: later },
    ])
    await newConversion(staffContext({ now: () => now }))
    expect(await findings(later)).toEqual([])
  })

  test('keeps the sample company apart', async () => {
    const ctx = staffContext({ now: () => ago(50 * hourMs) })
    const actor = { ...ctx.actor, isSample: true } as typeof ctx.actor
    await newConversion({ ...ctx, actor })
    await newConversion(staffContext({ now: () => ago(hourMs) }))
    expect((await findings(now)).map(({ source }) => source)).toEqual(['sample'])
  })
})

describe('login-attack', () => {
  const { findings } = ruleOf('login-attack')
  const keyOf = (email: string) => ({ accountKey: accountKeyOf(email) })

  test('fires at the tenth failure for one account within ten minutes', async () => {
    const account = keyOf('nobody@example.org')
    for (let i = 0; i < 9; i += 1) await failSignIns(ago(i * minuteMs), 1, { ...account, ipAddress: `203.0.113.${i}` })
    expect(await findings(now)).toEqual([])
    await failSignIns(ago(9 * minuteMs), 1, account)
    expect(await findings(now)).toMatchObject([
      {
        source: 'daybook',
        subject: account.accountKey.toString('hex').slice(0, 16),
        sentence: '10 failed sign-ins for an account that does not exist within 10 minutes.',
        count: 10,
        firstAt: ago(9 * minuteMs),
        lastAt: now,
      },
    ])
    expect(await findings(new Date(now.getTime() + 2 * minuteMs))).toEqual([])
  })

  test('names the person, also when the rows do not', async () => {
    const { id, email } = await newMember('STAFF')
    await failSignIns(now, 10, { ...keyOf(email), ipAddress: null })
    expect(await findings(now)).toMatchObject([
      { subject: id, sentence: '10 failed sign-ins for the account of Test STAFF within 10 minutes.' },
    ])
  })

  test('fires at the tenth failure from one address, whatever the accounts', async () => {
    for (let i = 0; i < 9; i += 1) await failSignIns(now, 1, keyOf(`${i}@example.org`))
    expect(await findings(now)).toEqual([])
    await failSignIns(now, 1, keyOf('9@example.org'))
    expect(await findings(now)).toMatchObject([
      {
        subject: '203.0.113.9',
        sentence: '10 failed sign-ins from the address 203.0.113.9 within 10 minutes.',
        facts: [
          { name: 'Failed sign-ins', value: '10' },
          { name: 'Accounts tried', value: '10' },
        ],
      },
    ])
  })

  test('does not tell of one attack twice', async () => {
    await failSignIns(now, 10, keyOf('twice@example.org'))
    expect(await findings(now)).toHaveLength(1)
  })

  test('goes on counting what the lock of the account refuses', async () => {
    const { id, email } = await newMember('STAFF')
    const guess = (ip: string) =>
      signIn(systemContext('test', { actor: { type: 'anonymous' }, ipAddress: ip, now: () => now }), {
        email,
        password: 'guess guess guess',
      })
    for (let i = 0; i < 9; i += 1) await guess(`198.51.100.${i}`)
    expect(await findings(now)).toEqual([])
    await guess('198.51.100.9')
    expect(await findings(now)).toMatchObject([{ subject: id, count: 10 }])
  })

  test('counts no sign-in that succeeded', async () => {
    await failSignIns(now, 9, keyOf('fine@example.org'))
    await failSignIns(now, 5, { ...keyOf('fine@example.org'), success: true })
    expect(await findings(now)).toEqual([])
  })

  test('takes other thresholds', async () => {
    await failSignIns(ago(20 * minuteMs), 3, keyOf('few@example.org'))
    expect(await findings(now, { failures: 3, minutes: 30 })).toHaveLength(1)
    expect(await findings(now, { failures: 4, minutes: 30 })).toEqual([])
    expect(await findings(now, { failures: 3, minutes: 20 })).toEqual([])
  })
})

describe('backup-stale', () => {
  const { findings } = ruleOf('backup-stale')
  const backup = (source: string, at: Date, verified: boolean) =>
    makeEvents(db, [{ source, at, action: 'BACKUP_COMPLETED', metadata: { verified } }])

  test('says nothing where there never was a verified backup', async () => {
    await backup('never', ago(100 * hourMs), false)
    expect(await findings(now)).toEqual([])
  })

  test('fires 26 hours after the newest verified one, whatever came since, and recovers with the next', async () => {
    await backup('daybook', ago(26 * hourMs - secondMs), true)
    await backup('daybook', ago(hourMs), false)
    expect(await findings(now)).toEqual([])
    const later = new Date(now.getTime() + secondMs)
    expect(await findings(later)).toMatchObject([
      { source: 'daybook', sentence: 'The newest verified backup is 1 d 2 h old.', firstAt: later },
    ])
    await backup('daybook', now, true)
    expect(await findings(later)).toEqual([])
  })
})

describe('job-failed', () => {
  const { findings } = ruleOf('job-failed')
  const name = () => `job-${uuidv7().slice(-6)}`
  const failed = async (job: string, at = now) => (await findings(at)).filter(({ subject }) => subject === job)

  test('fires with the last retry, not with an attempt that another follows', async () => {
    const job = name()
    await addJob(db, job)
    await addRun(db, job, { at: ago(3 * minuteMs), status: 'FAILED', isLast: false, error: 'disk full' })
    expect(await failed(job)).toEqual([])
    await addRun(db, job, { at: ago(minuteMs), status: 'FAILED', attempt: 3, error: 'disk full' })
    expect(await failed(job)).toMatchObject([
      {
        source: 'daybook',
        sentence: `The job ${job} failed 3 times in a row: disk full.`,
        firstAt: ago(59 * secondMs),
      },
    ])
  })

  test('stays while it runs again, and recovers with the next success', async () => {
    const job = name()
    await addJob(db, job)
    await addRun(db, job, { at: ago(10 * minuteMs), status: 'FAILED' })
    await addRun(db, job, { at: ago(5 * minuteMs), status: 'RUNNING' })
    expect(await failed(job)).toHaveLength(1)
    await addRun(db, job, { at: ago(minuteMs), status: 'COMPLETED', trigger: 'person' })
    expect(await failed(job)).toEqual([])
  })

  test('counts an order that was given up as failed', async () => {
    const job = name()
    await addJob(db, job)
    await addRun(db, job, { at: ago(minuteMs), status: 'ABANDONED' })
    expect(await failed(job)).toHaveLength(1)
  })

  test('is silent about jobs that are not critical', async () => {
    const job = name()
    await addJob(db, job, { isCritical: false })
    await addRun(db, job, { at: ago(minuteMs), status: 'FAILED' })
    expect(await failed(job)).toEqual([])
  })
})

describe('job-missed', () => {
  const { findings } = ruleOf('job-missed')
  const name = () => `job-${uuidv7().slice(-6)}`
  const missed = async (job: string, at = now) => (await findings(at)).filter(({ subject }) => subject === job)

  test('fires when the time of grace is over, not before', async () => {
    const job = name()
    await addJob(db, job, { nextDueAt: ago(600 * secondMs) })
    expect(await missed(job)).toEqual([])
    expect(await missed(job, new Date(now.getTime() + secondMs))).toMatchObject([
      { source: 'daybook', sentence: `The job ${job} should have started 10 min 1 s ago and did not.`, firstAt: now },
    ])
  })

  test('recovers when the run has started, and not by a press of a button', async () => {
    const job = name()
    const dueAt = ago(hourMs)
    await addJob(db, job, { nextDueAt: dueAt })
    await addRun(db, job, { at: ago(minuteMs), dueAt: ago(minuteMs), status: 'COMPLETED', trigger: 'person' })
    expect(await missed(job)).toHaveLength(1)
    await addRun(db, job, { at: ago(secondMs), dueAt, status: 'RUNNING' })
    expect(await missed(job)).toEqual([])
  })

  test('has runs that began too late in its history', async () => {
    const job = name()
    await addJob(db, job)
    const at = ago(minuteMs)
    await addRun(db, job, { at, dueAt: new Date(at.getTime() - 15 * minuteMs), status: 'COMPLETED' })
    await addRun(db, job, {
      at: ago(2 * hourMs),
      dueAt: new Date(ago(2 * hourMs).getTime() - 5 * minuteMs),
      status: 'COMPLETED',
    })
    const moments = await ruleOf('job-missed').history(ago(6 * hourMs), now)
    expect(moments.filter(({ subject }) => subject === job)).toHaveLength(5)
  })
})

describe('maintenance-mode', () => {
  const { findings } = ruleOf('maintenance-mode')
  const sentences = async (at = now) => (await findings(at)).map(({ sentence }) => sentence)

  test('says nothing while it is off', async () => {
    await switchMaintenance(db, ago(10 * hourMs), { enabled: false })
    expect(await sentences()).toEqual([])
  })

  test('fires at the planned end', async () => {
    await switchMaintenance(db, ago(10 * hourMs), { enabled: true, until: now.toISOString() })
    expect(await sentences(ago(1))).toEqual([])
    expect(await sentences(new Date(now.getTime() + 90 * minuteMs))).toEqual([
      'Maintenance mode is on 1 h 30 min longer than planned.',
    ])
  })

  test('fires after four hours when nobody said until when, and recovers when it is off', async () => {
    await switchMaintenance(db, ago(4 * hourMs), { enabled: true })
    expect(await sentences(ago(1))).toEqual([])
    expect(await sentences()).toEqual(['Maintenance mode is on since 4 h without a planned end.'])
    await switchMaintenance(db, now, { enabled: false })
    expect(await sentences()).toEqual([])
  })
})

test('a preview of a month of jobs, sign-ins, payments and maintenance is in the order of time', async () => {
  for (const name of [
    'login-attack',
    'job-failed',
    'job-missed',
    'no-recent-activity',
    'maintenance-mode',
    'backup-stale',
  ]) {
    const times = (await ruleOf(name).history(ago(30 * 24 * hourMs), now)).map(({ at }) => at.getTime())
    expect(times, name).toEqual([...times].sort((a, b) => a - b))
  }
})
