import type { Context } from '../context'
import { getDb, type Prisma } from '../db'
import { literalPattern, toPage } from '../paging'
import type { IncidentPage, IncidentQuery } from './contract'
import { incidentInclude, toIncident } from './incident-view'

/** Incidents, newest first. */
export async function listIncidents(_ctx: Context, query: IncidentQuery): Promise<IncidentPage> {
  const rows = await getDb().incident.findMany({
    where: whereOf(query),
    include: incidentInclude,
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPage(rows.map(toIncident), query.limit)
}

function whereOf({ cursor, open, search, class: ofClass }: IncidentQuery): Prisma.IncidentWhereInput {
  return {
    ...(cursor === undefined ? {} : { id: { lt: cursor } }),
    ...(open === undefined ? {} : { state: open ? { not: 'CLOSED' } : 'CLOSED' }),
    ...(ofClass === undefined ? {} : { class: ofClass }),
    ...(search === undefined ? {} : { OR: matches(search) }),
  }
}

/** "INC-0042" and "42" find the incident of that number. */
function matches(search: string): Prisma.IncidentWhereInput[] {
  const number = /^(?:inc-?)?0*(\d{1,9})$/i.exec(search)?.[1]
  return [
    { title: { contains: literalPattern(search), mode: 'insensitive' } },
    ...(number === undefined ? [] : [{ number: Number(number) }]),
  ]
}
