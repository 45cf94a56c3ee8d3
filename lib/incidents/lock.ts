import type { Tx } from '../db'
import { AppError } from '../errors'
import type { Incident } from './contract'
import { incidentInclude, toIncident } from './incident-view'

export const noIncident = 'There is no such incident.'

/** The incident, which nobody else can change until this transaction ends. Throws NOT_FOUND. */
export async function lockIncident(tx: Tx, id: string): Promise<Incident> {
  await tx.$queryRaw`SELECT 1 FROM "Incident" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.incident.findUnique({ where: { id }, include: incidentInclude })
  if (!row) throw new AppError('NOT_FOUND', noIncident)
  return toIncident(row)
}
