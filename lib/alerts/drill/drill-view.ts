import type { AlertDrill } from '../contract'

export const drillColumns = {
  id: true,
  startedAt: true,
  acknowledgeUntil: true,
  acknowledgedAt: true,
  acknowledgedByName: true,
  failedAt: true,
} as const

type Row = {
  id: string
  startedAt: Date
  acknowledgeUntil: Date
  acknowledgedAt: Date | null
  acknowledgedByName: string | null
  failedAt: Date | null
}

export function toDrill(row: Row): AlertDrill {
  return {
    ...row,
    startedAt: row.startedAt.toISOString(),
    acknowledgeUntil: row.acknowledgeUntil.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
  }
}
