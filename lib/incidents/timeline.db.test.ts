import { describe, expect, it } from 'vitest'
import { AuditAction, recordAudit } from '../audit'
import { minuteMs } from '../clock'
import { systemContext } from '../context'
import { withTx } from '../db'
import { uuidv7 } from '../ids'
import { updateCompanySettings } from '../settings'
import { staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { newAlert, newChannel, newDelivery } from '../testing/made-alerts'
import { PostMortem } from './contract'
import { addActionItem, addNote, getIncident, openForAlert, openIncident, updateIncident } from './index'

useDatabase()
const noon = new Date('2026-11-28T12:00:00Z')
const at = (minutes: number) => new Date(noon.getTime() + minutes * minuteMs)
const founderAt = (minutes: number) => staffContext({ now: () => at(minutes) })
const engine = systemContext('alerts.evaluate')

/** An event of the trail at this minute. */
async function eventAt(minutes: number, description: string): Promise<string> {
  const ctx = systemContext('test', { now: () => at(minutes) })
  const id = await withTx(ctx, (tx) =>
    recordAudit(tx, ctx, { action: AuditAction.LEAD_TO_STUDENT_CONVERSION, description, severity: 'CRITICAL' }),
  )
  if (id === null) throw new Error('The event was not written')
  return id
}

/** Trouble of half an hour, with everything that the timeline knows. */
async function wholeStory() {
  const change = await eventAt(-5, 'E-mail settings changed')
  const failure = await eventAt(0, 'A conversion failed')
  const ops = await newChannel('Slack ops')
  const mail = await newChannel('E-mail to Kim')
  const alert = await newAlert({
    source: uuidv7(),
    sentence: 'A conversion failed.',
    firstAt: noon,
    openedAt: at(2),
    lastAt: at(20),
    count: 14,
    firstEventId: failure,
    changes: [{ eventId: change, at: at(-5).toISOString(), sentence: 'Kim Lee changed the e-mail settings' }],
    acknowledgedAt: at(8),
    acknowledgedByName: 'Kim Lee',
    escalationStep: 1,
    escalatedAt: at(7),
    state: 'RESOLVED',
    resolvedAt: at(30),
    resolvedHow: 'quiet',
  })
  const { id } = await withTx(engine, (tx) => openForAlert(tx, engine, alert, at(2)))
  const delivery = { alertId: alert.id, createdAt: at(2), attempts: 1 }
  await newDelivery({ ...delivery, channelId: ops.id, kind: 'firing', status: 'SENT', finishedAt: at(2.01) })
  await newDelivery({
    ...delivery,
    channelId: mail.id,
    kind: 'firing',
    status: 'DEAD',
    attempts: 9,
    lastError: 'The address does not exist.',
    finishedAt: at(15),
  })
  await newDelivery({ ...delivery, channelId: ops.id, kind: 'escalation', status: 'SENT', finishedAt: at(7.01) })
  await newDelivery({
    ...delivery,
    channelId: ops.id,
    kind: 'resolved',
    status: 'PENDING',
    createdAt: at(30.01),
    attempts: 0,
  })
  await addNote(founderAt(9), id, { text: 'The provider is down.' })
  await updateIncident(founderAt(31), id, { state: 'RESOLUTION' })
  return { id, alert, change, failure }
}

describe('the timeline of an incident', () => {
  it('tells changes, events, alerts, deliveries and people’s notes in the order in which they happened', async () => {
    const { id, alert, change, failure } = await wholeStory()
    const { timeline } = await getIncident(engine, id)
    const alertHref = `/dashboard/alerts/${alert.id}`
    expect(timeline.map(({ kind, text, byName, href }) => [kind, text, byName, href])).toEqual([
      ['event', 'Shortly before: Kim Lee changed the e-mail settings', null, `/dashboard/activity/${change}`],
      ['event', 'A conversion failed', null, `/dashboard/activity/${failure}`],
      ['alert', '“Critical event” fired: A conversion failed. It had begun 2 min before.', null, alertHref],
      ['opened', 'Opened by itself, because the alert “Critical event” is critical', 'Daybook', null],
      ['delivery', 'Slack ops was told that “Critical event” fires', null, alertHref],
      ['alert', 'Nobody had acknowledged “Critical event” in time: escalated, step 1', null, alertHref],
      ['delivery', 'Slack ops was told that nobody has acknowledged “Critical event”', null, alertHref],
      ['alert', '“Critical event” acknowledged', 'Kim Lee', alertHref],
      ['note', 'The provider is down.', 'Stella Staff', null],
      [
        'delivery',
        'E-mail to Kim could not be told that “Critical event” fires, given up after 9 tries: The address does not exist.',
        null,
        alertHref,
      ],
      ['alert', '“Critical event” was not seen again and counts as over after 30 min, seen 14 times', null, alertHref],
      ['delivery', 'Slack ops is about to be told that “Critical event” is over', null, alertHref],
      ['state', 'Moved from Detection to Resolution', 'Stella Staff', null],
    ])
    expect(timeline.map((line) => line.at)).toEqual(timeline.map((line) => line.at).toSorted())
    expect(new Set(timeline.map((line) => line.id)).size).toBe(timeline.length)
  })

  it('tells how long it took to notice, to take on and to resolve, from when the trouble began', async () => {
    const { id } = await wholeStory()
    expect((await getIncident(engine, id)).durations).toEqual({
      detectMs: 2 * minuteMs,
      acknowledgeMs: 8 * minuteMs,
      resolveMs: 31 * minuteMs,
    })
  })

  it('tells an event once that began two alerts, and a change once that came before both', async () => {
    const failure = await eventAt(0, 'One failure')
    const change = { eventId: await eventAt(-1, 'x'), at: at(-1).toISOString(), sentence: 'A new release was started' }
    const asChange = { eventId: failure, at: noon.toISOString(), sentence: 'the failure, as a change' }
    const both = [
      await newAlert({ openedAt: noon, firstEventId: failure, changes: [change] }),
      await newAlert({ openedAt: noon, firstEventId: failure, changes: [change, asChange] }),
    ]
    const { id } = await openIncident(founderAt(1), { title: 'x', class: 'low', alertIds: both.map((one) => one.id) })
    const events = (await getIncident(engine, id)).timeline.filter(({ kind }) => kind === 'event')
    expect(events.map(({ text }) => text)).toEqual(['Shortly before: A new release was started', 'One failure'])
  })

  it('says of an alert that was told and has not escalated nothing of an escalation', async () => {
    const alert = await newAlert({ openedAt: noon, escalationStep: 0, escalatedAt: noon })
    const { id } = await openIncident(founderAt(1), { title: 'x', class: 'low', alertIds: [alert.id] })
    const { timeline } = await getIncident(engine, id)
    expect(timeline.filter(({ text }) => text.includes('escalated'))).toEqual([])
  })

  it('is told without an event that is gone, and without changes that cannot be read', async () => {
    const alert = await newAlert({ openedAt: noon, firstEventId: uuidv7(), changes: [{ what: 'no change' }] })
    const { id } = await openIncident(founderAt(1), { title: 'x', class: 'low', alertIds: [alert.id] })
    expect((await getIncident(engine, id)).timeline.map(({ kind }) => kind)).toEqual(['alert', 'opened', 'class'])
  })

  it.each([
    ['CANCELLED', {}, 'Ops was not told that “Critical event” goes on, because it was not needed any more'],
    [
      'PENDING',
      { attempts: 2, lastError: 'No answer.' },
      'Ops has not been told that “Critical event” goes on yet, try 2: No answer.',
    ],
    [
      'SENT',
      { attempts: 3, isMaybeRepeated: true },
      'Ops was told that “Critical event” goes on, at try 3, perhaps twice',
    ],
    ['DEAD', { attempts: 1 }, 'Ops could not be told that “Critical event” goes on, given up after one try'],
  ])('says of a delivery that is %s what came of it', async (status, over, text) => {
    const alert = await newAlert({ openedAt: noon })
    const channel = await newChannel('Ops')
    await newDelivery({ alertId: alert.id, channelId: channel.id, kind: 'repeat', status, createdAt: noon, ...over })
    const { id } = await openIncident(founderAt(1), { title: 'x', class: 'low', alertIds: [alert.id] })
    const told = (await getIncident(engine, id)).timeline.filter(({ kind }) => kind === 'delivery')
    expect(told.map((line) => line.text)).toEqual([text])
  })
})

describe('how long things took', () => {
  it('is not known before they have happened, and counts for one opened by hand from then on', async () => {
    const { id } = await openIncident(founderAt(0), { title: 'x', class: 'low', alertIds: [] })
    expect((await getIncident(engine, id)).durations).toEqual({ detectMs: 0, acknowledgeMs: null, resolveMs: null })
    await updateIncident(founderAt(4), id, { state: 'TRIAGE' })
    expect((await getIncident(engine, id)).durations.acknowledgeMs).toBe(4 * minuteMs)
  })

  it('is never less than nothing, whatever the clocks say', async () => {
    const alert = await newAlert({ firstAt: at(1), openedAt: noon, acknowledgedAt: at(-1) })
    const { id } = await openIncident(founderAt(0), { title: 'x', class: 'low', alertIds: [alert.id] })
    expect((await getIncident(engine, id)).durations.acknowledgeMs).toBe(0)
  })
})

describe('the template of the post-mortem', () => {
  it('has what is known and asks for the rest, in the company’s time zone', async () => {
    await updateCompanySettings(engine, { timeZone: 'Europe/Berlin' })
    const { id } = await wholeStory()
    await addActionItem(founderAt(32), id, { title: 'A second provider', ownerName: 'Kim Lee', dueDay: '2026-12-24' })
    const { postMortemTemplate: text, number } = await getIncident(engine, id)
    expect(text.match(/^#+ .*$/gm)).toEqual([
      `# INC-${String(number).padStart(4, '0')}: A conversion failed`,
      '## Summary',
      '## Impact',
      '## Timeline (Europe/Berlin)',
      '## Root cause',
      '## What went well',
      '## What did not go well',
      '## Action items',
    ])
    expect(text).toContain('- Critical event: A conversion failed.')
    expect(text).toContain('- Noticed after 2 min (time to detect)')
    expect(text).toContain('- Taken on after 8 min (time to acknowledge)')
    expect(text).toContain('- Resolved after 31 min (time to resolve)')
    expect(text).toContain('- **28 Nov 13:08:00** “Critical event” acknowledged (Kim Lee)')
    expect(text).toMatch(/## Root cause[^#]*changed the e-mail settings/)
    expect(text).toMatch(/## What did not go well[^#]*E-mail to Kim could not be told/)
    expect(text).toContain('- [ ] A second provider (Kim Lee, by 2026-12-24)')
  })

  it('takes nothing for Markdown that an event has written', async () => {
    const alert = await newAlert({ sentence: '[click](https://evil.example)\n# Not a heading <b>', openedAt: noon })
    const { id } = await openIncident(founderAt(1), { title: '*x*', class: 'low', alertIds: [alert.id] })
    const { postMortemTemplate: text } = await getIncident(engine, id)
    expect(text).toContain(String.raw`\[click\](https://evil.example) \# Not a heading \<b\>`)
    expect(text).toContain(String.raw`\*x\*`)
  })

  it('stays short when the timeline is not', async () => {
    const alert = await newAlert({ openedAt: noon })
    const channel = await newChannel('Ops')
    for (let minute = 0; minute < 70; minute += 1)
      await newDelivery({ alertId: alert.id, channelId: channel.id, kind: 'repeat', createdAt: at(minute) })
    const { id } = await openIncident(founderAt(90), { title: 'x', class: 'low', alertIds: [alert.id] })
    const { postMortemTemplate: text, timeline } = await getIncident(engine, id)
    expect(text).toContain(`- and ${timeline.length - 40} more`)
  })

  it('can be saved as it is, however much happened and was written', async () => {
    const stars = '*'.repeat(5_000)
    const alerts = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        newAlert({ title: `${index}${stars}`, sentence: stars, source: `${index}${stars}`, openedAt: noon }),
      ),
    )
    const alertIds = alerts.map((alert) => alert.id)
    const { id } = await openIncident(founderAt(0), { title: '*'.repeat(160), class: 'low', alertIds })
    for (let minute = 0; minute < 20; minute += 1) {
      await addNote(founderAt(minute), id, { text: stars })
      await addActionItem(founderAt(minute), id, { title: '*'.repeat(300), ownerName: '*'.repeat(120) })
    }
    const { postMortemTemplate: text } = await getIncident(engine, id)
    expect(PostMortem.safeParse({ text, replaces: null }).success, `${text.length} characters`).toBe(true)
  })
})
