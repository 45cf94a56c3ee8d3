import { secondMs } from '../clock'
import { bucketBoundsMs } from './buckets'
import type { Family, Sample } from './family'
import type { DurationCell, RequestTotals, RouteTotals } from './request-totals'

const durationName = 'daybook_http_request_duration_seconds'

/** The requests of this process: how many, how many failed, how long they took. */
export function requestFamilies(totals: RequestTotals): Family[] {
  const requests: Sample[] = []
  const errors: Sample[] = []
  const durations: Sample[] = []
  for (const [route, byMethod] of totals.routes)
    for (const [method, found] of byMethod) {
      const labels = { method, route }
      for (const [status, value] of found.statuses) requests.push({ value, labels: { ...labels, status: `${status}` } })
      // Also while there are none: a rate begins with a zero.
      errors.push({ value: errorsOf(found), labels })
      for (const [digit, cell] of found.durations.entries())
        if (cell) durations.push(...durationSamples({ ...labels, status_class: `${digit}xx` }, cell))
    }
  return [
    {
      name: 'daybook_http_requests_total',
      help: 'Requests answered, by method, route template and status. Files of the build are left out.',
      type: 'counter',
      samples: requests,
    },
    {
      name: 'daybook_http_request_errors_total',
      help: 'Requests answered with a status of 500 or above.',
      type: 'counter',
      samples: errors,
    },
    {
      name: durationName,
      help: 'Time from the first byte of a request to the end of its answer. Streams are left out.',
      type: 'histogram',
      samples: durations,
    },
  ]
}

export function errorsOf({ statuses }: RouteTotals): number {
  let errors = 0
  for (const [status, count] of statuses) if (status >= 500) errors += count
  return errors
}

function durationSamples(labels: Record<string, string>, cell: DurationCell): Sample[] {
  let sum = 0
  const buckets = Array.from(cell.buckets, (count, index): Sample => {
    sum += count
    const boundMs = bucketBoundsMs[index]
    const le = boundMs === undefined ? '+Inf' : String(boundMs / secondMs)
    return { value: sum, labels: { ...labels, le }, suffix: '_bucket', ...exemplarOf(cell, index) }
  })
  return [
    ...buckets,
    { value: cell.sumMs / secondMs, labels, suffix: '_sum' },
    { value: cell.count, labels, suffix: '_count' },
  ]
}

/** OpenMetrics 1.0 allows an exemplar 128 characters of labels; a caller may send a longer id. */
const maxIdLength = 128 - 'correlation_id'.length

function exemplarOf(cell: DurationCell, index: number): Pick<Sample, 'exemplar'> {
  const correlationId = cell.correlationIds[index]
  if (correlationId === undefined || correlationId.length > maxIdLength) return {}
  return {
    exemplar: {
      labels: { correlation_id: correlationId },
      value: (cell.lastMs[index] ?? 0) / secondMs,
      atSeconds: (cell.lastAtMs[index] ?? 0) / secondMs,
    },
  }
}
