import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET } from '../../../app/metrics/route'
import { setEnv } from '../../env'
import { MetricsSnapshot } from '../../metrics/contract'
import { recordRequest } from '../../metrics/request-writer'
import { useDatabase } from '../../testing/database'
import { ensurePrometheus, promtoolComplaints } from '../../testing/prometheus'
import { openTcpProxy, type TcpProxy } from '../../testing/tcp-proxy'

const database = useDatabase()
const root = `dbk_${'r'.repeat(40)}`
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url, ROOT_API_KEY: root })
})
afterAll(async () => {
  await proxy.close()
  setEnv({ ROOT_API_KEY: '' })
})

/** As if the shared answers were too old: they live on the process. */
const forgetShared = () => {
  for (const name of ['report', 'metrics.jobs', 'metrics.percentiles'])
    Reflect.deleteProperty(globalThis, Symbol.for(`daybook.health.share.${name}`))
}
beforeEach(forgetShared)

async function ask(query = '', headers: Record<string, string> = {}) {
  const request = new Request(`http://localhost/metrics${query}`, {
    headers: { authorization: `Bearer ${root}`, ...headers },
  })
  const response = await GET(request, { params: Promise.resolve({}) })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}
const snapshot = async () => MetricsSnapshot.parse(JSON.parse((await ask('?format=json')).text))
const valueOf = (text: string, metric: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${metric} `))
    ?.split(' ')[1]
const ended = { method: 'GET', route: '/api/leads', status: 200, durationMs: 12, correlationId: 'a-test-1' }

/** At least these. */
const expectedNames = [
  'daybook_http_requests_total',
  'daybook_http_request_errors_total',
  'daybook_http_request_duration_seconds',
  'daybook_db_pool_connections',
  'daybook_db_pool_idle_connections',
  'daybook_db_pool_waiting_requests',
  'daybook_audit_writer_queue_events',
  'daybook_audit_writer_batches_total',
  'daybook_audit_spool_events',
  'daybook_audit_unsealed_events',
  'daybook_audit_sealer_leading',
  'daybook_audit_sealer_lag_seconds',
  'daybook_job_last_success_timestamp_seconds',
  'daybook_job_last_run_failed',
  'daybook_jobs_overdue',
  'daybook_alert_deliveries_pending',
  'daybook_alert_deliveries_dead',
  'daybook_health_check_status',
  'nodejs_eventloop_lag_seconds',
  'process_resident_memory_bytes',
  'process_cpu_seconds_total',
]

describe('GET /metrics', () => {
  it('tells about requests and everything behind them, and promtool has nothing to complain about', async () => {
    ensurePrometheus()
    recordRequest(ended)
    const { status, type, text } = await ask()
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    const names = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name))
    for (const name of expectedNames) expect(names, name).toContain(name)
    for (const name of [
      'daybook_audit_unsealed_events',
      'daybook_audit_sealer_lag_seconds',
      'daybook_alert_deliveries_dead',
    ])
      expect(valueOf(text, name), name).toMatch(/^\d+$/)
    expect(text).toContain('daybook_health_check_status{check="database",status="healthy"} 1')
    expect(promtoolComplaints(text)).toBe('')
  })

  it('tells when each job ran last and whether it failed, whichever process ran it', async () => {
    await database.ownerQuery(`
      INSERT INTO "Job" ("name", "description", "schedule", "graceSeconds", "registeredAt") VALUES ('nightly', 'x', '0 0 * * *', 60, now());
      INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt", "endedAt", "status", "isLast")
      VALUES (gen_random_uuid(), 'nightly', 'a', 1, 'schedule', now(), to_timestamp(1764000000), now(), to_timestamp(1764000060), 'COMPLETED', true),
             (gen_random_uuid(), 'nightly', 'b', 1, 'schedule', now(), to_timestamp(1764086400), now(), to_timestamp(1764086460), 'FAILED', true)`)
    const { text } = await ask()
    expect(valueOf(text, 'daybook_job_last_start_timestamp_seconds{job_name="nightly"}')).toBe('1764086400')
    expect(valueOf(text, 'daybook_job_last_success_timestamp_seconds{job_name="nightly"}')).toBe('1764000060')
    expect(valueOf(text, 'daybook_job_last_run_failed{job_name="nightly"}')).toBe('1')
  })

  it('has percentiles over all instances beside the counts of this process', async () => {
    const buckets = Array.from({ length: 21 }, (_, i) => (i === 9 ? 100 : 0))
    await database.ownerQuery(
      `INSERT INTO "RequestTotal" ("at", "instanceId", "count", "errors", "buckets")
       VALUES (date_trunc('minute', now()), gen_random_uuid(), 100, 0, $1), (now() - interval '3 days', gen_random_uuid(), 9000, 0, $2)`,
      [buckets, buckets.map((_, i) => (i === 0 ? 9_000 : 0))],
    )
    const before = await snapshot()
    // The hundred of another instance took 200 to 300 ms; those of three days ago are no part of it.
    expect([before.p50Ms, before.p99Ms]).toEqual([250, 299])
    recordRequest({ ...ended, status: 503 })
    const after = await snapshot()
    expect([after.totalRequests - before.totalRequests, after.totalErrors - before.totalErrors]).toEqual([1, 1])
    expect(after.since).toBe(before.since)
  })

  it('asks the database no more for many scrapes than for one', async () => {
    await ask()
    // What a query of each scrape would see: the row is there, and nobody looks before the answer is 3 s old.
    await database.ownerQuery(`INSERT INTO "AlertSignal" ("id") VALUES (gen_random_uuid())`)
    const texts = await Promise.all(Array.from({ length: 10 }, () => ask()))
    expect(new Set(texts.map(({ text }) => valueOf(text, 'daybook_alert_signals_waiting')))).toEqual(new Set(['0']))
    forgetShared()
    expect(valueOf((await ask()).text, 'daybook_alert_signals_waiting')).toBe('1')
  })

  it('goes on for the key of the environment while the database is away', async () => {
    await proxy.cut()
    try {
      const { status, text } = await ask()
      expect(status).toBe(200)
      expect(text).toContain('daybook_health_check_status{check="database",status="unhealthy"} 1')
      expect(valueOf(text, 'daybook_audit_unsealed_events')).toBeUndefined()
      expect(valueOf(text, 'daybook_audit_spool_events')).toBe('0')
      expect((await snapshot()).p95Ms).toBeNull()
    } finally {
      await proxy.restore()
    }
  })

  it('takes the format from the address or from Accept, and no other parameter', async () => {
    expect((await ask('', { accept: 'application/json' })).type).toBe('application/json')
    expect((await ask('?format=openmetrics')).type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
    expect((await ask('?format=xml')).status).toBe(422)
    expect((await ask('?x=1')).status).toBe(422)
  })
})
