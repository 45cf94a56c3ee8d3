import type { Prisma } from '../db'
import { toWire } from '../wire'
import { type Incident, IncidentClass, IncidentState } from './contract'

/** What has to be read with an incident, so that it can be shown. */
export const incidentInclude = {
  alerts: { select: { alert: { select: { state: true } } } },
  actions: { where: { doneAt: null }, select: { id: true } },
} as const satisfies Prisma.IncidentInclude

type IncidentRow = Prisma.IncidentGetPayload<{ include: typeof incidentInclude }>

/** An incident as lists and events have it. */
export function toIncident({ alerts, actions, postMortem, ...row }: IncidentRow): Incident {
  return {
    ...toWire(row),
    class: IncidentClass.parse(row.class),
    state: IncidentState.parse(row.state),
    alertCount: alerts.length,
    openAlertCount: alerts.filter(({ alert }) => alert.state !== 'RESOLVED').length,
    openActionCount: actions.length,
    hasPostMortem: postMortem !== null,
  }
}
