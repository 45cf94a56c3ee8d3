import { describe, expect, it } from 'vitest'
import { uuidv7 } from '../ids'
import { createUser } from '../members'
import { outcomeOf, raceBehindLock, refusalOf, staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { newAlert } from '../testing/made-alerts'
import { type IncidentClass, IncidentQuery } from './contract'
import {
  addActionItem,
  addNote,
  attachAlert,
  detachAlert,
  getIncident,
  listIncidents,
  openIncident,
  setActionItemDone,
  updateIncident,
  writePostMortem,
} from './index'

const db = useDatabase()
const ctx = staffContext()
const opened = (over: { title?: string; class?: IncidentClass; alertIds?: string[] } = {}) =>
  openIncident(ctx, { title: 'The shop is closed', class: 'critical', alertIds: [], ...over })
const eventsOf = (id: string) =>
  db.ownerQuery(
    `SELECT "action", "description", "before", "after", "metadata" FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`,
    [id],
  )
const actionsOf = async (id: string) => (await eventsOf(id)).map(({ action }) => action)
const newPerson = () =>
  createUser(ctx, {
    email: `${uuidv7()}@example.org`,
    name: 'Kim Lee',
    role: 'FOUNDER',
    password: 'a password for tests',
  })

describe('an incident opened by hand', () => {
  it('begins in detection, with its alerts and its first note, and the trail says so', async () => {
    const alert = await newAlert()
    const incident = await openIncident(ctx, {
      title: 'Nobody can pay',
      class: 'high',
      alertIds: [alert.id, alert.id],
      note: 'Three customers called.',
    })
    expect(incident).toMatchObject({
      state: 'DETECTION',
      openedByName: 'Stella Staff',
      alertCount: 1,
      openAlertCount: 1,
    })
    expect((await getIncident(ctx, incident.id)).timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['opened', 'note', 'alert']),
    )
    expect(await eventsOf(incident.id)).toMatchObject([
      { action: 'INCIDENT_OPENED', after: { title: 'Nobody can pay' }, metadata: { note: 'Three customers called.' } },
      { action: 'INCIDENT_UPDATED', after: { alertId: alert.id, class: 'critical' } },
    ])
  })

  it('gets the next number', async () => {
    const first = await opened()
    expect((await opened()).number).toBeGreaterThan(first.number)
  })

  it('refuses an alert that does not exist, and leaves nothing behind', async () => {
    const title = `Nothing ${uuidv7()}`
    const refusal = await refusalOf(opened({ title, alertIds: [uuidv7()] }))
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', problems: [{ pointer: '/alertIds' }] })
    expect(await db.ownerQuery(`SELECT 1 FROM "Incident" WHERE "title" = $1`, [title])).toEqual([])
  })

  it('refuses an alert of another incident, and names it', async () => {
    const alert = await newAlert()
    const first = await opened({ alertIds: [alert.id] })
    const refusal = await refusalOf(opened({ alertIds: [alert.id] }))
    expect(refusal.code).toBe('CONFLICT')
    expect(refusal.publicMessage).toContain(`INC-${String(first.number).padStart(4, '0')}`)
  })
})

describe('the state of an incident', () => {
  it('moves on and back, each with a line and an event', async () => {
    const { id } = await opened()
    await updateIncident(ctx, id, { state: 'INVESTIGATION' })
    await updateIncident(ctx, id, { state: 'TRIAGE' })
    const { timeline } = await getIncident(ctx, id)
    expect(timeline.filter(({ kind }) => kind === 'state')).toMatchObject([
      { text: 'Moved from Detection to Investigation', byName: 'Stella Staff' },
      { text: 'Moved from Investigation to Triage' },
    ])
    expect(await actionsOf(id)).toEqual(['INCIDENT_OPENED', 'INCIDENT_UPDATED', 'INCIDENT_UPDATED'])
  })

  it('counts as resolved from resolution on, and no longer when it goes back', async () => {
    const { id } = await opened()
    const resolved = await updateIncident(ctx, id, { state: 'RESOLUTION' })
    expect(resolved.resolvedAt).not.toBeNull()
    expect((await updateIncident(ctx, id, { state: 'PREVENTION' })).resolvedAt).toBe(resolved.resolvedAt)
    expect((await updateIncident(ctx, id, { state: 'INVESTIGATION' })).resolvedAt).toBeNull()
    expect(await eventsOf(id)).toMatchObject([
      {},
      { action: 'INCIDENT_RESOLVED', before: { state: 'DETECTION', resolvedAt: null }, after: { state: 'RESOLUTION' } },
      { action: 'INCIDENT_UPDATED' },
      { action: 'INCIDENT_UPDATED', after: { resolvedAt: null } },
    ])
  })

  it.each(['critical', 'high'] as const)('of class %s is not closed without a post-mortem', async (ofClass) => {
    const { id } = await opened({ class: ofClass })
    const refusal = await refusalOf(updateIncident(ctx, id, { state: 'CLOSED' }))
    expect(refusal.code).toBe('CONFLICT')
    expect(refusal.publicMessage).toMatch(/has no post-mortem yet\. Write it first/)
    expect((await getIncident(ctx, id)).state).toBe('DETECTION')
    await writePostMortem(ctx, id, { text: 'It rained in.' })
    const closed = await updateIncident(ctx, id, { state: 'CLOSED' })
    expect(closed.closedAt).not.toBeNull()
    expect((await updateIncident(ctx, id, { state: 'PREVENTION' })).closedAt).toBeNull()
  })

  it.each(['medium', 'low'] as const)('of class %s is closed as it is', async (ofClass) => {
    const { id } = await opened({ class: ofClass })
    expect((await updateIncident(ctx, id, { state: 'CLOSED' })).state).toBe('CLOSED')
  })

  it('is not led around the post-mortem by another class: neither before, nor at once, nor after', async () => {
    const { id } = await opened({ class: 'low' })
    expect(await outcomeOf(updateIncident(ctx, id, { state: 'CLOSED', class: 'high' }))).toBe('CONFLICT')
    await updateIncident(ctx, id, { state: 'CLOSED' })
    expect(await outcomeOf(updateIncident(ctx, id, { class: 'critical' }))).toBe('CONFLICT')
    expect(await outcomeOf(attachAlert(ctx, id, (await newAlert()).id))).toBe('CONFLICT')
  })

  it('stays where the first of two has moved it, and the second is told', async () => {
    const { id } = await opened()
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Incident" WHERE "id" = $1 FOR UPDATE`, params: [id], waiting: 2 },
      () =>
        Promise.all(
          (['TRIAGE', 'INVESTIGATION'] as const).map((state) =>
            outcomeOf(updateIncident(ctx, id, { state, fromState: 'DETECTION' })),
          ),
        ),
    )
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(1)
    expect(await actionsOf(id)).toEqual(['INCIDENT_OPENED', 'INCIDENT_UPDATED'])
  })

  it('is not changed by two who want the same', async () => {
    const { id } = await opened()
    await updateIncident(ctx, id, { state: 'TRIAGE', fromState: 'DETECTION' })
    expect((await updateIncident(ctx, id, { state: 'TRIAGE', fromState: 'DETECTION' })).state).toBe('TRIAGE')
    expect(await actionsOf(id)).toHaveLength(2)
  })

  it('stays as it is when nothing is asked for, or nothing new', async () => {
    const incident = await opened()
    await updateIncident(ctx, incident.id, {})
    await updateIncident(ctx, incident.id, { title: incident.title, class: 'critical', assigneeId: null })
    expect(await actionsOf(incident.id)).toEqual(['INCIDENT_OPENED'])
  })
})

describe('title and assignee', () => {
  it('are changed with their event', async () => {
    const { id } = await opened()
    const person = await newPerson()
    expect(await updateIncident(ctx, id, { title: 'It was the rain', assigneeId: person.id })).toMatchObject({
      title: 'It was the rain',
      assigneeId: person.id,
      assigneeName: 'Kim Lee',
    })
    await updateIncident(ctx, id, { assigneeId: null })
    const { timeline } = await getIncident(ctx, id)
    expect(timeline.filter(({ kind }) => kind === 'assigned').map(({ text }) => text)).toEqual([
      'Assigned to Kim Lee',
      'Nobody is assigned any more',
    ])
    expect(await eventsOf(id)).toMatchObject([{}, { after: { title: 'It was the rain', assigneeName: 'Kim Lee' } }, {}])
  })

  it('go to nobody who does not exist or cannot sign in', async () => {
    const { id } = await opened()
    const gone = await newPerson()
    await db.ownerQuery(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [gone.id])
    for (const assigneeId of [gone.id, uuidv7()])
      expect(await refusalOf(updateIncident(ctx, id, { assigneeId }))).toMatchObject({
        code: 'INVALID_INPUT',
        problems: [{ pointer: '/assigneeId' }],
      })
  })
})

describe('notes', () => {
  it('stand in the timeline under the name of the writer, in the state of closed too', async () => {
    const { id } = await opened({ class: 'low' })
    await updateIncident(ctx, id, { state: 'CLOSED' })
    await addNote(ctx, id, { text: 'It was a wasp’s nest.' })
    expect((await getIncident(ctx, id)).timeline).toContainEqual(
      expect.objectContaining({ kind: 'note', text: 'It was a wasp’s nest.', byName: 'Stella Staff' }),
    )
    expect(await eventsOf(id)).toContainEqual(
      expect.objectContaining({ action: 'INCIDENT_UPDATED', metadata: { note: 'It was a wasp’s nest.' } }),
    )
  })
})

describe('the post-mortem', () => {
  it('is written and written anew, each time with its event', async () => {
    const { id } = await opened()
    expect(await writePostMortem(ctx, id, { text: 'One', replaces: null })).toMatchObject({ hasPostMortem: true })
    await writePostMortem(ctx, id, { text: 'Two', replaces: 'One' })
    await writePostMortem(ctx, id, { text: 'Two', replaces: 'Two' })
    expect((await getIncident(ctx, id)).postMortem).toBe('Two')
    expect(await eventsOf(id)).toMatchObject([
      {},
      { action: 'POST_MORTEM_WRITTEN', before: { postMortem: null }, after: { postMortem: 'One' } },
      { action: 'POST_MORTEM_WRITTEN', before: { postMortem: 'One' }, after: { postMortem: 'Two' } },
    ])
  })

  it('of one writer is never overwritten by another who has not seen it', async () => {
    const { id } = await opened()
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Incident" WHERE "id" = $1 FOR UPDATE`, params: [id], waiting: 2 },
      () => Promise.all(['One', 'Two'].map((text) => outcomeOf(writePostMortem(ctx, id, { text, replaces: null })))),
    )
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(1)
    expect(await actionsOf(id)).toEqual(['INCIDENT_OPENED', 'POST_MORTEM_WRITTEN'])
  })
})

describe('action items', () => {
  it('have an owner and a day, are ticked off and opened again', async () => {
    const { id } = await opened()
    const action = await addActionItem(ctx, id, { title: 'A new roof', ownerName: 'Kim Lee', dueDay: '2026-12-24' })
    expect(action).toMatchObject({ title: 'A new roof', ownerName: 'Kim Lee', dueDay: '2026-12-24', doneAt: null })
    const choice = { id, actionId: action.id }
    expect((await setActionItemDone(ctx, { ...choice, isDone: true })).doneAt).not.toBeNull()
    expect((await getIncident(ctx, id)).openActionCount).toBe(0)
    expect((await setActionItemDone(ctx, { ...choice, isDone: false })).doneAt).toBeNull()
    expect((await getIncident(ctx, id)).actions).toEqual([action])
  })

  it('are ticked off once when two people do it', async () => {
    const { id } = await opened()
    const { id: actionId } = await addActionItem(ctx, id, { title: 'A new roof' })
    await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "IncidentAction" WHERE "id" = $1 FOR UPDATE`, params: [actionId], waiting: 2 },
      () => Promise.all([1, 2].map(() => setActionItemDone(ctx, { id, actionId, isDone: true }))),
    )
    expect(await actionsOf(id)).toEqual(['INCIDENT_OPENED', 'INCIDENT_UPDATED', 'INCIDENT_UPDATED'])
  })

  it('of another incident are not found', async () => {
    const { id: actionId } = await addActionItem(ctx, (await opened()).id, { title: 'A new roof' })
    expect(await outcomeOf(setActionItemDone(ctx, { id: (await opened()).id, actionId, isDone: true }))).toBe(
      'NOT_FOUND',
    )
  })
})

describe('alerts of an incident', () => {
  it('are added and taken out again, with their events', async () => {
    const { id } = await opened({ class: 'low' })
    const alert = await newAlert({ severity: 'low' })
    expect(await attachAlert(ctx, id, alert.id)).toMatchObject({ alertCount: 1 })
    expect(await attachAlert(ctx, id, alert.id)).toMatchObject({ alertCount: 1 })
    expect(await detachAlert(ctx, id, alert.id)).toMatchObject({ alertCount: 0 })
    expect(await outcomeOf(detachAlert(ctx, id, alert.id))).toBe('NOT_FOUND')
    expect(await eventsOf(id)).toMatchObject([
      {},
      { action: 'INCIDENT_UPDATED', before: { alertId: null }, after: { alertId: alert.id } },
      { action: 'INCIDENT_UPDATED', before: { alertId: alert.id }, after: { alertId: null } },
    ])
  })

  it('belong to one of two incidents that want the same at once', async () => {
    const alert = await newAlert()
    const incidents = [await opened(), await opened()]
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Alert" WHERE "id" = $1 FOR UPDATE`, params: [alert.id], waiting: 2 },
      () => Promise.all(incidents.map(({ id }) => outcomeOf(attachAlert(ctx, id, alert.id)))),
    )
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(1)
  })
})

describe('an incident that does not exist', () => {
  it('is not found by any verb', async () => {
    const id = uuidv7()
    const calls = [
      getIncident(ctx, id),
      updateIncident(ctx, id, { state: 'TRIAGE' }),
      addNote(ctx, id, { text: 'x' }),
      writePostMortem(ctx, id, { text: 'x' }),
      addActionItem(ctx, id, { title: 'x' }),
      setActionItemDone(ctx, { id, actionId: id, isDone: true }),
      attachAlert(ctx, id, id),
      detachAlert(ctx, id, id),
    ]
    expect(new Set(await Promise.all(calls.map((call) => outcomeOf<unknown>(call))))).toEqual(new Set(['NOT_FOUND']))
  })
})

describe('the list of incidents', () => {
  it('is newest first, by open and closed, class, title and number, page by page', async () => {
    const word = uuidv7()
    const made = [
      await opened({ title: `First ${word}`, class: 'low' }),
      await opened({ title: `Second ${word}`, class: 'high' }),
      await opened({ title: `Third 100% ${word}`, class: 'low' }),
    ] as const
    await updateIncident(ctx, made[0].id, { state: 'CLOSED' })
    const titles = async (query: Record<string, string>) =>
      (await listIncidents(ctx, IncidentQuery.parse({ search: word, ...query }))).items.map(
        ({ title }) => title.split(' ')[0],
      )
    expect(await titles({})).toEqual(['Third', 'Second', 'First'])
    expect(await titles({ open: 'true' })).toEqual(['Third', 'Second'])
    expect(await titles({ open: 'false' })).toEqual(['First'])
    expect(await titles({ class: 'low' })).toEqual(['Third', 'First'])
    expect(await titles({ search: '100% ' })).toContain('Third')
    expect(await titles({ search: 'x0_0%' })).toEqual([])
    for (const search of [String(made[1].number), `inc-${String(made[1].number).padStart(4, '0')}`])
      expect(await titles({ search })).toContain('Second')
    const page = await listIncidents(ctx, IncidentQuery.parse({ search: word, limit: '2' }))
    expect(page.items).toHaveLength(2)
    expect(await titles({ cursor: String(page.nextCursor) })).toEqual(['First'])
  })
})
