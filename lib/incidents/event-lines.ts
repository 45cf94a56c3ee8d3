import { z } from 'zod'
import { getEvent } from '../audit'
import { isAppError } from '../errors'
import type { AlertRow } from './alert-lines'
import type { TimelineEntry } from './contract'

/** What an alert stores of the changes before its first failure (lib/alerts/contract.ts, `Change`). */
const Changes = z.array(z.object({ eventId: z.uuid(), at: z.iso.datetime(), sentence: z.string() }))

/** The events of the trail around these alerts: the first of each, and what was changed shortly before. */
export async function eventLines(alerts: readonly AlertRow[]): Promise<TimelineEntry[]> {
  const ids = [...new Set(alerts.flatMap(({ firstEventId }) => firstEventId ?? []))]
  const first = await Promise.all(ids.map(firstEvent))
  return [...first.flat(), ...changesBefore(alerts)]
}

/** The changes before the first failure of any of these alerts, each once, oldest first. */
export function changesBefore(alerts: readonly AlertRow[]): TimelineEntry[] {
  const changes = alerts.flatMap((alert) => Changes.safeParse(alert.changes).data ?? [])
  const once = new Map(changes.map((change) => [change.eventId, change]))
  return [...once.values()]
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .map(({ eventId, at, sentence }) => lineOf(eventId, at, `Shortly before: ${sentence}`))
}

/** Nothing when the event is gone, by its retention: the alert still says what it was. */
async function firstEvent(id: string): Promise<TimelineEntry[]> {
  try {
    const { occurredAt, description } = await getEvent(id)
    return [lineOf(id, occurredAt, description)]
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') return []
    throw error
  }
}

function lineOf(id: string, at: string, text: string): TimelineEntry {
  return { id: `event:${id}`, at, kind: 'event', text, byName: null, href: `/dashboard/activity/${id}` }
}
