import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChannel } from '../alerts/channels'
import { getDeliverer } from '../alerts/deliver'
import { Evaluator } from '../alerts/evaluate/evaluator'
import { AuditAction, logCritical, logSuccess } from '../audit'
import { type Context, runInContext, systemContext } from '../context'
import { getDb, Prisma } from '../db'
import { setEnv } from '../env'
import { defineJob, JobRunner, orderByHand } from '../jobs'
import { until } from '../testing/alerts'
import { useDatabase } from '../testing/database'
import { traceFrom } from '../trace'
import { getChain } from '.'
import { Chain } from './contract'

const database = useDatabase()
const system = systemContext('test')

/** What another system was sent. */
const got: IncomingHttpHeaders[] = []
const receiver = createServer((request, response) => {
  got.push(request.headers)
  request.resume().on('end', () => response.writeHead(204).end())
})
beforeAll(async () => {
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true', LOG_LEVEL: 'error' })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
})
afterAll(() => receiver.close())

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const requestOf = (correlationId: string): Context =>
  systemContext('shop', { correlationId, trace: traceFrom(`00-${traceId}-00f067aa0ba902b7-01`, 'shop=1') })

const kindsOf = ({ items }: Chain) => items.map(({ kind }) => kind)

describe('what one request led to', () => {
  it('is one chain: events, the alert, the message about it with its call, and nothing of anybody else', async () => {
    const { port } = receiver.address() as AddressInfo
    const channel = { type: 'webhook', name: 'Ops', config: { url: `http://127.0.0.1:${port}/` } }
    await createChannel(system, { ...channel, minSeverity: 'info', isEscalationOnly: false })
    await runInContext(requestOf('chain-of-a-sale'), async () => {
      await logSuccess(AuditAction.CONVERSION_STARTED, 'Conversion began')
      await logCritical(AuditAction.LEAD_TO_STUDENT_CONVERSION, 'Conversion failed', new Error('boom'))
    })
    await runInContext(requestOf('chain-of-another'), () => logSuccess(AuditAction.LEAD_CREATED, 'A lead'))
    const evaluator = new Evaluator()
    await evaluator.work(true)
    await evaluator.leave()
    await getDeliverer().deliverDue()

    const chain = Chain.parse(await getChain('chain-of-a-sale'))
    expect(chain.isCut).toBe(false)
    expect(kindsOf(chain).filter((kind) => kind !== 'event')).toEqual(['alert', 'delivery'])
    const actions = chain.items.flatMap((item) => (item.kind === 'event' ? [item.event.action] : []))
    expect(actions.slice(0, 2)).toEqual(['CONVERSION_STARTED', 'LEAD_TO_STUDENT_CONVERSION'])
    expect(actions).toContain('ALERT_FIRED')
    expect(actions).not.toContain('LEAD_CREATED')
    expect(chain.items.map(({ at }) => at)).toEqual(chain.items.map(({ at }) => at).toSorted())
    expect(chain.items).toContainEqual(expect.objectContaining({ kind: 'delivery', channel: 'Ops', status: 'SENT' }))
    expect(got).toHaveLength(1)
    expect(got[0]).toMatchObject({
      'x-correlation-id': 'chain-of-a-sale',
      'x-request-id': expect.any(String),
      traceparent: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-0[01]$/),
    })
  })

  it('holds the run of a job that a person started, and what the job wrote', async () => {
    const job = defineJob({
      name: 'test.chain',
      description: 'Writes an event.',
      schedule: '0 0 1 1 *',
      graceSeconds: 60,
      run: async () => void (await logSuccess(AuditAction.EMAIL_SENT, 'By the job')),
    })
    const runner = new JobRunner({ jobs: [job], recordFailure: async () => {}, pollSeconds: 0.5 })
    runner.start()
    try {
      await until(async () => (await getDb().job.count({ where: { name: job.name } })) === 1, 10_000)
      await orderByHand(requestOf('chain-of-a-press'), job.name, async () => {})
      await until(async () => (await getDb().jobRun.count({ where: { status: 'COMPLETED' } })) === 1, 15_000)
    } finally {
      await runner.stop()
    }
    const chain = await getChain('chain-of-a-press')
    expect(kindsOf(chain).toSorted()).toEqual(['event', 'job'])
    expect(chain.items).toContainEqual(expect.objectContaining({ kind: 'job', job: 'test.chain', status: 'COMPLETED' }))
  }, 30_000)

  it('is an empty chain for an id that nothing has', async () => {
    expect(await getChain('nothing-has-this')).toEqual({ correlationId: 'nothing-has-this', items: [], isCut: false })
  })
})

it('is found through indexes, however much there is, and cut at 200 of a kind', async () => {
  await database.ownerQuery(`
    INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt", "status", "correlationId")
    SELECT gen_random_uuid(), 'many', n::text, 1, 'schedule', now(), now() - n * interval '1 second', now(), 'COMPLETED',
      CASE WHEN n <= 300 THEN 'chain-of-a-loop' ELSE 'other-' || n END
    FROM generate_series(1, 20000) AS n`)
  // Rows that nobody decided are no events here.
  await database.ownerQuery('ALTER TABLE "Delivery" DISABLE TRIGGER USER; ALTER TABLE "Alert" DISABLE TRIGGER USER')
  await database.ownerQuery(`
    INSERT INTO "Delivery" ("id", "channelId", "kind", "message", "nextAttemptAt", "createdAt", "correlationId", "status")
    SELECT gen_random_uuid(), gen_random_uuid(), 'firing', '{}', now(), now(), 'other-' || n, 'SENT' FROM generate_series(1, 20000) AS n`)
  await database.ownerQuery(`
    INSERT INTO "Alert" ("id", "rule", "fingerprint", "source", "severity", "state", "title", "sentence", "firstAt", "lastAt", "openedAt", "resolvedAt", "resolvedHow", "correlationId")
    SELECT gen_random_uuid(), 'r', n::text, 's', 'low', 'RESOLVED', 't', 's', now(), now(), now(), now(), 'person', 'other-' || n FROM generate_series(1, 20000) AS n`)
  await database.ownerQuery('ANALYZE "JobRun", "Delivery", "Alert"')
  for (const table of ['JobRun', 'Delivery', 'Alert']) {
    const plan = await getDb().$queryRaw<Record<string, string>[]>(
      Prisma.raw(`EXPLAIN SELECT * FROM "${table}" WHERE "correlationId" = 'other-5000' ORDER BY "id" DESC LIMIT 201`),
    )
    expect(JSON.stringify(plan)).toContain(`${table}_correlationId_idx`)
  }
  const chain = await getChain('chain-of-a-loop')
  expect([chain.items.length, chain.isCut]).toEqual([200, true])
})
