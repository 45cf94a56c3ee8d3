import type { Context } from '../context'
import { getDb, type Prisma } from '../db'
import { AppError } from '../errors'
import { getCompanySettings } from '../settings'
import { toWire } from '../wire'
import { toActionItem } from './action-view'
import { type AlertRow, alertLines } from './alert-lines'
import { type IncidentDetail, TimelineEntry } from './contract'
import { deliveryLines } from './delivery-lines'
import { beganAt, durationsOf } from './durations'
import { changesBefore, eventLines } from './event-lines'
import { toIncident } from './incident-view'
import { noIncident } from './lock'
import { postMortemTemplate } from './post-mortem-template'
import { mergeTimeline } from './timeline'

const include = {
  alerts: { include: { alert: true }, orderBy: { alertId: 'asc' } },
  entries: { orderBy: { id: 'asc' } },
  actions: { orderBy: { id: 'asc' } },
} as const satisfies Prisma.IncidentInclude

type Row = Prisma.IncidentGetPayload<{ include: typeof include }>

/**
 * An incident as a story: what people wrote, what its alerts went through, which channels were told, and the events of the
 * trail around them, in the order in which it happened. Throws NOT_FOUND.
 */
export async function getIncident(_ctx: Context, id: string): Promise<IncidentDetail> {
  const row = await getDb().incident.findUnique({ where: { id }, include })
  if (!row) throw new AppError('NOT_FOUND', noIncident)
  const { entries, actions, alerts: links, ...rest } = row
  const alerts = links.map(({ alert }) => alert)
  const [deliveries, events, { timeZone }] = await Promise.all([
    deliveryLines(alerts),
    eventLines(alerts),
    getCompanySettings(),
  ])
  const detail = {
    incident: toIncident({ ...rest, alerts: links, actions: actions.filter(({ doneAt }) => doneAt === null) }),
    durations: durationsOf(row, alerts, entries),
    timeline: mergeTimeline(entries.map(entryLine), alerts.flatMap(alertLines), deliveries, events),
    actions: actions.map(toActionItem),
  }
  const known = { ...detail, alerts, began: beganAt(row, alerts), changes: changesBefore(alerts), timeZone }
  return {
    ...detail.incident,
    alerts: alerts.map(alertView),
    timeline: detail.timeline,
    durations: detail.durations,
    actions: detail.actions,
    postMortem: row.postMortem,
    postMortemTemplate: postMortemTemplate(known),
  }
}

function entryLine({ id, at, kind, text, byName }: Row['entries'][number]): TimelineEntry {
  return { id, at: at.toISOString(), kind: TimelineEntry.shape.kind.parse(kind), text, byName, href: null }
}

function alertView(alert: AlertRow): IncidentDetail['alerts'][number] {
  const { id, title, sentence, severity, state, rule, firstAt, resolvedAt } = toWire(alert)
  return { id, title, sentence, severity, state, rule, firstAt, resolvedAt }
}
