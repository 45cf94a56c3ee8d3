import { minuteMs } from '../clock'
import { bucketCount, bucketOf } from './buckets'
import { otherRoute } from './routes'

/** Requests of one minute, method and route. `buckets` counts those that had a duration: a stream has none. */
export type Cell = { count: number; errors: number; totalMs: number; buckets: Uint32Array }

/** By route, then by method: two look-ups and no key to put together. */
export type MinuteCells = Map<string, Map<string, Cell>>

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The method, or one name for all that nobody knows. */
export const knownMethod = (method: string): string => (knownMethods.has(method) ? method : 'OTHER')

/** Routes come from the build, so this is never reached; that it cannot be is not for a caller to decide. */
const maxCellsPerMinute = 400
/** About 6 MB: many hours of a usual minute while the database is away. */
const maxCells = 20_000

/** Counts of requests that are not in the database yet, by the minute they ended in. */
export class RequestCounts {
  #minutes = new Map<number, MinuteCells>()
  #size = 0
  #minuteAtMs = Number.NaN
  #minute: MinuteCells = new Map()
  /** Cells given up because the database was away for too long. */
  dropped = 0

  /** Cells that wait. */
  get size(): number {
    return this.#size
  }

  /** `atMs`: when it ended. Without a duration it counts as a request and for no percentile. */
  record(atMs: number, method: string, route: string, status: number, durationMs: number | undefined): void {
    const minuteAtMs = atMs - (atMs % minuteMs)
    if (minuteAtMs !== this.#minuteAtMs) this.#turnTo(minuteAtMs)
    const cell = this.#minute.get(route)?.get(method) ?? this.#cellOf(method, route)
    cell.count += 1
    if (status >= 500) cell.errors += 1
    if (durationMs === undefined) return
    cell.totalMs += durationMs
    const bucket = bucketOf(durationMs)
    cell.buckets[bucket] = (cell.buckets[bucket] ?? 0) + 1
  }

  /** All that waits, by minute (ms since 1970); it waits no longer. */
  take(): Map<number, MinuteCells> {
    const taken = this.#minutes
    this.#minutes = new Map()
    this.#size = 0
    this.#minuteAtMs = Number.NaN
    return taken
  }

  /** What was taken and could not be written waits again, with what came since; the oldest goes when it is too much. */
  restore(taken: Map<number, MinuteCells>): void {
    const since = this.take()
    this.#minutes = taken
    for (const minute of taken.values()) this.#size += cellsOf(minute)
    for (const [atMs, minute] of since) {
      this.#turnTo(atMs)
      for (const [route, byMethod] of minute)
        for (const [method, cell] of byMethod) addTo(this.#cellOf(method, route), cell)
    }
  }

  #turnTo(minuteAtMs: number): void {
    for (const [oldest, minute] of this.#minutes) {
      if (this.#size < maxCells) break
      this.#minutes.delete(oldest)
      this.#size -= cellsOf(minute)
      this.dropped += cellsOf(minute)
    }
    this.#minute = this.#minutes.get(minuteAtMs) ?? new Map()
    this.#minutes.set(minuteAtMs, this.#minute)
    this.#minuteAtMs = minuteAtMs
  }

  #cellOf(method: string, route: string): Cell {
    const name = knownMethod(method)
    const found = this.#minute.get(route)?.get(name)
    if (found) return found
    if (route !== otherRoute && cellsOf(this.#minute) >= maxCellsPerMinute) return this.#cellOf(method, otherRoute)
    const cell = emptyCell()
    const byMethod = this.#minute.get(route) ?? new Map<string, Cell>()
    this.#minute.set(route, byMethod.set(name, cell))
    this.#size += 1
    return cell
  }
}

function cellsOf(minute: MinuteCells): number {
  let cells = 0
  for (const byMethod of minute.values()) cells += byMethod.size
  return cells
}

export const emptyCell = (): Cell => ({ count: 0, errors: 0, totalMs: 0, buckets: new Uint32Array(bucketCount) })

/** Adds one cell to another. */
export function addTo(target: Cell, added: Cell): void {
  target.count += added.count
  target.errors += added.errors
  target.totalMs += added.totalMs
  for (const [index, value] of added.buckets.entries()) target.buckets[index] = (target.buckets[index] ?? 0) + value
}
