import type { ExportedEvent } from './exported-event'
import { inert, inertJson } from './inert'

const jsonColumns = ['before', 'after', 'metadata'] as const

/** The fields of contracts §3.2, in its order. */
export const csvColumns = [
  'id',
  'sourceEventId',
  'occurredAt',
  'createdAt',
  'seq',
  'action',
  'severity',
  'description',
  'source',
  'userId',
  'userEmail',
  'userName',
  'actorType',
  'apiKeyId',
  'institutionId',
  'ipAddress',
  'userAgent',
  'entityType',
  'entityId',
  ...jsonColumns,
  'errorMessage',
  'errorStack',
  'requestId',
  'correlationId',
  'method',
  'path',
  'release',
] as const

export const csvHeader = `${csvColumns.join(',')}\r\n`

/** One event as a record of RFC 4180 with a cell for each column; absent values are empty and unquoted. */
export function csvRecord({ event, json }: ExportedEvent): string {
  const texts: Record<(typeof csvColumns)[number], string | number | null> = { ...event, ...json }
  const cells = csvColumns.map((column) => {
    const value = texts[column]
    if (value === null) return ''
    const isJson = (jsonColumns as readonly string[]).includes(column)
    return quoted(isJson ? inertJson(String(value)) : inert(String(value)))
  })
  return `${cells.join(',')}\r\n`
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
