import { Agent, request } from 'node:http'
import { seededRandom } from '../bin/demo/random'
import { type Fuzzed, fuzzedRequest } from './fuzzed-request'
import { number, type Report } from './report'
import { ServedApp } from './served-app'
import type { World } from './world'

export type FuzzForm = { requests: number; callers: number }

export const fuzzForms = {
  short: { requests: 1_200, callers: 12 },
  long: { requests: 10_000, callers: 16 },
} satisfies Record<string, FuzzForm>

const hangMs = 5_000
/** What only somebody inside should ever see: stacks, queries, names of our own parts. */
const internals = /node_modules|\bat \S+ \(|\.ts:\d|\bSELECT\b|\bINSERT\b|[Pp]risma|PostgreSQL|ECONN|"stack"/

type Answer = { status: number; type: string; text: string; tookMs: number } | { failed: string; tookMs: number }

/**
 * Requests that no client of good will sends, to every address there is, as a stranger and as a founder: none is answered 5xx, none
 * takes longer than 5 s, every refusal of the API is problem+json without a word of what is inside, and Daybook lives on.
 * `BATTERY_SEED` repeats a run. With a mutant it ends at the first problem: that it is noticed is all there is to know.
 */
export async function fuzz(world: World, form: FuzzForm, mutant?: string, seed?: number): Promise<Report> {
  const usedSeed = seed ?? Math.floor(Math.random() * 2 ** 31)
  const app = await ServedApp.start(world, { mutant, env: { RATE_LIMIT_ENABLED: 'false', LOG_LEVEL: 'error' } })
  const agent = new Agent({ keepAlive: true, maxSockets: form.callers })
  const problems = new Map<string, number>()
  const statuses = new Map<number, number>()
  try {
    const cookie = await app.signIn()
    const random = seededRandom(usedSeed)
    const waiting = Array.from({ length: form.requests }, (_, index) => fuzzedRequest(random, index))
    const call = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        if (mutant && problems.size > 0) return
        const answer = await send(app, agent, next, cookie)
        if ('status' in answer) statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        for (const problem of judge(next, answer)) problems.set(problem, (problems.get(problem) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: form.callers }, call))
    if (!(await fetch(`${app.address}/ready`)).ok) problems.set('It is not ready any more', 1)
  } finally {
    agent.destroy()
    await app.end()
  }
  for (const { message, level } of app.log)
    if (level === 'error' && message && !message.startsWith('SHUTDOWN'))
      problems.set(`It logged an error: ${message}`, 1)
  return {
    figures: [
      ['requests', `${number(form.requests)}, seed ${usedSeed}`],
      [
        'answers',
        [...statuses]
          .toSorted()
          .map(([status, count]) => `${number(count)} × ${status}`)
          .join(', '),
      ],
    ],
    problems: [...problems].slice(0, 20).map(([problem, times]) => `${problem}${times > 1 ? ` (${times} times)` : ''}`),
  }
}

function judge({ method, target, isApi, what }: Fuzzed, answer: Answer): string[] {
  const asked = `${method} ${target.slice(0, 80)} (${what})`
  if ('failed' in answer) return [`${asked}: ${answer.failed}`]
  const { status, type, text, tookMs } = answer
  const isRefusal = status >= 400
  return [
    ...(status >= 500 ? [`${asked}: ${status}`] : []),
    ...(tookMs > hangMs ? [`${asked}: it took ${Math.round(tookMs)} ms`] : []),
    ...(isRefusal && isApi && method !== 'HEAD' && !isProblem(type, text)
      ? [`${asked}: ${status} is no problem+json`]
      : []),
    ...(isRefusal && isApi && internals.test(text) ? [`${asked}: ${status} tells ${internals.exec(text)?.[0]}`] : []),
  ]
}

function isProblem(type: string, text: string): boolean {
  if (!type.startsWith('application/problem+json')) return false
  const body: unknown = JSON.parse(text)
  const names = ['type', 'title', 'status', 'detail', 'code', 'requestId']
  return typeof body === 'object' && body !== null && names.every((name) => name in body)
}

/** The first 100 kB of the answer; a stream of events counts as answered when it begins. */
function send(app: ServedApp, agent: Agent, fuzzed: Fuzzed, cookie: string): Promise<Answer> {
  const { method, target, body, headers, isFounder } = fuzzed
  const startedMs = performance.now()
  return new Promise((resolve) => {
    const end = (answer: { status: number; type: string; text: string } | { failed: string }) =>
      resolve({ ...answer, tookMs: performance.now() - startedMs })
    const sent = request(app.address, {
      method,
      path: target,
      agent,
      headers: {
        ...(isFounder ? { cookie } : {}),
        // Of DELETE, node:http would send the body without it: the next request of the connection would begin with the body.
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
      timeout: hangMs,
    })
    sent.on('timeout', () => {
      end({ failed: `no answer within ${hangMs} ms` })
      sent.destroy()
    })
    // What is too large may be refused and cut off before all of it was sent: the answer came first.
    sent.on('error', (error) => end({ failed: error.message }))
    sent.on('response', (response) => {
      const [status, type] = [response.statusCode ?? 0, String(response.headers['content-type'] ?? '')]
      let text = ''
      const finish = () => end({ status, type, text })
      if (type.startsWith('text/event-stream')) {
        finish()
        response.destroy()
        return
      }
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        if (text.length < 100_000) text += chunk
      })
      response.on('end', finish)
      response.on('error', finish)
    })
    sent.end(body)
  })
}
