import type { Prisma } from '../db'
import { toWire } from '../wire'
import { type Alert, AlertSeverity, AlertState, ResolvedHow } from './contract'

export const alertInclude = {
  incident: { select: { incident: { select: { id: true, number: true } } } },
} as const satisfies Prisma.AlertInclude

type Row = Prisma.AlertGetPayload<{ include: typeof alertInclude }>

/** A row of "Alert" as people see it. */
export function toAlert(row: Row): Alert {
  const { incident, facts: _facts, changes: _changes, ...rest } = row
  return {
    ...toWire(rest),
    severity: AlertSeverity.parse(row.severity),
    state: AlertState.parse(row.state),
    resolvedHow: row.resolvedHow === null ? null : ResolvedHow.parse(row.resolvedHow),
    incident: incident?.incident ?? null,
  }
}
