import { Prisma } from '../../db'
import { uuidv7Floor } from '../../ids'
import type { AuditFilters } from '../contract'

/** Filters as a Prisma condition. Times become ranges of the UUIDv7 key, which prunes partitions. */
export function whereOf(filters: AuditFilters): Prisma.AuditLogWhereInput {
  const all: Prisma.AuditLogWhereInput[] = []
  if (filters.entityName !== undefined) all.push({ entityType: filters.entityName })
  if (filters.entityId !== undefined) all.push({ entityId: filters.entityId })
  if (filters.actorUserId !== undefined) all.push({ userId: filters.actorUserId })
  if (filters.source !== undefined) all.push({ source: filters.source })
  if (filters.requestId !== undefined) all.push({ requestId: filters.requestId })
  if (filters.correlationId !== undefined) all.push({ correlationId: filters.correlationId })
  if (filters.severity) all.push({ severity: { in: filters.severity } })
  if (filters.action) all.push({ OR: filters.action.map(actionCondition) })
  if (filters.search !== undefined) all.push(searchCondition(filters.search))
  if (filters.dateFrom !== undefined) all.push({ id: { gte: uuidv7Floor(new Date(filters.dateFrom)) } })
  if (filters.dateTo !== undefined)
    all.push({ id: { lt: uuidv7Floor(new Date(new Date(filters.dateTo).getTime() + 1)) } })
  return { AND: all }
}

function actionCondition(pattern: string): Prisma.AuditLogWhereInput {
  return pattern.endsWith('*') ? { action: { startsWith: literal(pattern.slice(0, -1)) } } : { action: pattern }
}

function searchCondition(text: string): Prisma.AuditLogWhereInput {
  const contains = { contains: literal(text), mode: Prisma.QueryMode.insensitive }
  return {
    OR: [
      { description: contains },
      { userEmail: contains },
      { userName: contains },
      { entityId: text },
      { errorMessage: contains },
    ],
  }
}

/** Prisma hands `%`, `_` and backslash on to LIKE, where they would match other text. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
