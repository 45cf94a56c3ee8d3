import { beforeAll, expect, test } from 'vitest'
import { GET } from '../app/metrics/route'
import { setEnv } from '../lib/env'
import { useDatabase } from '../lib/testing/database'
import { promtoolComplaints } from '../lib/testing/prometheus'
import { metrics, metricsForms } from './metrics'

useDatabase()
/** The route itself. */
const answer = (request: Request) => GET(request, { params: Promise.resolve({}) })
beforeAll(() => void setEnv({ LOG_LEVEL: 'error' }))

test('a real Prometheus scrapes without an error, and its sums are the requests that were sent', async () => {
  const report = await metrics(metricsForms.short, answer)
  expect(report.problems).toEqual([])
}, 360_000)

test('the mutant lossy is noticed', async () => {
  const { problems } = await metrics({ ...metricsForms.short, seconds: 1 }, answer, 'lossy')
  expect(problems.join('\n')).toMatch(/grew by \d+ while \d+ were sent/)
}, 180_000)

test('promtool would complain about a gauge that is called a counter', () => {
  expect(promtoolComplaints('# HELP x_total X.\n# TYPE x_total gauge\nx_total 1\n')).toMatch(/_total/)
})
