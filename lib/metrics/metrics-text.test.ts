import { describe, expect, it, test } from 'vitest'
import { renderMetrics } from './exposition'
import { metricsFormatOf } from './format'
import { requestFamilies } from './request-families'
import { RequestTotals } from './request-totals'
import { snapshotOf, unknownPercentiles } from './snapshot'

const ended = { method: 'GET', route: '/api/leads/[id]', status: 200, durationMs: 12, correlationId: 'chain.0001' }
const totalsOf = (...requests: (Partial<Omit<typeof ended, 'durationMs'>> & { durationMs?: number | undefined })[]) => {
  const totals = new RequestTotals()
  for (const request of requests) totals.record(1_764_000_000_500, { ...ended, ...request })
  return totals
}
const linesOf = async (totals: RequestTotals, format: 'prometheus' | 'openmetrics') =>
  (await renderMetrics(requestFamilies(totals), format)).split('\n')

describe('requests as Prometheus reads them', () => {
  it('are counted by method, route and status; failures also by themselves, from zero on', async () => {
    const lines = await linesOf(totalsOf({}, {}, { status: 404 }, { method: 'POST', status: 503 }), 'prometheus')
    expect(lines.filter((line) => /^daybook_http_request(s|_errors)_total/.test(line))).toEqual([
      'daybook_http_requests_total{method="GET",route="/api/leads/[id]",status="200"} 2',
      'daybook_http_requests_total{method="GET",route="/api/leads/[id]",status="404"} 1',
      'daybook_http_requests_total{method="POST",route="/api/leads/[id]",status="503"} 1',
      'daybook_http_request_errors_total{method="GET",route="/api/leads/[id]"} 0',
      'daybook_http_request_errors_total{method="POST",route="/api/leads/[id]"} 1',
    ])
    expect(lines).toContain('# TYPE daybook_http_request_duration_seconds histogram')
  })

  it('have a histogram in seconds whose classes add up; a stream has no duration', async () => {
    const lines = await linesOf(
      totalsOf({ durationMs: 5 }, { durationMs: 300 }, { durationMs: 60_000 }, { durationMs: undefined }),
      'prometheus',
    )
    const labels = 'method="GET",route="/api/leads/[id]",status_class="2xx"'
    const bucket = (le: string) =>
      lines
        .find((line) => line.startsWith(`daybook_http_request_duration_seconds_bucket{${labels},le="${le}"}`))
        ?.split(' ')
        .at(-1)
    expect([bucket('0.005'), bucket('0.2'), bucket('0.3'), bucket('30'), bucket('+Inf')]).toEqual([
      '1',
      '1',
      '2',
      '2',
      '3',
    ])
    expect(lines).toContain(`daybook_http_request_duration_seconds_sum{${labels}} 60.305`)
    expect(lines).toContain(`daybook_http_request_duration_seconds_count{${labels}} 3`)
    expect(lines).toContain('daybook_http_requests_total{method="GET",route="/api/leads/[id]",status="200"} 4')
  })

  it('carry the correlation id of the last request as an exemplar in OpenMetrics, unless it is too long for one', async () => {
    const lines = await linesOf(totalsOf({}, { durationMs: 40, correlationId: 'x'.repeat(128) }), 'openmetrics')
    const exemplars = lines.filter((line) => line.includes(' # {'))
    expect(exemplars).toEqual([
      expect.stringMatching(/le="0.02"\} 1 # \{correlation_id="chain.0001"\} 0.012 1764000000.5$/),
    ])
    expect(lines.filter((line) => line.startsWith('# TYPE daybook_http_requests'))).toEqual([
      '# TYPE daybook_http_requests counter',
    ])
    expect(lines.at(-2)).toBe('# EOF')
  })

  it('keep their names in one format after somebody asked for the other', async () => {
    const totals = totalsOf({})
    const before = (await linesOf(totals, 'prometheus')).filter((line) => line.startsWith('# TYPE'))
    await linesOf(totals, 'openmetrics')
    expect((await linesOf(totals, 'prometheus')).filter((line) => line.startsWith('# TYPE'))).toEqual(before)
    expect(before).toContain('# TYPE process_cpu_seconds_total counter')
  })

  it('have no label that a caller made up', () => {
    const totals = totalsOf({ method: 'BREW' }, { method: 'BREW2' })
    expect([...(totals.routes.get(ended.route)?.keys() ?? [])]).toEqual(['OTHER'])
    for (let n = 0; n < 1_500; n += 1) totals.record(0, { ...ended, route: `/${n}` })
    expect(totals.routes.size).toBeLessThanOrEqual(1_001)
  })
})

describe('the snapshot', () => {
  it('has what this process counted since it began', () => {
    const totals = totalsOf(
      { durationMs: 10 },
      { durationMs: 20, status: 500, method: 'POST' },
      { durationMs: undefined },
    )
    expect(snapshotOf(totals, unknownPercentiles)).toEqual({
      totalRequests: 3,
      totalErrors: 1,
      requestsByStatus: { '200': 2, '500': 1 },
      requestsByMethod: { GET: 2, POST: 1 },
      averageDurationMs: 15,
      p50Ms: null,
      p95Ms: null,
      p99Ms: null,
      since: totals.since.toISOString(),
    })
    expect(snapshotOf(new RequestTotals(), unknownPercentiles)).toMatchObject({
      totalRequests: 0,
      averageDurationMs: 0,
    })
  })
})

const prometheus242 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
const prometheus3 =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;q=0.3,*/*;q=0.2'
test.each([
  [null, 'prometheus'],
  ['*/*', 'prometheus'],
  ['text/plain', 'prometheus'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'prometheus'],
  ['application/json', 'json'],
  ['application/json, text/plain;q=0.5', 'json'],
  ['application/json;q=0.2, text/plain', 'prometheus'],
  ['application/json;q=0', 'prometheus'],
  ['application/*', 'openmetrics'],
  ['application/openmetrics-text;version=0.0.1', 'prometheus'],
  ['image/png', 'prometheus'],
  [prometheus242, 'openmetrics'],
  [prometheus3, 'openmetrics'],
] as const)('Accept: %s is answered as %s', (accept, format) => expect(metricsFormatOf(accept)).toBe(format))
