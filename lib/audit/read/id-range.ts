import { uuidv7Floor } from '../../ids'
import type { AuditFilters } from '../contract'

/** Order of a feed: by id, whose time is when the event happened. */
export type Order = 'asc' | 'desc'

/** Ids from the one to the other, both included. Empty when `from` is above `to`. */
export type IdRange = { from: string; to: string }

export const lowestId = '00000000-0000-0000-0000-000000000000'
export const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The ids of the events that happened between two times, both included: a range of the key, which prunes partitions. */
export function rangeOf({ dateFrom, dateTo }: Pick<AuditFilters, 'dateFrom' | 'dateTo'>): IdRange {
  return {
    from: dateFrom === undefined ? lowestId : floorOf(new Date(dateFrom)),
    to: dateTo === undefined ? highestId : idBefore(floorOf(new Date(new Date(dateTo).getTime() + 1))),
  }
}

/** No id has a time before 1970; a date may. */
function floorOf(at: Date): string {
  return uuidv7Floor(new Date(Math.max(0, at.getTime())))
}

/** What of the range comes behind the cursor in this order. */
export function rangeBehind(range: IdRange, cursor: string | undefined, order: Order): IdRange {
  if (cursor === undefined) return range
  const at = cursor.toLowerCase()
  return order === 'desc'
    ? { from: range.from, to: lower(range.to, idBefore(at)) }
    : { from: higher(range.from, idAfter(at)), to: range.to }
}

/** Ids as PostgreSQL writes them are in the order of their bytes. */
export const lower = (a: string, b: string): string => (a < b ? a : b)
export const higher = (a: string, b: string): string => (a > b ? a : b)

/** The id just below; the lowest stays. */
export function idBefore(id: string): string {
  return id === lowestId ? id : moved(id, -1n)
}

/** The id just above; the highest stays. */
export function idAfter(id: string): string {
  return id === highestId ? id : moved(id, 1n)
}

function moved(id: string, by: bigint): string {
  const hex = (BigInt(`0x${id.replaceAll('-', '')}`) + by).toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
