import { minuteMs } from '../clock'
import type { Prisma } from '../db'
import type { TimelineEntry } from './contract'
import { durationText } from './duration-text'

export type AlertRow = Prisma.AlertGetPayload<Record<never, never>>

/** What happened to an alert: it fired, was escalated, taken on, resolved. */
export function alertLines(alert: AlertRow): TimelineEntry[] {
  return [fired(alert), escalated(alert), acknowledged(alert), resolved(alert)].flatMap(({ at, what, text, byName }) =>
    at === null
      ? []
      : [
          {
            id: `alert:${alert.id}:${what}`,
            at: at.toISOString(),
            kind: 'alert' as const,
            text,
            byName,
            href: `/dashboard/alerts/${alert.id}`,
          },
        ],
  )
}

type Line = { at: Date | null; what: string; text: string; byName: string | null }

function fired({ title, sentence, firstAt, openedAt }: AlertRow): Line {
  const unseenMs = openedAt.getTime() - firstAt.getTime()
  const since = unseenMs >= minuteMs ? ` It had begun ${durationText(unseenMs)} before.` : ''
  return { at: openedAt, what: 'fired', text: `“${title}” fired: ${asSentence(sentence)}${since}`, byName: null }
}

function escalated({ title, escalationStep, escalatedAt }: AlertRow): Line {
  const text = `Nobody had acknowledged “${title}” in time: escalated, step ${escalationStep}`
  // At step 0 the time is that of the first message, from which escalation counts: nobody has been late yet.
  return { at: escalationStep === 0 ? null : escalatedAt, what: 'escalated', text, byName: null }
}

function acknowledged({ title, acknowledgedAt, acknowledgedByName }: AlertRow): Line {
  return { at: acknowledgedAt, what: 'acknowledged', text: `“${title}” acknowledged`, byName: acknowledgedByName }
}

/** How it ended, after the reason that the alert stores. */
const endings = new Map([
  ['recovered', 'recovered'],
  ['quiet', 'was not seen again and counts as over'],
  ['person', 'was resolved by hand'],
  ['rule-off', 'ended, because its rule was switched off'],
])

function resolved({ title, firstAt, resolvedAt, resolvedHow, resolvedByName, count }: AlertRow): Line {
  const ending = endings.get(resolvedHow ?? '') ?? 'was resolved'
  const lastedMs = resolvedAt === null ? 0 : resolvedAt.getTime() - firstAt.getTime()
  const seen = count > 1 ? `, seen ${count} times` : ''
  const text = `“${title}” ${ending} after ${durationText(Math.max(0, lastedMs))}${seen}`
  return { at: resolvedAt, what: 'resolved', text, byName: resolvedByName }
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}
