import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemContext } from '../lib/context'
import { createApiKey, findApiKey } from '../lib/members/api-keys'
import { metricsResponse } from '../lib/runtime/metrics/metrics-response'
import { watchRequests } from '../lib/runtime/requests'
import { processSingleton } from '../lib/singleton'
import { ensurePrometheus, Prometheus, promtoolComplaints } from '../lib/testing/prometheus'
import { number, type Report } from './report'

export type MetricsForm = { seconds: number; requestsPerSecond: number; intervalSeconds: number }
export const metricsForms = {
  short: { seconds: 4, requestsPerSecond: 400, intervalSeconds: 2 },
  long: { seconds: 300, requestsPerSecond: 400, intervalSeconds: 5 },
} satisfies Record<string, MetricsForm>

/** What is asked for, in turn. */
const calls = [
  { method: 'GET', route: '/api/leads/[id]', status: 200 },
  { method: 'GET', route: '/api/leads/[id]', status: 404 },
  { method: 'POST', route: '/api/leads', status: 201 },
  { method: 'PATCH', route: '/api/invoices/[id]', status: 409 },
  { method: 'GET', route: '/dashboard/leads', status: 500 },
  { method: 'DELETE', route: '/api/leads/[id]', status: 503 },
] as const

/** What answers `/metrics`. */
type Answer = (request: Request) => Promise<Response>

/** As the route answers a key, for the command line: plain Node cannot load what Next brings to the route itself. */
export const answerWithoutNext: Answer = async (request) => {
  const actor = await findApiKey(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '')
  return actor?.scopes.includes('metrics:read') ? metricsResponse(request) : new Response(null, { status: 401 })
}

/** `lossy`: the server keeps one request in a hundred from being counted. */
export type MetricsMutant = 'lossy' | undefined

/** A real Prometheus scrapes the real route while requests come in: no scrape fails, and its sums are what was sent. */
export async function metrics(form: MetricsForm, answer: Answer, mutant?: MetricsMutant): Promise<Report> {
  ensurePrometheus()
  // Once per process, however many runs share it.
  processSingleton('battery.watched', () => (watchRequests(), true))
  const server = await startServer(answer, mutant)
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const { key } = await createApiKey(systemContext('battery'), {
    name: 'Prometheus',
    scopes: ['metrics:read'],
    sourceId: null,
    expiresAt: null,
  })
  const text = async () =>
    (await fetch(`http://${target}/metrics`, { headers: { authorization: `Bearer ${key}` } })).text()
  const before = countsOf(await text())
  const prometheus = await Prometheus.start({ target, key, intervalSeconds: form.intervalSeconds })
  try {
    const sent = await sendRequests(target, form)
    // The first of them may have begun before the last request ended.
    await prometheus.moreScrapes(2)
    const problems = [...(await scrapeProblems(prometheus)), ...(await sumProblems(prometheus, sent, before))]
    const complaints = promtoolComplaints(await text())
    if (complaints !== '') problems.push(`promtool check metrics: ${complaints}`)
    return { figures: await figuresOf(prometheus, sent), problems }
  } finally {
    await prometheus.stop()
    server.closeAllConnections()
    server.close()
  }
}

/** Answers as the app does as far as metrics go: the route's own handler, and the template of every route on its request. */
async function startServer(answer: Answer, mutant: MetricsMutant): Promise<Server> {
  let count = 0
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/metrics') return void answerMetrics(answer, request, response)
    const isForgotten = mutant === 'lossy' && (count += 1) % 100 === 0
    const template = isForgotten ? '/forgotten.css' : searchParams.get('template')
    Object.assign(request, {
      [Symbol.for('NextInternalRequestMeta')]: { match: { definition: { pathname: template } } },
    })
    response.statusCode = Number(searchParams.get('status'))
    response.end('done')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function answerMetrics(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
  const answered = await answer(new Request(`http://localhost${request.url}`, { headers }))
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(await answered.text())
}

/** How often each call was made, by its place in the list. */
async function sendRequests(target: string, { seconds, requestsPerSecond }: MetricsForm): Promise<number[]> {
  const sent = calls.map(() => 0)
  const perTick = Math.ceil(requestsPerSecond / 10)
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    const startedMs = performance.now()
    const turns = Array.from({ length: perTick }, (_, i) => (tick * perTick + i) % calls.length)
    await Promise.all(turns.map((turn) => sendOne(target, turn, sent)))
    await sleep(Math.max(0, 100 - (performance.now() - startedMs)))
  }
  return sent
}

async function sendOne(target: string, turn: number, sent: number[]): Promise<void> {
  const call = calls[turn]
  if (!call) return
  const query = new URLSearchParams({ template: call.route, status: String(call.status) })
  const answer = await fetch(`http://${target}/some/path?${query}`, { method: call.method })
  await answer.arrayBuffer()
  sent[turn] = (sent[turn] ?? 0) + 1
}

async function scrapeProblems(prometheus: Prometheus): Promise<string[]> {
  const problems: string[] = []
  const lastError = await prometheus.lastError()
  if (lastError !== '') problems.push(`A scrape failed: ${lastError}`)
  const [up] = await prometheus.query('min_over_time(up{job="daybook"}[1h])')
  if (up?.value !== 1) problems.push('The target was down at least once')
  if (prometheus.said !== '') problems.push(`Prometheus complained: ${prometheus.said}`)
  const exemplars = await prometheus.exemplars('daybook_http_request_duration_seconds_bucket')
  if (!exemplars.some((labels) => labels.correlation_id)) problems.push('No exemplar carries a correlation id')
  return problems
}

const metricOf = ({ method, route, status }: (typeof calls)[number]) =>
  `daybook_http_requests_total{method="${method}",route="${route}",status="${status}"}`

/** Requests that stand in the text, by method, route and status; a run of a process is not its first, perhaps. */
function countsOf(text: string): number[] {
  const lines = text.split('\n')
  return calls.map((call) => {
    const line = lines.find((one) => one.startsWith(metricOf(call)))
    return Number(line?.split(' ').at(-1) ?? 0)
  })
}

async function sumProblems(prometheus: Prometheus, sent: number[], before: number[]): Promise<string[]> {
  const problems: string[] = []
  for (const [turn, call] of calls.entries()) {
    const [found] = await prometheus.query(metricOf(call))
    const seen = (found?.value ?? 0) - (before[turn] ?? 0)
    if (seen !== sent[turn]) problems.push(`${metricOf(call)} grew by ${seen} while ${sent[turn]} were sent`)
  }
  const sumOf = async (promql: string) => (await prometheus.query(promql))[0]?.value ?? Number.NaN
  const routes = 'route=~"/api/leads.*|/api/invoices.*|/dashboard/leads"'
  const all = await sumOf(`sum(daybook_http_requests_total{${routes}})`)
  const timed = await sumOf(`sum(daybook_http_request_duration_seconds_count{${routes}})`)
  if (timed !== all) problems.push(`${timed} durations of ${all} requests`)
  const failed = await sumOf(`sum(daybook_http_request_errors_total{${routes}})`)
  const wanted = await sumOf(`sum(daybook_http_requests_total{${routes},status=~"5.."})`)
  if (failed !== wanted) problems.push(`${failed} errors of ${wanted}`)
  return problems
}

async function figuresOf(prometheus: Prometheus, sent: number[]): Promise<Report['figures']> {
  const value = async (promql: string) => (await prometheus.query(promql))[0]?.value ?? 0
  const version = (await prometheus.query('prometheus_build_info'))[0]?.metric.version
  return [
    ['requests sent', number(sent.reduce((a, b) => a + b))],
    ['scrapes', `${number(await value('count_over_time(up{job="daybook"}[1h])'))}${version ? ` by ${version}` : ''}`],
    ['samples per scrape', number(await value('scrape_samples_scraped'))],
    ['longest scrape', `${Math.round(1_000 * (await value('max_over_time(scrape_duration_seconds[1h])')))} ms`],
  ]
}
